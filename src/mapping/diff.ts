import { type TargetAttribute, writtenPath } from "../attributes/target-schema.ts";
import { redactedText } from "../expression/index.ts";
import { elementsOf, extensionOf, format, isListAttribute, read, type TargetPath } from "../scim/path.ts";
import type { Json, PatchOperation, ScimUser } from "../scim/resource.ts";
import { equalJson, isObject, memberOf } from "../scim/resource-value.ts";
import { describedElement, matches } from "../scim/value-filter.ts";
import { composed, folded } from "../text/folded.ts";
import { isRolesPath, namesRoles, roleName, roleNames, writtenRoles } from "./definition/roles.ts";
import type { TargetDialect } from "./definition/target-dialect.ts";
import type { ModifiedProperty } from "./modified-property.ts";
import type { MappedUser, MappedValue } from "./user/mapped-user.ts";

/** The changes that give the present user the desired state. No operations: nothing to send. */
export type Difference = {
	readonly operations: readonly PatchOperation[];
	/** For people and the log: what is set, with old and new value. */
	readonly changes: readonly ModifiedProperty[];
};

/**
 * The smallest PATCH that gives the present user what is mapped (RFC 7644 §3.5.2).
 *
 * Each attribute has an operation of its own, with a path: Entra sends that form, while several attributes in one
 * operation without a path need a flag there. Adding an element to a list joins all its sub-attributes in one operation.
 * `replace` on an attribute that is absent sets it.
 *
 * What the target does in its own way is not a difference: the one element that it keeps of a list (matched even if its
 * type is another, and never cleared), roles given as text or as objects and in any order, and the role that it gives for
 * none. Case does not count where the target ignores it.
 */
export function diffUser(mapped: MappedUser, present: ScimUser, dialect: TargetDialect): Difference {
	const values = mapped.values.filter(({ creationOnly }) => !creationOnly);
	const difference = new Differ(present, values, dialect);
	for (const value of values) difference.consider(value);
	return difference.result();
}

class Differ {
	readonly #present: ScimUser;
	readonly #dialect: TargetDialect;
	/** The values for the one element of each list that has no more. */
	readonly #only: ReadonlySet<MappedValue | undefined>;
	readonly #operations: PatchOperation[] = [];
	readonly #changes: ModifiedProperty[] = [];
	/** List elements to be added, by list and filter. */
	readonly #added = new Map<string, { readonly attribute: string; readonly element: Record<string, Json> }>();

	constructor(present: ScimUser, values: readonly MappedValue[], dialect: TargetDialect) {
		this.#present = present;
		this.#dialect = dialect;
		const lists = [...dialect.singleValuedLists];
		this.#only = new Set(lists.map((list) => onlyElementOf(list, values, present)));
	}

