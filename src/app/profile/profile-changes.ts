import { isDeepStrictEqual } from "node:util";
import type { Profile } from "../../config/profile.ts";

/** Groups of settings, each of which is changed on its own. Anything else changes as a whole. */
const groups: ReadonlySet<string> = new Set(["actions", "provisioning", "log", "notifications", "network"]);

/** Which parts of a profile differ: `mappings`, `scope`, `provisioning.intervalMinutes`. Two edits of one part conflict. */
export function changedParts(before: Profile, after: Profile): ReadonlySet<string> {
	const [old, next] = [partsOf(before), partsOf(after)];
	const names = [...new Set([...old.keys(), ...next.keys()])];
	return new Set(names.filter((name) => !isDeepStrictEqual(old.get(name), next.get(name))));
}

function partsOf(profile: Profile): ReadonlyMap<string, unknown> {
	return new Map(
		Object.entries(profile).flatMap(([name, value]): readonly (readonly [string, unknown])[] =>
			groups.has(name) && typeof value === "object"
				? Object.entries(value).map(([member, one]) => [`${name}.${member}`, one])
				: [[name, value]],
		),
	);
}

/** What differs, one line per value: `provisioning.intervalMinutes: 40 → 60`; elements of lists by their name. */
export function describeChanges(before: Profile, after: Profile): readonly string[] {
	const [old, next] = [new Map(valuesOf(before, "")), new Map(valuesOf(after, ""))];
	return [...new Set([...old.keys(), ...next.keys()])]
		.filter((path) => old.get(path) !== next.get(path))
		.map((path) => `${path}: ${old.get(path) ?? "–"} → ${next.get(path) ?? "–"}`);
}

/** Each value as JSON with its path. */
function valuesOf(value: unknown, path: string): readonly (readonly [string, string])[] {
	if (value === undefined) return [];
	if (Array.isArray(value))
		return value.flatMap((element: unknown, index) =>
			valuesOf(element, `${path}[${nameOf(element) ?? index}]`),
		);
	if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
	return Object.entries(value).flatMap(([name, member]) =>
		valuesOf(member, path === "" ? name : `${path}.${name}`),
	);
}

/** What tells an element of a list from the others, where it has a name. */
function nameOf(element: unknown): string | undefined {
	if (typeof element !== "object" || element === null) return undefined;
	const name = "target" in element ? element.target : "name" in element ? element.name : undefined;
	return typeof name === "string" ? name : undefined;
}
