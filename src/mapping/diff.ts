import { type TargetAttribute, writtenPath } from "../attributes/target-schema.ts";
import { redactedText } from "../expression/index.ts";
import { elementsOf, extensionOf, format, isListAttribute, read, type TargetPath } from "../scim/path.ts";
import type { Json, PatchOperation, ScimUser } from "../scim/resource.ts";
import { equalJson, isObject, memberOf } from "../scim/resource-value.ts";
import { describedElement, matches } from "../scim/value-filter.ts";
import type { MappedUser, MappedValue } from "./mapped-user.ts";
import type { ModifiedProperty } from "./modified-property.ts";
import { isRolesPath, namesRoles, roleElements, roleNames, roleOfLastResort } from "./roles.ts";

/** What makes the present user the wanted one. No operations: nothing to send. */
export type Difference = {
	readonly operations: readonly PatchOperation[];
	/** For people and the log: what is set, with old and new value. */
	readonly changes: readonly ModifiedProperty[];
};

/**
 * The smallest PATCH that gives the present user what is mapped (RFC 7644 §3.5.2).
 *
 * Each attribute has an operation of its own, with a path: Entra sends that form to Sumo Logic, while several attributes
 * in one operation without a path need a flag there and are documented nowhere by Sumo. Adding an element to a list joins
 * all its sub-attributes in one operation. `replace` on an attribute that is absent sets it.
 *
 * Sumo Logic's rules are not differences: it keeps one e-mail (matched even if its type is another, and never cleared),
 * gives roles as text or as objects and in any order, each primary, and gives `User` for none. Case does not count where
 * the target ignores it.
 */
export function diffUser(mapped: MappedUser, present: ScimUser): Difference {
	const values = mapped.values.filter(({ creationOnly }) => !creationOnly);
	const difference = new Differ(present, onlyEmailOf(values, present));
	for (const value of values) difference.consider(value);
	return difference.result();
}

class Differ {
	readonly #present: ScimUser;
	/** The value for the one e-mail; undefined where nothing is mapped to it, or the server keeps several. */
	readonly #email: MappedValue | undefined;
	readonly #operations: PatchOperation[] = [];
	readonly #changes: ModifiedProperty[] = [];
	/** List elements to be added, by list and filter. */
	readonly #added = new Map<string, { readonly attribute: string; readonly element: Record<string, Json> }>();

	constructor(present: ScimUser, email: MappedValue | undefined) {
		this.#present = present;
		this.#email = email;
	}

	consider(value: MappedValue): void {
		const path = writtenPath(value.target);
		if (isRolesPath(path)) {
			if (namesRoles(path)) this.#roles(value);
		} else if (isPartOfEmail(path) && emailsOf(this.#present).length <= 1) {
			if (value === this.#email) this.#onlyEmail(value, path);
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

	#roles(value: MappedValue): void {
		const present = roleNames(memberOf(this.#present, "roles"));
		const wanted = roleNames(value.value);
		if (value.onlyIfEmpty && present.length > 0) return;
		const missing = wanted.filter((name) => !present.includes(name));
		if (value.additive) {
			if (missing.length === 0) return;
			this.#operations.push({ op: "add", path: "roles", value: roleElements(missing) });
			this.#note(value, present, [...present, ...missing]);
			return;
		}
		const superfluous = present.filter((name) => !wanted.includes(name));
		if (missing.length === 0 && superfluous.length === 0) return;
		if (wanted.length === 0 && superfluous.every((name) => name === roleOfLastResort)) return;
		this.#operations.push({ op: "replace", path: "roles", value: roleElements(wanted) });
		this.#note(value, present, wanted);
	}

	/** Replaced by its value where the path selects it, else as a whole. */
	#onlyEmail(value: MappedValue, path: TargetPath): void {
		const [only] = emailsOf(this.#present);
		const wanted = value.value;
		const old = isObject(only) ? memberOf(only, "value") : only;
		if (value.onlyIfEmpty && !isAbsent(old)) return;
		if (sameText(old, wanted, value.attribute?.caseExact === true)) return;
		if (isObject(only) && (path.filter === null || matches(path.filter, only))) {
			this.#operations.push({ op: "replace", path: format(path), value: wanted });
		} else {
			const described = path.filter === null ? {} : describedElement(path.filter);
			const element = { ...described, value: wanted, primary: true };
			this.#operations.push({ op: "replace", path: "emails", value: [element] });
		}
		this.#note(value, old, wanted);
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

	#note({ target, redacted }: MappedValue, old: Json | undefined, wanted: Json): void {
		const shown = (value: Json | undefined) => (redacted && !isAbsent(value) ? redactedText : text(value));
		this.#changes.push({ name: target, old: shown(old), new: shown(wanted) });
	}
}

/** The changes that creating a user makes: every value it is created with. */
export function creationChanges(mapped: MappedUser): readonly ModifiedProperty[] {
	return mapped.values
		.filter(({ value }) => value !== null)
		.map(({ target, value, redacted }) => ({
			name: target,
			old: null,
			new: redacted ? redactedText : text(value),
		}));
}

/**
 * Where several e-mails are mapped and the server keeps one, it is the one that is there, else that for work, else the
 * first; the others would only take turns in replacing it.
 */
function onlyEmailOf(values: readonly MappedValue[], present: ScimUser): MappedValue | undefined {
	const emails = emailsOf(present);
	const mapped = values
		.map((value) => ({ value, path: writtenPath(value.target) }))
		.filter(({ value, path }) => {
			const isValue = isPartOfEmail(path) && path.subAttribute?.toLowerCase() === "value";
			return isValue && typeof value.value === "string";
		});
	const selecting = (email: Json) =>
		mapped.find(({ path }) => path.filter !== null && matches(path.filter, email))?.value;
	const [only = null] = emails;
	return selecting(only) ?? selecting({ type: "work" }) ?? mapped[0]?.value;
}

function emailsOf(user: ScimUser): readonly Json[] {
	return elementsOf(memberOf(user, "emails"));
}

function isPartOfEmail(path: TargetPath): boolean {
	const isEmails = extensionOf(path) === null && path.attribute.toLowerCase() === "emails";
	return isEmails && path.subAttribute !== null;
}

function isAbsent(value: Json | undefined): boolean {
	return (
		value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
	);
}

function same(old: Json, wanted: Json, attribute: TargetAttribute | null): boolean {
	const caseExact = attribute?.type === "Boolean" ? false : attribute?.caseExact !== false;
	if (Array.isArray(wanted)) return sameSet(elementsOf(old), wanted, caseExact);
	if (isObject(wanted) || isObject(old) || Array.isArray(old)) return equalJson(old, wanted);
	return sameText(old, wanted, caseExact) || (attribute?.type === "DateTime" && sameInstant(old, wanted));
}

/** A server may write an instant with another offset, or with more or fewer digits. */
function sameInstant(old: Json, wanted: Json): boolean {
	return typeof old === "string" && typeof wanted === "string" && Date.parse(old) === Date.parse(wanted);
}

/** `""` counts as absent: a server may drop it. */
function sameText(old: Json | undefined, wanted: Json, caseExact: boolean): boolean {
	const [left, right] = [text(old) ?? "", text(wanted) ?? ""];
	return caseExact ? left === right : left.toLowerCase() === right.toLowerCase();
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
function text(value: Json | undefined): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value === "boolean") return value ? "True" : "False";
	if (Array.isArray(value)) return value.map((one: Json) => text(one) ?? "").join(", ");
	return isObject(value) ? JSON.stringify(value) : String(value);
}
