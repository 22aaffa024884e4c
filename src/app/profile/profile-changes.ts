import { isDeepStrictEqual } from "node:util";
import type { Profile, ProfileSecrets } from "../../config/profile.ts";
import { mappingSetOf } from "./profile-parts.ts";

/** A profile as it is saved, with its secrets; undefined when it is not saved. */
type Saved = { readonly saved: Profile | undefined; readonly savedSecrets: ProfileSecrets };

/** What changed: which parts, and one line per value for the operator. Values of secrets are never shown. */
export type ProfileChanges = { readonly parts: ReadonlySet<string>; readonly changes: readonly string[] };

/** The changes from one saved state of a profile to a later one. */
export function changesBetween(before: Saved, after: Saved): ProfileChanges {
	const secrets = changedSecrets(before.savedSecrets, after.savedSecrets);
	const ofSecrets = secrets.map((name) => `${secretNames[name]} changed`);
	const [old, next] = [before.saved, after.saved];
	if (old !== undefined && next !== undefined)
		return {
			parts: new Set([...changedParts(old, next), ...secrets]),
			changes: [...describeChanges(old, next), ...ofSecrets],
		};
	if (old === next) return { parts: new Set(secrets), changes: ofSecrets };
	const whole = old ?? next;
	const parts = new Set([...(whole === undefined ? [] : partsOf(whole).keys()), ...secrets]);
	return { parts, changes: [old === undefined ? "saved for the first time" : "removed", ...ofSecrets] };
}

const secretNames = {
	secretToken: "access key",
	sourceSecret: "secret of the source",
	webhook: "webhook",
} as const;

function changedSecrets(before: ProfileSecrets, after: ProfileSecrets) {
	const names = ["secretToken", "sourceSecret", "webhook"] as const;
	return names.filter((name) => before[name] !== after[name]);
}

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

/** One line per value that differs: `provisioning.intervalMinutes: 40 → 60`; one per element of a list that was added or removed. */
function describeChanges(before: Profile, after: Profile): readonly string[] {
	const [old, next] = [new Map(valuesOf(shown(before), "")), new Map(valuesOf(shown(after), ""))];
	const paths = [...new Set([...old.keys(), ...next.keys()])].filter(
		(path) => old.get(path) !== next.get(path),
	);
	const elements = paths.filter((path) => (old.get(path) ?? next.get(path)) === element);
	const values = paths.filter((path) => !elements.some((one) => path.startsWith(`${one}.`)));
	const lines = values.map((path) =>
		elements.includes(path)
			? `${path} ${next.has(path) ? "added" : "removed"}`
			: `${path}: ${old.get(path) ?? "–"} → ${next.get(path) ?? "–"}`,
	);
	return isDeepStrictEqual(before.schema, after.schema) ? lines : [...lines, "the imported schema"];
}

/** Marks an element of a list, before its values. */
const element = "element";

/** A profile with the mappings that it uses, also by default. The imported schema is too long to show. */
function shown({ schema: _, ...profile }: Profile) {
	return { ...profile, mappings: mappingSetOf(profile).mappings };
}

/** Each value as JSON with its path. */
function valuesOf(value: unknown, path: string): readonly (readonly [string, string])[] {
	if (value === undefined) return [];
	if (Array.isArray(value))
		return value.flatMap((one: unknown, index): readonly (readonly [string, string])[] => {
			const at = `${path}[${nameOf(one) ?? index}]`;
			return typeof one === "object" ? [[at, element], ...valuesOf(one, at)] : valuesOf(one, at);
		});
	if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
	return Object.entries(value).flatMap(([name, member]) =>
		valuesOf(member, path === "" ? name : `${path}.${name}`),
	);
}

/** What identifies an element of a list, if it has a name. */
function nameOf(one: unknown): string | undefined {
	if (typeof one !== "object" || one === null) return undefined;
	const name = "target" in one ? one.target : "name" in one ? one.name : undefined;
	return typeof name === "string" ? name : undefined;
}