	consider(value: MappedValue): void {
		const path = writtenPath(value.target);
		const list = listOf(path);
		if (isRolesPath(path) && namesRoles(path)) {
			this.#roles(value, path);
		} else if (isRolesPath(path) && this.#dialect.roles.allPrimary) {
			return;
		} else if (this.#dialect.singleValuedLists.has(list) && elementsIn(this.#present, list).length <= 1) {
			if (this.#only.has(value)) this.#onlyElement(value, path, list);
		} else {
			this.#attribute(value, path);
		}
	}

	result(): Difference {
		const added = [...this.#added.values()].map(
			({ attribute, element }): PatchOperation => ({ op: "add", path: attribute, value: [element] }),
		);
		return { operations: [...this.#operations, ...added], changes: this.#changes };
	}

	/** Where roles may be secondary, those outside the path's filter are another mapping's, and stay. */
	#roles(value: MappedValue, path: TargetPath): void {
		const { allPrimary, lastResort } = this.#dialect.roles;
		const all = elementsOf(memberOf(this.#present, "roles"));
		const isMeant = (role: Json) =>
			allPrimary || path.filter === null || !isObject(role) || matches(path.filter, role);
		const present = roleNames(allPrimary || path.filter === null ? all : all.filter(isMeant));
		const desired = roleNames(value.value);
		if (value.onlyIfEmpty && present.length > 0) return;
		const missing = desired.filter((name) => !present.includes(name));
		if (value.additive) {
			if (missing.length === 0) return;
			const written = writtenRoles(value.value, this.#dialect, path);
			const added = written.filter((role) => missing.some((name) => name === roleName(role)));
			this.#operations.push({ op: "add", path: "roles", value: added });
			this.#note(value, present, [...present, ...missing]);
			return;
		}
		const superfluous = present.filter((name) => !desired.includes(name));
		if (missing.length === 0 && superfluous.length === 0) return;
		if (desired.length === 0 && superfluous.every((name) => name === lastResort)) return;
		const others = all.filter((role) => !isMeant(role));
		const written = writtenRoles(value.value, this.#dialect, path);
		this.#operations.push({ op: "replace", path: "roles", value: [...others, ...written] });
		this.#note(value, present, desired);
	}

	/** Replaced by its value where the path selects it, else as a whole. */
	#onlyElement(value: MappedValue, path: TargetPath, list: string): void {
		const [only] = elementsIn(this.#present, list);
		const desired = value.value;
		const old = isObject(only) ? memberOf(only, "value") : only;
		if (value.onlyIfEmpty && !isAbsent(old)) return;
		if (sameText(old, desired, value.attribute?.caseExact === true)) return;
		if (isObject(only) && (path.filter === null || matches(path.filter, only))) {
			this.#operations.push({ op: "replace", path: format(path), value: desired });
		} else {
			const described = path.filter === null ? {} : describedElement(path.filter);
			const element = { ...described, value: desired, primary: true };
			this.#operations.push({ op: "replace", path: list, value: [element] });
		}
		this.#note(value, old, desired);
	}

	#attribute(value: MappedValue, path: TargetPath): void {
		const old = read(this.#present, path);
		if (value.value === null) {
			if (isAbsent(old)) return;
			this.#operations.push({ op: "remove", path: format(path) });
			this.#note(value, old, null);
			return;
		}
		if (value.onlyIfEmpty && !isAbsent(old)) return;
		if (same(old, value.value, value.attribute)) return;
		if (this.#needsElement(path)) this.#addElement(path, value.value);
		else this.#operations.push({ op: "replace", path: format(path), value: value.value });
		this.#note(value, old, value.value);
	}

	/** Whether the path leads into a list that has no element for it yet. */
	#needsElement(path: TargetPath): boolean {
		const { filter, subAttribute } = path;
		if (filter === null && (subAttribute === null || !isListAttribute(path))) return false;
		const elements = elementsOf(read(this.#present, { ...path, filter: null, subAttribute: null }));
		return !elements.some((element) => isObject(element) && (filter === null || matches(filter, element)));
	}

	#addElement(path: TargetPath, value: Json): void {
		const { filter, subAttribute } = path;
		const attribute = format({ ...path, filter: null, subAttribute: null });
		const key = format({ ...path, subAttribute: null });
		const element = this.#added.get(key)?.element ?? {
			...(filter === null ? {} : describedElement(filter)),
		};
		if (subAttribute !== null) element[subAttribute] = value;
		else if (isObject(value)) Object.assign(element, value);
		else element.value = value;
		this.#added.set(key, { attribute, element });
	}

	#note({ target, redacted }: MappedValue, old: Json | undefined, desired: Json): void {
		const shown = (value: Json | undefined) =>
			redacted && !isAbsent(value) ? redactedText : valueText(value);
		this.#changes.push({ name: target, old: shown(old), new: shown(desired) });
	}
}

/** The changes that creating a user makes: every value it is created with. */
export function creationChanges(mapped: MappedUser): readonly ModifiedProperty[] {
	return mapped.values
		.filter(({ value }) => value !== null)
		.map(({ target, value, redacted }) => ({
			name: target,
			old: null,
			new: redacted ? redactedText : valueText(value),
		}));
}

/**
 * Where several elements of a list are mapped and the target keeps one, it is the one that is there, else that for work,
 * else the first; the others would only take turns in replacing it.
 */
function onlyElementOf(
	list: string,
	values: readonly MappedValue[],
	present: ScimUser,
): MappedValue | undefined {
	const [only = null] = elementsIn(present, list);
	let first: MappedValue | undefined;
	let work: MappedValue | undefined;
	for (const value of values) {
		const path = writtenPath(value.target);
		const isValue = listOf(path) === list && path.subAttribute?.toLowerCase() === "value";
		if (!isValue || typeof value.value !== "string") continue;
		const selects = (element: Json) => path.filter !== null && matches(path.filter, element);
		if (selects(only)) return value;
		if (selects({ type: "work" })) work ??= value;
		first ??= value;
	}
	return work ?? first;
}

function elementsIn(user: ScimUser, list: string): readonly Json[] {
	return elementsOf(memberOf(user, list));
}

/** The core list, in lower case, of which the path is a part; empty for another path. */
function listOf(path: TargetPath): string {
	return extensionOf(path) === null && path.subAttribute !== null ? path.attribute.toLowerCase() : "";
}

function isAbsent(value: Json | undefined): boolean {
	return (
		value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
	);
}

function same(old: Json, desired: Json, attribute: TargetAttribute | null): boolean {
	const caseExact = attribute?.type === "Boolean" ? false : attribute?.caseExact !== false;
	if (Array.isArray(desired)) return sameSet(elementsOf(old), desired, caseExact);
	if (isObject(desired) || isObject(old) || Array.isArray(old)) return equalJson(old, desired);
	return sameText(old, desired, caseExact) || (attribute?.type === "DateTime" && sameInstant(old, desired));
}

/** A server may write an instant with another offset, or with more or fewer digits. */
function sameInstant(old: Json, desired: Json): boolean {
	return typeof old === "string" && typeof desired === "string" && Date.parse(old) === Date.parse(desired);
}

/** `""` counts as absent: a server may drop it. So may it write accented letters in another form of Unicode. */
function sameText(old: Json | undefined, desired: Json, caseExact: boolean): boolean {
	const [left, right] = [valueText(old) ?? "", valueText(desired) ?? ""];
	if (left === right) return true;
	return caseExact ? composed(left) === composed(right) : folded(left) === folded(right);
}

function sameSet(left: readonly Json[], right: readonly Json[], caseExact: boolean): boolean {
	const equal = (one: Json, other: Json) =>
		typeof one === "string" && typeof other === "string"
			? sameText(one, other, caseExact)
			: equalJson(one, other);
	const has = (list: readonly Json[], value: Json) => list.some((one) => equal(one, value));
	return left.every((value) => has(right, value)) && right.every((value) => has(left, value));
}

/** A value as the provisioning log shows it; null for none. */
export function valueText(value: Json | undefined): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value === "boolean") return value ? "True" : "False";
	if (Array.isArray(value)) return value.map((one: Json) => valueText(one) ?? "").join(", ");
	return isObject(value) ? JSON.stringify(value) : String(value);
}
