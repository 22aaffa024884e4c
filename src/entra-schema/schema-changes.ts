import type { EntraSchema } from "./document.ts";

/** Members that Entra sets by itself; they are no edit. */
const setByEntra: ReadonlySet<string> = new Set(["@odata.context", "version", "discoveryDateTime"]);

/** Members by which people know an element of a list, the first that all elements have. */
const names = ["targetAttributeName", "name", "key", "id"] as const;

/**
 * What differs between two states of a job's schema, one line per place, the supported parts and all others alike:
 * `synchronizationRules[…].objectMappings[…].attributeMappings[title].flowType: "Always" → "ObjectAddOnly"`.
 * Versions and times that Entra sets do not count. Empty when nothing was edited.
 */
export function schemaChanges(before: EntraSchema, after: EntraSchema): readonly string[] {
	return differences("", before, after);
}

function differences(path: string, before: unknown, after: unknown): readonly string[] {
	if (Object.is(before, after)) return [];
	if (Array.isArray(before) && Array.isArray(after)) return listDifferences(path, before, after);
	if (isObject(before) && isObject(after)) {
		const members = new Set([...Object.keys(before), ...Object.keys(after)]);
		return [...members]
			.filter((name) => !setByEntra.has(name))
			.flatMap((name) => differences(path === "" ? name : `${path}.${name}`, before[name], after[name]));
	}
	return [`${path}: ${shown(before)} → ${shown(after)}`];
}

function listDifferences(
	path: string,
	before: readonly unknown[],
	after: readonly unknown[],
): readonly string[] {
	const [old, present] = [named(before), named(after)];
	if (old === null || present === null) {
		const length = Math.max(before.length, after.length);
		return Array.from({ length }, (_, at) => differences(`${path}[${at}]`, before[at], after[at])).flat();
	}
	const removed = [...old.keys()]
		.filter((name) => !present.has(name))
		.map((name) => `${path}[${name}]: removed`);
	const others = [...present].flatMap(([name, value]) =>
		old.has(name) ? differences(`${path}[${name}]`, old.get(name), value) : [`${path}[${name}]: added`],
	);
	const order = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
		[...one.keys()].filter((name) => other.has(name)).join("\n");
	const isReordered = order(old, present) !== order(present, old);
	return [...removed, ...others, ...(isReordered ? [`${path}: in another order`] : [])];
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longest = 80;

function shown(value: unknown): string {
	const text = value === undefined ? "absent" : JSON.stringify(value);
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
