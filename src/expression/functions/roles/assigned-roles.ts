import type { Arguments } from "../../call/arguments.ts";
import type { Parameter } from "../../call/descriptor.ts";
import { RoleAssignments, type RoleValue } from "../../value/roles.ts";

/** The parameter of every function of roles. */
export const parameters: readonly Parameter[] = [
	{ name: "appRoleAssignments", kind: "roles", doc: "The attribute [appRoleAssignments]." },
];

/** Remarks that several functions share. */
export const noDefaultAccess =
	"Default access has no value and is left out, as is a second assignment of a role.";

export const onlyAssigned =
	"Works only with the scope of assigned users: a user who is not assigned has no roles.";

/** What the examples read: default access, and two roles in the order of assignment. */
export const sampleAssignments = new RoleAssignments([
	{ id: "1", value: "", displayName: "Default Access" },
	{ id: "2", value: "Analyst", displayName: "Analyst of logs" },
	{ id: "3", value: "Administrator", displayName: "Administrator" },
]);

/** The assigned roles that carry a value, as a SCIM target takes them. */
export function structured(call: Arguments): readonly RoleValue[] {
	return call.roles(0).withValue.map(({ value, displayName }) => ({
		primary: false,
		type: "WindowsAzureActiveDirectoryRole",
		display: displayName,
		value,
	}));
}

/** `structured` of the sample. */
export const structuredExample: readonly RoleValue[] = [
	{ primary: false, type: "WindowsAzureActiveDirectoryRole", display: "Analyst of logs", value: "Analyst" },
	{
		primary: false,
		type: "WindowsAzureActiveDirectoryRole",
		display: "Administrator",
		value: "Administrator",
	},
];
