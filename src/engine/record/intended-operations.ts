import { type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import { isRolesPath, roleNames } from "../../mapping/definition/roles.ts";
import type { SetValue } from "../../mapping/user/mapped-user.ts";
import type { IntendedOperation } from "../../ports/store/intent.ts";
import type { Store } from "../../ports/store/store.ts";
import { isTargetPath } from "../../scim/path.ts";
import type { Json, NewScimUser } from "../../scim/resource.ts";
import { isObject } from "../../scim/resource-value.ts";
import type { Write } from "../plan/action/desired-state.ts";
import { keyedHash } from "./keyed-hash.ts";

/** The operations that an action's intent records. The store's key is read only if a value is wrapped in `Redact`. */
export async function intendedOperations(
	action: Write,
	changeId: string,
	{ store, targets }: { readonly store: Pick<Store, "intentKey">; readonly targets: TargetList },
): Promise<readonly IntendedOperation[]> {
	if (action.type === "delete") return [];
	const key = action.sets.some(({ redacted }) => redacted) ? await store.intentKey() : "";
	return action.sets.map((set) =>
		intended(set, (path, value) => keyedHash({ key, changeId, targets }, path, value)),
	);
}

function intended(
	{ target: path, value, redacted, additive }: SetValue,
	hash: (path: string, value: Json) => string,
): IntendedOperation {
	if (value === null) return { op: "remove", path };
	const op = additive ? "add" : "replace";
	const names = isRolesPath(writtenPath(path)) ? roleNames(value) : value;
	if (!redacted) return { op, path, value: names };
	const hashed = (one: Json) => hash(path, one);
	return { op, path, hash: Array.isArray(names) ? names.map(hashed) : hashed(names) };
}

/** The same for an account that is created from a whole user, without mappings. */
export function creationOperations({ schemas: _, ...user }: NewScimUser): readonly IntendedOperation[] {
	const members = Object.entries<Json>(user).flatMap(
		([name, value]): readonly (readonly [string, Json])[] => {
			if (!isObject(value)) return [[name, value]];
			const separator = /^urn:/i.test(name) ? ":" : ".";
			return Object.entries(value).map(([member, one]) => [`${name}${separator}${member}`, one]);
		},
	);
	return members
		.filter(([path, value]) => value !== null && isTargetPath(path))
		.map(([path, value]) => {
			const names = isRolesPath(writtenPath(path)) ? roleNames(value) : value;
			return { op: "replace", path, value: names };
		});
}
