/** A role that the application declares, and that assignments grant. */
export type AppRole = {
	readonly id: string;
	/** What provisioning sends (for some targets the exact name of a role); null for a role without one. */
	readonly value: string | null;
	readonly displayName: string;
	/** False for one that stays with those who have it, but is not given to others: it is disabled, or for applications only. */
	readonly isAssignable?: false;
};

/** The id that Entra gives to an assignment without a role: "Default Access". */
export const defaultAccessId = "00000000-0000-0000-0000-000000000000";

/** Assigned without a role: has no value. */
export const defaultAccess: AppRole = { id: defaultAccessId, value: null, displayName: "Default Access" };
