import { roleNames } from "../../../mapping/definition/roles.ts";
import { applyPatch } from "../../../scim/patch.ts";
import type { JsonObject } from "../../../scim/resource.ts";
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

/**
 * Whether the action is a write on which the plans of other users may rest in the same cycle. An account whose change the
 * target may refuse is not certain to give up its values.
 */
export function isCertain(action: PlannedAction): action is Write {
	return isWrite(action) && !("note" in action && action.note);
}

/** Whether the action sends something. */
export function isWrite(action: PlannedAction): action is Write {
	switch (action.type) {
		case "create":
		case "update":
		case "enable":
		case "disable":
		case "delete":
			return true;
		default:
			return false;
	}
}
