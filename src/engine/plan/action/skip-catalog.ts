import type { Remedy } from "../../../ports/errors/remedy.ts";
import type { SkipReason } from "./planned-action.ts";

/** What is true of every user who is skipped for one reason. */
export type SkipMeaning = {
	readonly meaning: string;
	/** What changes it, without a key, a screen or a command. */
	readonly advice: string;
	/** The same as data. */
	readonly remedy: Remedy;
};

/** Every reason to do nothing for a user: the source of docs/errors.md. */
export const skipCatalog: Readonly<Record<SkipReason, SkipMeaning>> = {
	Unchanged: {
		meaning: "The account already has all values.",
		advice: "No action needed.",
		remedy: { type: "none" },
	},
	NotAssigned: {
		meaning: "The user is not assigned to the application and has no managed account.",
		advice: "Assign the user, or a group of which they are a direct member.",
		remedy: { type: "assign-user" },
	},
	OutOfScope: {
		meaning: "No scoping filter matches the user, who has no managed account.",
		advice: "Correct the scoping filters, or the attributes that they read.",
		remedy: { type: "change-scope" },
	},
	DisabledAtSource: {
		meaning:
			"The user is disabled at the source, so no account is created. An active account that matches would be deactivated; the entry says what was found.",
		advice: "Enable the user at the source.",
		remedy: { type: "fix-at-source", attribute: "active" },
	},
	SoftDeletedAtSource: {
		meaning: "The user is soft-deleted at the source, or deleted, and has no managed account.",
		advice: "Restore the user at the source.",
		remedy: { type: "fix-at-source", attribute: null },
	},
	AlreadyDisabled: {
		meaning: "The user is disabled or soft-deleted at the source, and their account is already deactivated.",
		advice: "Enable or restore the user at the source.",
		remedy: { type: "fix-at-source", attribute: "active" },
	},
	OutOfScopeDeletionsSkipped: {
		meaning: "The user left the scope, and the profile leaves such accounts as they are.",
		advice: "Set the scope to deactivate users who leave it, or deactivate the account in the target.",
		remedy: { type: "change-scope" },
	},
	ActionNotAllowed: {
		meaning: "The profile's target object actions do not allow the required action.",
		advice: "Allow the action: create, update, or deactivate and delete.",
		remedy: { type: "change-setting", setting: "actions" },
	},
	InEscrow: {
		meaning: "The user failed before, and the next attempt is not due yet.",
		advice:
			"Fix the cause of the failure, then retry the failed users, or wait. A change of the user at the source makes the next attempt due immediately.",
		remedy: { type: "retry-failed-users" },
	},
};
