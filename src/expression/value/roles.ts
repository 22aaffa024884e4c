/** A role of the application that the user has been assigned, as `[appRoleAssignments]` gives it. */
export type RoleAssignment = {
	readonly id: string;
	/** What provisioning sends; null or `""` for default access, which has no value. */
	readonly value: string | null;
	readonly displayName: string;
};

/** The value of `[appRoleAssignments]`: only the functions for roles can read it. */
export class RoleAssignments {
	readonly assignments: readonly RoleAssignment[];

	constructor(assignments: readonly RoleAssignment[]) {
		this.assignments = assignments;
	}

	/** The assignments with a value, each value once, in their order. */
	get withValue(): readonly (RoleAssignment & { readonly value: string })[] {
		const seen = new Set<string>();
		const kept: (RoleAssignment & { readonly value: string })[] = [];
		for (const { id, value, displayName } of this.assignments) {
			if (value === null || value === "" || seen.has(value)) continue;
			seen.add(value);
			kept.push({ id, value, displayName });
		}
		return kept;
	}
}

/**
 * One role in the form that `AppRoleAssignmentsComplex` sends.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes
 */
export type RoleValue = {
	readonly primary: false;
	readonly type: "WindowsAzureActiveDirectoryRole";
	readonly display: string;
	readonly value: string;
};

/** Structured roles, and whether they replace the target's roles (so that lost roles go) or only add to them. */
export class RoleValues {
	readonly values: readonly RoleValue[];
	readonly assertive: boolean;

	constructor(values: readonly RoleValue[], assertive: boolean) {
		this.values = values;
		this.assertive = assertive;
	}
}
