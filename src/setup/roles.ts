import { counted } from "../text/counted.ts";
import type { AppRoleEntry } from "./application.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

export type DesiredRole = {
	readonly value: string;
	readonly sumoRole?: string | undefined;
	readonly description?: string | undefined;
	readonly id?: string | undefined;
};

export type DesiredRoles = {
	readonly roles: readonly DesiredRole[];
	/** Disable, then remove the others, except those of the template. */
	readonly removeOthers: boolean;
	/** What could not be made a role, one sentence each. */
	readonly notes: readonly string[];
};

/**
 * The whole collections to write, one after the other: an enabled role is disabled by the first before the next
 * changes or removes it.
 */
export type RolesChange = { readonly passes: readonly (readonly AppRoleEntry[])[] };

/**
 * Plans the app roles. Existing ones are kept by id, and those of the template (without a value) always stay.
 *
 * @param assigned ids of roles that assignments use
 * @param sumoRoles names of the roles in Sumo Logic; null when they cannot be seen
 * @param newId makes the id of a new role from its value
 */
export function planRoles(
	current: readonly AppRoleEntry[],
	{ roles, removeOthers, notes }: DesiredRoles,
	assigned: ReadonlySet<string>,
	sumoRoles: ReadonlySet<string> | null,
	newId: (value: string) => string,
): Planned<RolesChange> {
	const isMissing = ({ value, sumoRole = value }: DesiredRole) => sumoRoles?.has(sumoRole) === false;
	const isInPlace = ({ value, sumoRole }: DesiredRole) =>
		sumoRole === undefined && current.some((role) => role.value === value && role.isEnabled);
	const missing = roles
		.filter((role) => isMissing(role) && !isInPlace(role))
		.map(({ value, sumoRole = value }) => sumoRole);
	const unknown = roles.filter((role) => isMissing(role) && isInPlace(role));
	const remarks = [
		...notes,
		...unknown.map(
			({ value }) =>
				`Sumo Logic has no role "${value}": users with it fail unless a mapping sends another name.`,
		),
	];
	if (missing.length > 0)
		return blocked(
			`Sumo Logic has no role ${quotedList(missing)}: create it under Administration, Users and Roles, or remove it from the file.`,
		);
	const details: string[] = [];
	const stale: string[] = [];
	const next = [...current];
	const kept = new Set<string>();
	for (const { value, id, description } of roles) {
		const at = next.findIndex((role) =>
			id === undefined ? role.value === value : role.id.toLowerCase() === id.toLowerCase(),
		);
		const found = next[at];
		if (found === undefined) {
			const added = {
				id: id?.toLowerCase() ?? unusedId(value, next, newId),
				displayName: value,
				description: description ?? `${value} in Sumo Logic`,
				value,
				isEnabled: true,
				allowedMemberTypes: ["User"],
			};
			next.push(added);
			kept.add(added.id);
			details.push(`Add the app role "${value}".`);
			continue;
		}
		kept.add(found.id);
		if (found.value !== value) details.push(`Change the app role "${found.value}" to "${value}".`);
		else if (!found.isEnabled) details.push(`Enable the app role "${value}".`);
		if (!isForUsers(found)) details.push(`Let users and groups have the app role "${value}".`);
		if (found.value === value && description !== undefined && found.description !== description)
			stale.push(value);
		next[at] = {
			...found,
			...(found.value === value ? {} : { value, displayName: value }),
			...(isForUsers(found) ? {} : { allowedMemberTypes: [...found.allowedMemberTypes, "User"] }),
			isEnabled: true,
		};
	}
	const others = removeOthers ? current.filter(({ id, value }) => value !== null && !kept.has(id)) : [];
	const used = others.filter(({ id }) => assigned.has(id));
	if (used.length > 0)
		return blocked(
			`The app role ${quotedList(used.map(({ value }) => value ?? ""))} is still assigned and can't be removed: assign its users another role first.`,
		);
	for (const { value } of others) details.push(`Disable, then remove the app role "${value}".`);
	if (stale.length > 0)
		remarks.push(
			`The app role ${quotedList(stale)} has another description, which stays: Entra changes a role only while it is disabled, and users would lose it meanwhile.`,
		);
	if (details.length === 0)
		return asItShouldBe(`${counted(roles.length, "app role exists", "app roles exist")}.`, ...remarks);
	const final = next.filter(({ id }) => !others.some((other) => other.id === id));
	return {
		action: "update",
		details: [...details, ...remarks],
		change: { passes: passesTo(current, final) },
	};
}

/** Whether users and groups can be assigned the role; groups count as users. */
function isForUsers({ allowedMemberTypes }: AppRoleEntry): boolean {
	return allowedMemberTypes.includes("User");
}

/** The id for a value, unless a role that has another value by now uses it. */
function unusedId(value: string, roles: readonly AppRoleEntry[], newId: (seed: string) => string): string {
	const id = newId(value);
	return roles.some((role) => role.id === id) ? unusedId(`${value}+`, roles, newId) : id;
}

/** The collections on the way from the current roles to the final ones. */
function passesTo(
	current: readonly AppRoleEntry[],
	final: readonly AppRoleEntry[],
): readonly (readonly AppRoleEntry[])[] {
	const toDisable = current.filter((role) => {
		const target = final.find(({ id }) => id === role.id);
		const isKept = target?.value === role.value && isForUsers(target) === isForUsers(role);
		return role.isEnabled && !isKept;
	});
	if (toDisable.length === 0) return [final];
	const disabled = current.map((role) => (toDisable.includes(role) ? { ...role, isEnabled: false } : role));
	// A changed role cannot be enabled by the request that changes it while a replica still sees it enabled.
	return [disabled, final];
}

function quotedList(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(", ");
}
