import { redactedText } from "../../../expression/index.ts";
import type { Json } from "../../../scim/resource.ts";
import { isObject } from "../../../scim/resource-value.ts";
import type { PlannedAction } from "./planned-action.ts";

/**
 * An action as it may be shown and stored: of the account only id, name and state, empty `sets`, and `[Redact]` in place of
 * each value that a mapping wraps in `Redact`. It can no longer be carried out.
 */
export function planForDisplay(action: PlannedAction): PlannedAction {
	if (action.type === "delete" || action.type === "link") return { ...action, present: slim(action.present) };
	if (!("sets" in action)) return action;
	const secrets = new Set(action.sets.flatMap(({ value, redacted }) => (redacted ? leaves(value) : [])));
	if (action.type === "create") {
		const userName = secrets.has(action.user.userName) ? redactedText : action.user.userName;
		const members = Object.entries(action.user).map(([name, value]) => [name, hide(value ?? null, secrets)]);
		return { ...action, user: { ...action.user, ...Object.fromEntries(members), userName }, sets: [] };
	}
	const operations = action.operations.map((operation) =>
		operation.op === "remove" ? operation : { ...operation, value: hide(operation.value, secrets) },
	);
	return { ...action, present: slim(action.present), operations, sets: [] };
}

function slim<Account extends { id: string; userName: string; active: boolean }>({
	id,
	userName,
	active,
}: Account) {
	return { id, userName, active };
}

function leaves(value: Json): readonly Json[] {
	if (Array.isArray(value)) return value.flatMap(leaves);
	return isObject(value) ? Object.values(value).flatMap((one) => leaves(one ?? null)) : [value];
}

function hide(value: Json, secrets: ReadonlySet<Json>): Json {
	if (Array.isArray(value)) return value.map((one: Json) => hide(one, secrets));
	if (!isObject(value)) return secrets.has(value) ? redactedText : value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hide(one ?? null, secrets)]));
}
