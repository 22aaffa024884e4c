import { isObject } from "../text/is-object.ts";
import type { EntraSchema } from "./document.ts";

/** Members that Entra sets automatically; they are not edits. */
const setByEntra: ReadonlySet<string> = new Set([
	"@odata.context",
	"@odata.etag",
	"version",
	"discoveryDateTime",
]);

/** Members by which people know an element of a list, the first that all elements have. */
const names = ["targetAttributeName", "name", "key", "id"] as const;

type Difference = {
	readonly kind: "changed" | "added" | "removed" | "reordered";
	/** `synchronizationRules[…].objectMappings[…].attributeMappings[title].flowType` */
	readonly path: string;
	readonly before?: unknown;
	readonly after?: unknown;
};

/**
 * What differs between two states of a job's schema, one line per place, the supported parts and all others alike:
 * `synchronizationRules[…].objectMappings[…].attributeMappings[title].flowType: "Always" → "ObjectAddOnly"`.
 * Versions and times that Entra sets do not count. Empty when nothing was edited.
 */
export function schemaChanges(before: EntraSchema, after: EntraSchema): readonly string[] {
	return differences("", before, after).map(described);
}

/**
 * What a schema that was just written lacks when it is read back, one line per place: edits that are not there, and parts that are
 * gone. What Entra adds or fills in, and what others have added since, is not missing.
 *
 * @param before as it was before the write
 * @param present as it was read back
 */
export function missingParts(
	before: EntraSchema,
	written: EntraSchema,
	present: EntraSchema,
): readonly string[] {
	const edited = new Set(realDifferences(before, written).map(({ path }) => path));
	return realDifferences(written, present)
		.filter(
			(one) =>
				edited.has(one.path) || one.kind === "removed" || (one.kind === "changed" && !isEmpty(one.before)),
		)
		.map(described);
}

/** Whether two states differ only in what Entra fills in automatically. */
export function isSameApartFromDefaults(written: EntraSchema, present: EntraSchema): boolean {
	return differences("", written, present).every(
		({ kind, before }) => kind === "reordered" || (kind === "changed" && isEmpty(before)),
	);
}

/** Without members that have no value in either state, such as null in place of an absent one. */
function realDifferences(before: EntraSchema, after: EntraSchema): readonly Difference[] {
	return differences("", before, after).filter(
		(one) => one.kind !== "changed" || !isEmpty(one.before) || !isEmpty(one.after),
	);
}

function described({ kind, path, before, after }: Difference): string {
	switch (kind) {
		case "changed":
			return `${path}: ${shown(before)} → ${shown(after)}`;
		case "reordered":
			return `${path}: in another order`;
		default:
			return `${path}: ${kind}`;
	}
}

function differences(path: string, before: unknown, after: unknown): readonly Difference[] {
	if (Object.is(before, after)) return [];
	if (Array.isArray(before) && Array.isArray(after)) return listDifferences(path, before, after);
	if (isObject(before) && isObject(after)) {
		const members = new Set([...Object.keys(before), ...Object.keys(after)]);
		return [...members]
			.filter((name) => !setByEntra.has(name))
			.flatMap((name) => differences(path === "" ? name : `${path}.${name}`, before[name], after[name]));
	}
	return [{ kind: "changed", path, before, after }];
}

function listDifferences(
	path: string,
	before: readonly unknown[],
	after: readonly unknown[],
): readonly Difference[] {
	const [old, present] = [named(before), named(after)];
	if (old === null || present === null) {
		const length = Math.max(before.length, after.length);
		return Array.from({ length }, (_, at) => differences(`${path}[${at}]`, before[at], after[at])).flat();
	}
	const removed = [...old.keys()]
		.filter((name) => !present.has(name))
		.map((name): Difference => ({ kind: "removed", path: `${path}[${name}]` }));
	const others = [...present].flatMap(([name, value]): readonly Difference[] =>
		old.has(name)
			? differences(`${path}[${name}]`, old.get(name), value)
			: [{ kind: "added", path: `${path}[${name}]` }],
	);
	const order = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
		[...one.keys()].filter((name) => other.has(name)).join("\n");
	const isReordered = order(old, present) !== order(present, old);
	return [...removed, ...others, ...(isReordered ? [{ kind: "reordered", path } as const] : [])];
}

/** The elements by their name; null when they have none in common, or it is not unique. */
function named(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
	for (const member of names) {
		const byName = new Map<string, unknown>();
		for (const element of list) {
			const name = isObject(element) ? element[member] : undefined;
			if (typeof name === "string") byName.set(name, element);
		}
		if (byName.size === list.length) return byName;
	}
	return null;
}

/** Whether a member has no value, so that a server may fill in its default. */
function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
	);
}

const longest = 80;

function shown(value: unknown): string {
	const text = value === undefined ? "absent" : JSON.stringify(value);
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
