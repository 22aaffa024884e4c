import { type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { diffUser } from "../../mapping/diff.ts";
import type { MappedValue } from "../../mapping/user/mapped-user.ts";
import type { IntendedOperation } from "../../ports/store/intent.ts";
import { elementsOf, extensionOf, read, readAll, type TargetPath } from "../../scim/path.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";
import { isObject } from "../../scim/resource-value.ts";
import { matches } from "../../scim/value-filter.ts";

/** What is known about the target. */
export type Known = { readonly targets: TargetList; readonly dialect: TargetDialect };

/** Hashes a value of the account the same way as the intent hashed the sent value. */
export type HashValue = (path: string, value: Json) => string;

/**
 * What an account shows of the values that were sent, by target path as written. A path in neither list can't be judged: its
 * value is never returned, or the target may not return it.
 */
export type Evidence = { readonly shown: readonly string[]; readonly missing: readonly string[] };

/**
 * Compares an account with what was sent, as tolerantly as the next comparison will: case, order, types of list elements and
 * derived values don't count. An attribute that the target does not document, and that the account does not have at all, may
 * be one that the target does not return.
 */
export function evidenceOf(
	operations: readonly IntendedOperation[],
	account: ScimUser,
	{ targets, dialect }: Known,
	hash: HashValue,
): Evidence {
	const values: MappedValue[] = [];
	const missing: string[] = [];
	for (const operation of operations) {
		const path = writtenPath(operation.path);
		if (isNeverShown(path)) continue;
		const value = sentValue(operation, account, dialect, hash);
		if (value === undefined) {
			if (!mayBeHidden(path, account, targets)) missing.push(operation.path);
			continue;
		}
		values.push({
			target: operation.path,
			value,
			attribute: targets.find(path) ?? null,
			additive: operation.op === "add",
			redacted: false,
			creationOnly: false,
			onlyIfEmpty: false,
		});
	}
	const { changes } = diffUser({ values, matching: [], undecided: [] }, account, dialect);
	const different = new Set(changes.map(({ name }) => name));
	const shown: string[] = [];
	for (const value of values) {
		const path = writtenPath(value.target);
		if (!different.has(value.target) || isShownUntyped(value, path, account)) shown.push(value.target);
		else if (!mayBeHidden(path, account, targets)) missing.push(value.target);
	}
	return { shown, missing };
}

/** The value that was sent. If only its hash is known, the account's value with that hash; undefined when there is none. */
function sentValue(
	operation: IntendedOperation,
	account: ScimUser,
	dialect: TargetDialect,
	hash: HashValue,
): Json | undefined {
	if (operation.op === "remove") return null;
	if ("value" in operation) return operation.value;
	const present = presentValues(account, writtenPath(operation.path), dialect);
	const withHash = (sent: string) => present.find((value) => hash(operation.path, value) === sent);
	if (typeof operation.hash === "string") return withHash(operation.hash);
	const values = operation.hash.map(withHash).filter((value) => value !== undefined);
	return values.length === operation.hash.length ? values : undefined;
}

/** All values that the account has at the path. A target that keeps one element of a list may give it a type other than the path's. */
function presentValues(
	account: ScimUser,
	path: TargetPath,
	{ singleValuedLists }: TargetDialect,
): readonly Json[] {
	if (isRolesPath(path)) return roleNames(account.roles);
	const keepsOne = extensionOf(path) === null && singleValuedLists.has(path.attribute.toLowerCase());
	const found = keepsOne ? readAll(account, { ...path, filter: null }) : readAll(account, path);
	return [...found, ...elementsOf(read(account, path))];
}

/** RFC 7643 §4.1.1: a password is never returned. */
function isNeverShown(path: TargetPath): boolean {
	return extensionOf(path) === null && path.attribute.toLowerCase() === "password";
}

function mayBeHidden(path: TargetPath, account: ScimUser, targets: TargetList): boolean {
	return targets.find(path)?.documented !== true && read(account, { ...path, filter: null }) === null;
}

/** Servers may keep an element of a list without the type, or the mark, by which it was sent. */
function isShownUntyped({ value, attribute }: MappedValue, path: TargetPath, account: ScimUser): boolean {
	const { filter, subAttribute } = path;
	if (filter === null || subAttribute === null || typeof value !== "string") return false;
	const elements = elementsOf(read(account, { ...path, filter: null, subAttribute: null }));
	if (elements.some((element) => isObject(element) && matches(filter, element))) return false;
	const form = (text: string) => (attribute?.caseExact === false ? text.toLowerCase() : text);
	return readAll(account, { ...path, filter: null }).some(
		(present) => typeof present === "string" && form(present) === form(value),
	);
}
