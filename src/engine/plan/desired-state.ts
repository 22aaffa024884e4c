import { roleNames } from "../../mapping/roles.ts";
import type { TargetDialect } from "../../mapping/target-dialect.ts";
import type { Target } from "../../ports/target.ts";
import { applyPatch } from "../../scim/patch.ts";
import { parsePath, read } from "../../scim/path.ts";
import type { JsonObject, ScimUser } from "../../scim/resource.ts";
import type { PlannedAction } from "./planned-action.ts";

/** An action that sends something. */
export type Write = Extract<PlannedAction, { type: "create" | "update" | "enable" | "disable" | "delete" }>;

/** The account as it would be after the action. */
export function desiredState(action: Write): JsonObject {
	switch (action.type) {
		case "create":
			return action.user;
		case "delete":
			return action.present;
		default:
			return applyPatch(action.present, action.operations);
	}
}

/** The userName that the account has, or would get. */
export function desiredUserName(action: Write): string {
	if (action.type === "create") return action.user.userName;
	if (action.type === "delete") return action.present.userName;
	const renaming = action.operations.find(({ path }) => path === "userName");
	const value = renaming && renaming.op !== "remove" ? renaming.value : null;
	return typeof value === "string" ? value : action.present.userName;
}

/** The roles that the account has, or would get. */
export function desiredRoles(action: Write): readonly string[] {
	return roleNames(desiredState(action).roles);
}

/** Another account that holds one of the values that was sent and no two may share. Undefined when none is found, or asking fails. */
export async function holderOf(
	action: Write,
	target: Target,
	{ unique }: TargetDialect,
): Promise<ScimUser | undefined> {
	const own = action.type === "create" ? undefined : action.present.id;
	const desired = desiredState(action);
	try {
		for (const { value: path, heldAs } of unique) {
			const value = read(desired, parsePath(path));
			if (typeof value !== "string" || value === "") continue;
			const found = await target.find(heldAs, value);
			const other = found.find(({ id }) => id !== own);
			if (other !== undefined) return other;
		}
	} catch {
		return undefined; // the conflict itself is reported; its holder stays unknown
	}
	return undefined;
}
