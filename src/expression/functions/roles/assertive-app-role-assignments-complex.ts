import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { RoleValues } from "../../value/roles.ts";
import {
	noDefaultAccess,
	onlyAssigned,
	parameters,
	sampleAssignments,
	structured,
	structuredExample,
} from "./assigned-roles.ts";

export const assertiveAppRoleAssignmentsComplex: FunctionDescriptor = {
	name: "AssertiveAppRoleAssignmentsComplex",
	family: "Roles",
	parameters,
	returns: "roles",
	summary: "All roles assigned to the user in structured form, in place of the target's.",
	remarks: [noDefaultAccess, onlyAssigned, "Roles that the user has lost are removed from the target."],
	examples: [
		{
			expression: "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
			input: { appRoleAssignments: sampleAssignments },
			output: new RoleValues(structuredExample, true),
		},
	],
	evaluate: (call) => new RoleValues(structured(call), true),
};
