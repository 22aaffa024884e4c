import { type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import { diffUser } from "../../mapping/diff.ts";
import type { MappedValue } from "../../mapping/mapped-user.ts";
import { isRolesPath, roleNames } from "../../mapping/roles.ts";
import type { TargetDialect } from "../../mapping/target-dialect.ts";
import type { IntendedOperation } from "../../ports/store.ts";
import { elementsOf, extensionOf, read, readAll, type TargetPath } from "../../scim/path.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";

/** What is known about the target. */
export type Known = { readonly targets: TargetList; readonly dialect: TargetDialect };

/** Hashes a value of the account the same way as the intent hashed the sent value. */
export type HashValue = (path: string, value: Json) => string;

/** Whether the account has every value that was sent: sending them again would change nothing. */
export function showsOperations(
	operations: readonly IntendedOperation[],
	account: ScimUser,
	{ targets, dialect }: Known,
	hash: HashValue,
): boolean {
	const values: MappedValue[] = [];
	for (const operation of operations) {
		const path = writtenPath(operation.path);
		if (isNeverShown(path)) continue;
		const value = sentValue(operation, account, dialect, hash);
		if (value === undefined) return false;
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
	return diffUser({ values, matching: [], undecided: [] }, account, dialect).operations.length === 0;
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
