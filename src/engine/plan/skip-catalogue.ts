import type { SkipReason } from "./planned-action.ts";

/** What is true of everybody who is skipped for one reason. */
export type SkipMeaning = {
	readonly meaning: string;
	/** What changes it. */
	readonly remedy: string;
};

/** Every reason to do nothing for a user: the source of docs/errors.md. */
export const skipCatalogue: Readonly<Record<SkipReason, SkipMeaning>> = {
	Unchanged: {
		meaning: "The account has all values already.",
		remedy: "Nothing.",
	},
	NotAssigned: {
		meaning: "The user is not assigned to the application, and no account of theirs is managed.",
		remedy: "Assign the user, or a group of which they are a direct member.",
	},
	OutOfScope: {
		meaning: "No scoping filter lets the user in, and no account of theirs is managed.",
		remedy: "Correct the scoping filters, or the attributes that they ask about.",
	},
	DisabledAtSource: {
		meaning:
			"The user is disabled at the source, so that no account is created. An active account that matches would be deactivated; the entry says what was found.",
		remedy: "Enable the user at the source.",
	},
	SoftDeletedAtSource: {
		meaning: "The user is in the bin of the source, or deleted, and no account of theirs is managed.",
		remedy: "Restore the user at the source.",
	},
	AlreadyDisabled: {
		meaning: "The user is disabled or in the bin at the source, and their account is deactivated already.",
		remedy: "Enable or restore the user at the source.",
	},
	OutOfScopeDeletionsSkipped: {
		meaning: "The user fell out of scope, and the profile leaves such accounts as they are.",
		remedy: "Let those who fall out be deactivated (scope screen), or deactivate the account by hand.",
	},
	ActionNotAllowed: {
		meaning: "The profile's target object actions do not allow what would have to be done.",
		remedy: "Allow the action: create, update, or disable and delete (settings screen, or --actions).",
	},
	InEscrow: {
		meaning: "The user failed before, and the next try is not due yet.",
		remedy:
			"Mend the cause of the failure, then try again now (t on the provisioning screen) or wait. A change of the user at the source brings the next try at once.",
	},
};
