import type { Assignment } from "../source/assignment.ts";
import type { AppRoleEntry } from "./application.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

/** One line of the desired assignments, with the user or group that was found for it. */
export type DesiredAssignment = {
	readonly kind: "user" | "group";
	/** As written. */
	readonly named: string;
	/** The value of the app role; undefined: the template's role `User`. */
	readonly role: string | undefined;
	readonly principal: Principal;
};

/** What was found for a name. */
export type Principal =
	| {
			readonly type: "found";
			readonly id: string;
			readonly displayName: string;
			readonly hasNestedGroups: boolean;
	  }
	| { readonly type: "missing" }
	| { readonly type: "ambiguous"; readonly ids: readonly string[] };

export type AssignmentsChange = {
	readonly add: readonly { readonly principalId: string; readonly appRoleId: string }[];
	/** Ids of assignments to remove afterward: other roles of the same users and groups. */
	readonly remove: readonly string[];
};

/** The template's role for users who are assigned without a role. */
const templateUserRole = "18d14569-c3bd-439b-9a66-3a2aee01d14f";

/**
 * Plans assignments: the listed users and groups get exactly the listed roles; all others stay as they are.
 *
 * @param roles the app roles after the step before, whose ids may not be known yet
 */
export function planAssignments(
	current: readonly Assignment[],
	desired: readonly DesiredAssignment[],
	roles: readonly Pick<AppRoleEntry, "id" | "value" | "isEnabled">[],
): Planned<AssignmentsChange> {
	if (desired.length === 0) return asItShouldBe("The file lists no assignments; existing ones stay.");
	const problems = desired.flatMap((one) => problemOf(one, roles));
	if (problems.length > 0) return blocked(...problems);
	const wanted = new Map<string, Set<string>>();
	const details: string[] = [];
	const add: { principalId: string; appRoleId: string }[] = [];
	for (const { kind, named, role, principal } of desired) {
		if (principal.type !== "found") continue;
		const appRoleId =
			role === undefined ? templateUserRole : (roles.find(({ value }) => value === role)?.id ?? "");
		const own = wanted.get(principal.id) ?? new Set();
		wanted.set(principal.id, own);
		if (own.has(appRoleId)) continue;
		own.add(appRoleId);
		const isNew = !current.some((one) => one.principalId === principal.id && one.appRoleId === appRoleId);
		if (isNew) {
			add.push({ principalId: principal.id, appRoleId });
			details.push(`Assign the ${kind} "${named}"${role === undefined ? "" : ` with the role "${role}"`}.`);
		}
	}
	const remove = current.filter(
		({ principalId, appRoleId }) => wanted.get(principalId)?.has(appRoleId) === false,
	);
	for (const { principalName } of remove) details.push(`Remove the previous role of "${principalName}".`);
	const nested = desired.flatMap(({ named, principal }) =>
		principal.type === "found" && principal.hasNestedGroups
			? [
					`The group "${named}" contains groups, whose members are not provisioned: assign those groups themselves.`,
				]
			: [],
	);
	if (details.length === 0) return asItShouldBe(`${wanted.size} users and groups are assigned.`, ...nested);
	return {
		action: current.length === 0 ? "create" : "update",
		details: [...details, ...nested],
		change: { add, remove: remove.map(({ id }) => id) },
	};
}

function problemOf(
	{ kind, named, role, principal }: DesiredAssignment,
	roles: readonly Pick<AppRoleEntry, "value" | "isEnabled">[],
): readonly string[] {
	const problems: string[] = [];
	if (principal.type === "missing") problems.push(`The tenant has no ${kind} "${named}".`);
	if (principal.type === "ambiguous")
		problems.push(
			`Several groups are called "${named}": give the object id, one of ${principal.ids.join(", ")}.`,
		);
	if (role !== undefined && !roles.some(({ value, isEnabled }) => value === role && isEnabled))
		problems.push(`The application has no role "${role}" for "${named}": add it under roles.`);
	return problems;
}
