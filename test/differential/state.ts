/** An account of a simulated organization, as far as mappings decide about it. */
export type Account = {
	readonly userName: string;
	readonly email: string;
	readonly givenName: string;
	readonly familyName: string;
	readonly roles: readonly string[];
	readonly active: boolean;
};

/** What is known of a user of the simulated tenant when accounts are compared. */
export type Person = {
	readonly id: string;
	/** `gone`: permanently deleted. */
	readonly state: "present" | "deleted" | "gone";
	readonly enabled: boolean;
	readonly department: string | null;
	/** Whether the mail address is, or was since the accounts were last equal, one that another user has had too. */
	readonly sharedMail: boolean;
	/** Whether sumo-provision has never linked an account to the user. */
	readonly neverLinked: boolean;
	/** Whether no mapping to `active` existed since the accounts were last equal. */
	readonly withoutActiveMapping: boolean;
};

export const accountFields = ["userName", "email", "givenName", "familyName", "roles", "active"] as const;

/** The members that differ; `account` when only one of both exists. */
export function differingFields(one: Account | undefined, other: Account | undefined): readonly string[] {
	if (one === undefined || other === undefined) return one === other ? [] : ["account"];
	return accountFields.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}
