import { defaultAccessId } from "../source/app-role.ts";
import type { Assignment } from "../source/assignment.ts";
import { counted } from "../text/counted.ts";
import { type AppRoleEntry, templateRoles } from "./application.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

/** One line of the desired assignments, with the user or group that was found for it. */
export type DesiredAssignment = {
	readonly kind: "user" | "group";
	/** As written. */
	readonly named: string;
	/** The value of the app role; undefined: assigned without a role that has a value, as with the template's role `User`. */
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

type RoleOfApp = Pick<AppRoleEntry, "id" | "value" | "isEnabled">;

/**
 * Plans assignments: the listed users and groups get exactly the listed roles; all others stay as they are. An existing
 * assignment counts by the value of its role, even if the role is disabled; roles without a value count as the same.
 *
 * @param roles the app roles after the step before, whose ids may not be known yet
 * @param listed values of the roles that the step before would have added, had it not been blocked
 */
export function planAssignments(
	current: readonly Assignment[],
	desired: readonly DesiredAssignment[],
	roles: readonly RoleOfApp[],
	listed: ReadonlySet<string> = new Set(),
): Planned<AssignmentsChange> {
	if (desired.length === 0) return asItShouldBe("The file lists no assignments; existing ones stay.");
	const valueOfRole = (appRoleId: string) => roles.find(({ id }) => id === appRoleId)?.value ?? undefined;
	const rolesOf = new Map<string, Set<string | undefined>>();
	const problems: string[] = [];
	const details: string[] = [];
	let already = 0;
	let unknownRoles = 0;
	const add: { principalId: string; appRoleId: string }[] = [];
	for (const { kind, named, role, principal } of desired) {
		if (principal.type !== "found") {
			problems.push(notFound(kind, named, principal));
			continue;
		}
		const own = rolesOf.get(principal.id) ?? new Set();
		rolesOf.set(principal.id, own);
		if (own.has(role)) continue;
		own.add(role);
		if (current.some((one) => one.principalId === principal.id && valueOfRole(one.appRoleId) === role)) {
			already++;
			continue;
		}
		const appRoleId = roleToAssign(role, roles);
		if (appRoleId === undefined) {
			problems.push(noRole(named, role, roles, listed));
			unknownRoles++;
			continue;
		}
		add.push({ principalId: principal.id, appRoleId });
		details.push(`Assign the ${kind} "${named}"${role === undefined ? "" : ` with the role "${role}"`}.`);
	}
	const counts = countsOf(desired, add.length, already, unknownRoles);
	if (problems.length > 0) return blocked(...problems, ...details, counts);
	const remove = current.filter(
		({ principalId, appRoleId }) => rolesOf.get(principalId)?.has(valueOfRole(appRoleId)) === false,
	);
	for (const { principalName } of remove) details.push(`Remove the previous role of "${principalName}".`);
	const nested = desired.flatMap(({ named, principal }) =>
		principal.type === "found" && principal.hasNestedGroups
			? [
					`The group "${named}" contains groups, whose members are not provisioned: assign those groups themselves.`,
				]
			: [],
	);
	if (details.length === 0)
		return asItShouldBe(
			`${counted(rolesOf.size, "user or group is", "users and groups are")} assigned.`,
			...nested,
		);
	return {
		action: current.length === 0 ? "create" : "update",
		details: [...details, counts, ...nested],
		change: { add, remove: remove.map(({ id }) => id) },
	};
}

/**
 * The id of the role to assign; undefined when the application has none. Entra accepts the id of zeros only while the
 * application declares no role (https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto).
 */
function roleToAssign(value: string | undefined, roles: readonly RoleOfApp[]): string | undefined {
	if (value !== undefined) return roles.find((role) => role.value === value && role.isEnabled)?.id;
	if (roles.length === 0) return defaultAccessId;
	const plain = roles.filter((role) => role.value === null && role.isEnabled);
	return (plain.find(({ id }) => id === templateRoles[0]?.id) ?? plain[0])?.id;
}

/** The ids of the groups that a change assigns. */
export function groupsToAssign(
	desired: readonly DesiredAssignment[],
	{ add }: AssignmentsChange,
): ReadonlySet<string> {
	const groups = desired.flatMap(({ kind, principal }) =>
		kind === "group" && principal.type === "found" ? [principal.id] : [],
	);
	return new Set(groups.filter((id) => add.some(({ principalId }) => principalId === id)));
}

/** What a plan says when no subscription includes the license for groups. */
export const missingGroupLicense =
	"The tenant has no license of Entra ID P1 or P2, which assigning groups needs: get one, or list users instead.";

/** Whether a refused assignment means a missing license. Its message is not documented; this is what the portal shows as well. */
export function isLicenseRefusal(message: string): boolean {
	return /\blicen[cs]e|\bpremium\b|plan level/i.test(message);
}

/** How many of the listed are to be assigned, are assigned already, or cannot be found. */
function countsOf(
	desired: readonly DesiredAssignment[],
	toAssign: number,
	already: number,
	unknownRoles: number,
): string {
	const counted = (type: Principal["type"]) =>
		desired.filter(({ principal }) => principal.type === type).length;
	const parts = [
		[toAssign, "to assign"],
		[already, "already assigned"],
		[counted("missing"), "not found"],
		[counted("ambiguous"), "ambiguous"],
		[unknownRoles, "without such a role"],
	] as const;
	return `${parts.map(([count, what]) => `${count} ${what}`).join(", ")}.`;
}

function notFound(
	kind: DesiredAssignment["kind"],
	named: string,
	principal: Exclude<Principal, { readonly type: "found" }>,
): string {
	if (principal.type === "missing") return `The tenant has no ${kind} "${named}".`;
	return `Several groups are called "${named}": give the object id, one of ${principal.ids.join(", ")}.`;
}

function noRole(
	named: string,
	role: string | undefined,
	roles: readonly RoleOfApp[],
	listed: ReadonlySet<string>,
): string {
	if (role === undefined)
		return `The application has no role without a value for "${named}": give the assignment one of the application's roles.`;
	if (listed.has(role)) return `The role "${role}" for "${named}" waits for the step roles.`;
	const values = [...listed, ...roles.flatMap(({ value }) => value ?? [])];
	const meant = values.find((value) => value.toLowerCase() === role.toLowerCase());
	return meant !== undefined
		? `The application has no role "${role}" for "${named}". Did you mean "${meant}"?`
		: `The application has no role "${role}" for "${named}": add it under roles.`;
}
