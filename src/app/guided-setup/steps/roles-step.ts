import { type AppRoleEntry, type EnterpriseApplication, templateRoles } from "../../../setup/application.ts";
import { type DesiredRoles, planRoles } from "../../../setup/roles.ts";
import { isRoleValue, suggestedValue } from "../../../setup/setup-file.ts";
import { blocked } from "../../../setup/step.ts";
import { isForbidden } from "./saml-configurations.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";

type RolesChange = { readonly passes: readonly (readonly AppRoleEntry[])[] };

/** App roles from the roles of Sumo Logic. */
export const rolesStep: SetupStep<RolesChange> = { id: "roles", plan, carryOut };

async function plan(state: SetupState) {
	if (state.app === undefined) return waiting("app");
	const names = await sumoRoles(state);
	const desired = desiredRoles(state, names);
	if (desired === undefined)
		return blocked(
			"The roles of Sumo Logic cannot be read: list them in the file under roles, or use an access key with the capability View Users and Roles.",
		);
	const current = state.app?.roles ?? templateRoles;
	const assigned =
		state.app && state.desired.removeOtherRoles
			? new Set(
					(await state.parts.assignments.list(state.app, state.signal)).map(({ appRoleId }) => appRoleId),
				)
			: new Set<string>();
	const planned = planRoles(current, desired, assigned, names, (value) =>
		state.parts.roleId(state.app ?? null, value),
	);
	state.roles = planned.change?.passes.at(-1) ?? current;
	return planned;
}

async function carryOut(state: SetupState, { passes }: RolesChange) {
	for (const roles of passes) {
		const write = (app: EnterpriseApplication) =>
			state.parts.applications.patchApplication(app, { appRoles: roles }, state.signal);
		const isWritten = (read: EnterpriseApplication) =>
			read.roles.length === roles.length &&
			roles.every((role) =>
				read.roles.some(
					({ id, value, isEnabled }) =>
						id === role.id && value === role.value && isEnabled === role.isEnabled,
				),
			);
		await state.writeUntilShown(write, isWritten, "the app roles");
	}
}

/** Null when they cannot be seen. */
async function sumoRoles(state: SetupState): Promise<ReadonlySet<string> | null> {
	try {
		return await state.parts.sumo.roleNames(state.signal);
	} catch (error) {
		if (isForbidden(error)) return null;
		throw error;
	}
}

function desiredRoles(state: SetupState, names: ReadonlySet<string> | null): DesiredRoles | undefined {
	const { roles, removeOtherRoles: removeOthers } = state.desired;
	if (roles !== "all") return { roles, removeOthers, notes: [] };
	if (names === null) return undefined;
	const all = [...names].sort();
	const others = all.filter((name) => !isRoleValue(name));
	return {
		roles: all.filter((name) => !others.includes(name)).map((value) => ({ value })),
		removeOthers,
		notes: others.map(
			(name) =>
				`The role "${name}" can't be the value of an app role because of its characters or length. List it under roles as {value: ${suggestedValue(name)}, sumoRole: ${name}}.`,
		),
	};
}
