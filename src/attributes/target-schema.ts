import { extensionOf, format, parsePath, type TargetPath } from "../scim/path.ts";
import type { AttributeDefinition } from "./attribute-list.ts";
import { standardAttributes } from "./standard-attributes.ts";
import type { TargetAttribute } from "./target-attribute.ts";

export type { TargetAttribute } from "./target-attribute.ts";

/** The attributes that a mapping set can fill. */
export type TargetList = {
	readonly all: readonly TargetAttribute[];
	/** The paths without which no user is created. */
	readonly required: readonly string[];
	/** What is known of the attribute at a path; the filter decides only where two entries differ by it. Undefined for others. */
	readonly find: (path: TargetPath) => TargetAttribute | undefined;
	/** The entry of just this name, in whatever way it is written. Throws `PathError`. */
	readonly named: (name: string) => TargetAttribute | undefined;
};

/** A target's attributes with the entries of a mapping set's own list in place of its entries, or after them. */
export function targetList(
	known: readonly TargetAttribute[],
	own: readonly AttributeDefinition[] = [],
): TargetList {
	if (own.length === 0) return plainList(known);
	const left = new Map(own.map((one) => [targetKey(one.name), one]));
	const all = known.map((one) => {
		const key = targetKey(one.name);
		const other = left.get(key);
		left.delete(key);
		return other === undefined ? one : adapted(one, other);
	});
	return listOf([...all, ...[...left.values()].map((one) => ({ ...one, documented: false }))]);
}

/** What the target documents stays as it is documented: only its case, and whether it is required too, can be chosen. */
export function adapted(known: TargetAttribute, own: AttributeDefinition): TargetAttribute {
	if (!known.documented) return { ...known, ...own, name: known.name };
	return { ...known, caseExact: own.caseExact, required: known.required || own.required };
}

function listOf(all: readonly TargetAttribute[]): TargetList {
	const byPath = new Map<string, TargetAttribute>();
	const byAttribute = new Map<string, TargetAttribute>();
	for (const one of all) {
		const path = parsePath(one.name);
		byPath.set(format(path).toLowerCase(), one);
		const unfiltered = format({ ...path, filter: null }).toLowerCase();
		if (!byAttribute.has(unfiltered)) byAttribute.set(unfiltered, one);
	}
	const lookUp = (path: TargetPath) => {
		const wanted = core(path);
		const parent = wanted.subAttribute === "value" ? { ...wanted, subAttribute: null } : wanted;
		return (
			byPath.get(format(wanted).toLowerCase()) ??
			byAttribute.get(format({ ...wanted, filter: null }).toLowerCase()) ??
			byPath.get(format(parent).toLowerCase())
		);
	};
	/** By the path's own object: a mapping's path is asked about for every user. */
	const found = new WeakMap<TargetPath, { readonly attribute: TargetAttribute | undefined }>();
	return {
		all,
		required: all.filter((one) => one.required).map(({ name }) => name),
		named: (name) => byPath.get(targetKey(name)),
		find: (path) => {
			const before = found.get(path);
			if (before !== undefined) return before.attribute;
			const attribute = lookUp(path);
			found.set(path, { attribute });
			return attribute;
		},
	};
}

/** The core user's own URN before an attribute says nothing more than the attribute (RFC 7644 §3.10). */
function core(path: TargetPath): TargetPath {
	return extensionOf(path) === null ? { ...path, schema: null } : path;
}

/** A target in canonical form, to compare two: `roles[primary eq "True"].value` and `… eq true` are. */
export function targetKey(target: string): string {
	return format(core(parsePath(target))).toLowerCase();
}

/** The lists without entries of a mapping set's own: each is made once. */
const plainLists = new WeakMap<readonly TargetAttribute[], TargetList>();

function plainList(known: readonly TargetAttribute[]): TargetList {
	const before = plainLists.get(known);
	if (before !== undefined) return before;
	const list = listOf(known);
	plainLists.set(known, list);
	return list;
}

/** The attributes of the standard. */
export const standardTargets: TargetList = plainList(standardAttributes);

/**
 * The path that a mapping writes. A manager is written by its `value`: Entra's target `…:User:manager` means
 * `…:User:manager.value` (RFC 7643 §4.3). Throws `PathError`.
 */
export function writtenPath(target: string): TargetPath {
	const path = parsePath(target);
	const isManager = path.schema !== null && standardTargets.find(path)?.type === "Reference";
	return isManager && path.subAttribute === null ? { ...path, subAttribute: "value" } : path;
}
