import { DirectoryError } from "../../../ports/source/directory.ts";
import {
	type DesiredAssignment,
	groupsToAssign,
	isLicenseRefusal,
	missingGroupLicense,
	planAssignments,
} from "../../../setup/assignments.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { StepBlocked } from "./step-blocked.ts";

type AssignmentsChange = {
	readonly add: readonly { readonly principalId: string; readonly appRoleId: string }[];
	readonly remove: readonly string[];
};

const noAssignment =
	"No user or group is assigned to the application yet: list them under assignments, or assign them in Entra.";

/** Users and groups with their roles. */
export const assignmentsStep: SetupStep<AssignmentsChange> = { id: "assignments", plan, carryOut };

async function plan(state: SetupState) {
	if (state.app === undefined) return waiting("app");
	const { assignments } = state.parts;
	const names = state.desired.assignments;
	const found = names.length === 0 ? [] : await assignments.find(names, state.signal);
	const desired = names.map(
		(one, at): DesiredAssignment => ({ ...one, principal: found[at] ?? { type: "missing" } }),
	);
	const current = state.app === null ? [] : await assignments.list(state.app, state.signal);
	const { roles } = state.desired;
	const listed = new Set(roles === "all" ? [] : roles.map(({ value }) => value));
	const planned = planAssignments(current, desired, state.roles, listed);
	if (names.length === 0 && current.length === 0 && state.desired.scope.users !== "all")
		return { ...planned, missing: noAssignment };
	if (planned.change === undefined) return planned;
	state.groups = groupsToAssign(desired, planned.change);
	if (state.groups.size === 0 || (await assignments.hasGroupLicense(state.signal)) !== false) return planned;
	return { ...planned, details: [...planned.details, missingGroupLicense] };
}

async function carryOut(state: SetupState, { add, remove }: AssignmentsChange) {
	const app = state.existing();
	state.justAssigned = add.length > 0;
	for (const { principalId, appRoleId } of add)
		try {
			await state.parts.assignments.assign(app, principalId, appRoleId, state.signal);
		} catch (error) {
			const isUnlicensed =
				state.groups.has(principalId) && error instanceof DirectoryError && isLicenseRefusal(error.message);
			if (isUnlicensed)
				throw new StepBlocked(
					`Entra refused to assign the group ${principalId}. ${missingGroupLicense} ${error.message}`,
				);
			throw error;
		}
	for (const id of remove) await state.parts.assignments.unassign(app, id, state.signal);
}
