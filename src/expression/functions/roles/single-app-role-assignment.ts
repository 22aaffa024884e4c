import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor, Parameter } from "../../call/descriptor.ts";
import { RoleAssignments, type RoleValue, RoleValues } from "../../value/roles.ts";

const parameters: readonly Parameter[] = [
	{ name: "appRoleAssignments", kind: "roles", doc: "The attribute [appRoleAssignments]." },
];

const noDefaultAccess = "Default access carries no value and is left out; so is a role assigned twice.";
const onlyAssigned = "Works with the scope of assigned users only: a user who is not assigned has no roles.";

/** What the examples below read: default access, and two roles in the order of assignment. */
const appRoleAssignments = new RoleAssignments([
	{ id: "1", value: "", displayName: "Default Access" },
	{ id: "2", value: "Analyst", displayName: "Analyst of logs" },
	{ id: "3", value: "Administrator", displayName: "Administrator" },
]);

function structured(call: Arguments): readonly RoleValue[] {
	return call.roles(0).withValue.map(({ value, displayName }) => ({
		primary: false,
		type: "WindowsAzureActiveDirectoryRole",
		display: displayName,
		value,
	}));
}

const structuredExample: readonly RoleValue[] = [
	{ primary: false, type: "WindowsAzureActiveDirectoryRole", display: "Analyst of logs", value: "Analyst" },
	{
		primary: false,
		type: "WindowsAzureActiveDirectoryRole",
		display: "Administrator",
		value: "Administrator",
	},
];

const all: FunctionDescriptor = {
	name: "AppRoleAssignments",
	family: "Roles",
	parameters,
	returns: "values",
	summary: "The values of all roles assigned to the user.",
	remarks: [
		noDefaultAccess,
		onlyAssigned,
		"Sumo Logic's guide uses this function; Microsoft's reference does not list it.",
	],
	examples: [
		{
			expression: "AppRoleAssignments([appRoleAssignments])",
			input: { appRoleAssignments },
			output: ["Analyst", "Administrator"],
		},
	],
	evaluate: (call) => call.roles(0).withValue.map(({ value }) => value),
};

const single: FunctionDescriptor = {
	name: "SingleAppRoleAssignment",
	family: "Roles",
	parameters,
	returns: "text",
	summary: "The value of the one role assigned to the user.",
	remarks: [
		noDefaultAccess,
		onlyAssigned,
		"Null without a role. Microsoft leaves open which of several roles it takes: here the first in the order of assignment.",
	],
	examples: [
		{
			expression: "SingleAppRoleAssignment([appRoleAssignments])",
			input: { appRoleAssignments },
			output: "Analyst",
		},
	],
	evaluate: (call) => call.roles(0).withValue[0]?.value ?? null,
};

const complex: FunctionDescriptor = {
	name: "AppRoleAssignmentsComplex",
	family: "Roles",
	parameters,
	returns: "roles",
	summary: "All roles assigned to the user in structured form, to be added to the target's.",
	remarks: [noDefaultAccess, onlyAssigned, "Roles that the user has lost stay in the target."],
	examples: [
		{
			expression: "AppRoleAssignmentsComplex([appRoleAssignments])",
			input: { appRoleAssignments },
			output: new RoleValues(structuredExample, false),
		},
	],
	evaluate: (call) => new RoleValues(structured(call), false),
};

const assertive: FunctionDescriptor = {
	name: "AssertiveAppRoleAssignmentsComplex",
	family: "Roles",
	parameters,
	returns: "roles",
	summary: "All roles assigned to the user in structured form, in place of the target's.",
	remarks: [noDefaultAccess, onlyAssigned, "Roles that the user has lost go from the target."],
	examples: [
		{
			expression: "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
			input: { appRoleAssignments },
			output: new RoleValues(structuredExample, true),
		},
	],
	evaluate: (call) => new RoleValues(structured(call), true),
};

export const roleFunctions = [all, single, complex, assertive];
