import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { noDefaultAccess, onlyAssigned, parameters, sampleAssignments } from "./assigned-roles.ts";

export const appRoleAssignments: FunctionDescriptor = {
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
			input: { appRoleAssignments: sampleAssignments },
			output: ["Analyst", "Administrator"],
		},
	],
	evaluate: (call) => call.roles(0).withValue.map(({ value }) => value),
};
