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
		"Null without a role. With several roles, the first in the order of assignment; Microsoft's reference doesn't say which.",
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
