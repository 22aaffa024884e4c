import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { noDefaultAccess, onlyAssigned, parameters, sampleAssignments } from "./assigned-roles.ts";

export const singleAppRoleAssignment: FunctionDescriptor = {
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
			input: { appRoleAssignments: sampleAssignments },
			output: "Analyst",
		},
	],
	evaluate: (call) => call.roles(0).withValue[0]?.value ?? null,
};
