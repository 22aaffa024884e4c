/**
 * What services that provision do differently with the same rules, as data: the planner reads it and knows no service by name.
 */
export type ServicePolicy = {
	/** An assigned user who is disabled at the source, and whose account was never linked: whether an active account that matches is deactivated. */
	readonly unlinkedDisabled: "deactivate" | "leave";
	/** Several source users with the same matching value: all fail, or the first one is provisioned. */
	readonly rivals: "all-fail" | "first-wins";
	/** A user who leaves the scope: whether the account is deactivated, or only if a mapping says so. */
	readonly leaving: "deactivate" | "leave";
	/** A deactivated account of a user in scope, without a mapping to `active`: whether it is reactivated. */
	readonly unmappedActive: "reactivate" | "leave";
};

/** How this program provisions. */
export const ownPolicy: ServicePolicy = {
	unlinkedDisabled: "deactivate",
	rivals: "all-fail",
	leaving: "deactivate",
	unmappedActive: "reactivate",
};
