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

export const appRoleAssignmentsComplex: FunctionDescriptor = {
	name: "AppRoleAssignmentsComplex",
	family: "Roles",
	parameters,
	returns: "roles",
	summary: "All roles assigned to the user in structured form, to be added to the target's.",
	remarks: [noDefaultAccess, onlyAssigned, "Roles that the user has lost stay in the target."],
	examples: [
		{
			expression: "AppRoleAssignmentsComplex([appRoleAssignments])",
			input: { appRoleAssignments: sampleAssignments },
			output: new RoleValues(structuredExample, false),
		},
	],
	evaluate: (call) => new RoleValues(structured(call), false),
};
