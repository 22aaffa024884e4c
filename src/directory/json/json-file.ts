import { DirectoryError } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import { type AppRole, defaultAccess, defaultAccessId } from "../../source/app-role.ts";
import type { Assignment } from "../../source/assignment.ts";
import { nameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { isObject } from "../../text/is-object.ts";
import { createUserChecks } from "../format/check-users.ts";
import {
	assignmentIdOf,
	type FileContents,
	type FileFormat,
	type FileLayout,
} from "../format/file-format.ts";
import { type FileKind, howToKeepValues } from "../format/file-kind.ts";
import { withPlaces } from "../format/finding.ts";
import { atOnce, type Pieces } from "../format/in-pieces.ts";
import { isTypeName } from "../format/lost-text.ts";
import { propertyName } from "../format/property-name.ts";
import { rolesNamed } from "../format/role-names.ts";
import { withElement, withoutElements } from "./json-edit.ts";
import { pathText, placeAt, type Refuse, refusals } from "./json-place.ts";
import { type JsonDocument, jsonDocumentInPieces, parseJsonDocument } from "./json-schema.ts";
import type { JsonShape } from "./json-shape.ts";
import {
	type PropertyNames,
	readUser,
	roleKeyOf,
	roleKeysOf,
	rolePropertyOf,
	type UserReading,
} from "./json-user.ts";

/**
 * The JSON source:
 * `{users: [user as Graph gives it], groups: [{id, displayName, members: [id]}], appRoles: [{id, value, displayName}],
 * assignments: [{principalId, appRole}]}`, where `appRole` is a role's value or ID, and absent for default access.
 * Only `users` is required. Names are read in any case.
 *
 * A list of users alone (`shapeOf`) is read as a CSV file is: its users are assigned with the roles that a property `role` (`appRole`…)
 * of theirs names, and all with default access when no user has one.
 */
export const jsonFormat: FileFormat = {
	parse: (text, name) => atOnce(contentsInPieces(text, name)),
	parseInPieces: contentsInPieces,
	withGrant(text, grant, contents, name) {
		refuseLists(contents, name);
		const role = contents.state.roles.find(({ id }) => id === grant.appRoleId);
		const appRole = role && (role.value ?? role.id);
		return withElement(
			text,
			"assignments",
			{ principalId: grant.principalId, ...(appRole && { appRole }) },
			name,
		);
	},
	withoutGrant(text, gone, contents, name) {
		refuseLists(contents, name);
		const { document } = parseJsonDocument(text, name);
		const resolve = roleResolver(contents.state.roles);
		const isGone = ({ principalId, appRole }: JsonDocument["assignments"][number]) =>
			principalId === gone.principalId && resolve(appRole)?.id === gone.appRoleId;
		return withoutElements(text, "assignments", (index) => {
			const assignment = document.assignments[index];
			return assignment !== undefined && isGone(assignment);
		});
	},
};

function refuseLists({ layout }: FileContents, name: string): void {
	if (layout.kind === "json") return;
	throw new DirectoryError(
		"read-only",
		`${name} is a list of users without a place for assignments. Save it as {"users": […], "appRoles": […], "assignments": […]}.`,
	);
}

/** Users between two pauses. */
const usersAtOnce = 200;

function* contentsInPieces(text: string, name: string): Pieces<FileContents> {
	const { shape, document } = yield* jsonDocumentInPieces(text, name);
	const refuse = refusals(text, name);
	const pathOf = (index: number) => (shape.single ? [] : [...shape.usersAt, index]);
	const names: PropertyNames = new Map();
	const checks = createUserChecks(shape.kind, (index) => pathText(pathOf(index)));
	const users = yield* usersOf(document, { names, checks, pathOf, refuse, withRoles: shape.listed });
	yield;
	const groups = groupsOf(document, users, refuse);
	const grants = shape.listed
		? grantsOf(document, users, shape.kind, (index, key, what) => refuse([...pathOf(index), key], what))
		: document.assignments;
	yield;
	const roles = rolesOf({ ...document, assignments: grants }, refuse);
	const assignments = yield* assignmentsOf(grants, users, groups, roles, refuse);
	yield;
	const assigned = new Set(assignments.map(({ principalId }) => principalId));
	const members = new Map<string, readonly string[]>();
	for (const group of document.groups) {
		if (assigned.has(group.id))
			members.set(
				group.id,
				[...new Set(group.members)].filter((id) => users.has(id)),
			);
	}
	yield;
	const problems = [
		...assignmentProblems(shape, document, users.size),
		...withPlaces(checks.findings(), ({ user, attribute }) =>
			placeAt(text, [...pathOf(user), ...(attribute === null ? [] : attribute.split("."))]),
		),
	];
	return {
		users,
		groups: [...groups.values()],
		state: { roles, assignments, members },
		layout: layoutOf(shape, names, document),
		problems,
	};
}

/** The roles that users of a list name themselves; where none does, all users have default access. */
function grantsOf(
	document: JsonDocument,
	users: ReadonlyMap<string, SourceUser>,
	kind: FileKind,
	refuse: (index: number, key: string, what: string) => Error,
): JsonDocument["assignments"] {
	const ids = [...users.keys()];
	return document.users.flatMap((user, index) => {
		const [first = "", second] = roleKeysOf(user);
		if (second !== undefined && roleKeyOf(user)?.toLowerCase() !== "role") {
			throw refuse(index, second, `both ${first} and ${second} could be the role; name one of them role`);
		}
		const written = rolePropertyOf(user);
		const wrong = notRoles(written, kind);
		if (wrong !== undefined) throw refuse(index, roleKeyOf(user) ?? "role", wrong);
		return rolesNamed(written).map((appRole) => ({ principalId: ids[index] ?? "", appRole }));
	});
}

/** Why a property `role` names no role: it holds an object, or the name of its type. */
function notRoles(written: unknown, kind: FileKind): string | undefined {
	for (const one of Array.isArray(written) ? written : [written]) {
		if (one === null || one === undefined) continue;
		if (typeof one !== "string") return "the role must be a string, or a list of strings";
		if (isTypeName(one)) {
			return `the role is "${cleanText(one)}", which is not its value; ${howToKeepValues(kind, "role").replace(/\.$/, "")}`;
		}
	}
	return undefined;
}

function assignmentProblems(
	shape: JsonShape,
	document: JsonDocument,
	count: number,
): readonly SourceProblem[] {
	if (count === 0) return [];
	if (shape.listed) {
		// That it is empty for all users is found with the users.
		if (document.users.some((user) => roleKeyOf(user) !== undefined)) return [];
		return [
			{
				code: "no-roles",
				line: null,
				column: null,
				count,
				message:
					"No user has a role, so all users in the file are assigned, with default access and no role.",
				fix: 'Give each user a property "role", or save the file as {"users": […], "assignments": [{"principalId": "…", "appRole": "…"}]}.',
			},
		];
	}
	if (document.assignments.length > 0) return [];
	const own = document.users.map(roleKeyOf).find((key) => key !== undefined);
	return [
		{
			code: "no-assignments",
			line: null,
			column: null,
			count,
			message:
				own === undefined
					? "The file has no assignments, so no user is assigned."
					: `The file has no assignments, so no user is assigned: beside "users", a user's ${cleanText(own)} is not read.`,
			fix:
				own === undefined
					? 'Add "assignments": [{"principalId": "…", "appRole": "…"}], or provision all users: set the scope to all users.'
					: 'Save the list of users alone, without {"users": …} around it, or add "assignments": [{"principalId": "…", "appRole": "…"}].',
		},
	];
}

function layoutOf({ kind, listed }: JsonShape, names: PropertyNames, document: JsonDocument): FileLayout {
	const renamed = new Set([...names].flatMap(([written, name]) => (written === name ? [] : [name])));
	const top = [...names].filter(
		([written, name]) => !written.includes(".") && !(written === name && renamed.has(name)),
	);
	const role = listed ? document.users.map(roleKeyOf).find((key) => key !== undefined) : undefined;
	return {
		kind,
		delimiter: null,
		used: [
			...top
				.filter(([written]) => !written.includes("@") && written !== role)
				.map(([heading, attribute]) => ({ heading, attribute })),
			...(role === undefined ? [] : [{ heading: role, attribute: "role" }]),
		],
		ignored: top
			.filter(([written]) => written.includes("@"))
			.map(([heading]) => ({ heading, reason: "it is an annotation" })),
	};
}

function* usersOf(document: JsonDocument, reading: UserReading): Pieces<Map<string, SourceUser>> {
	const { checks, pathOf, refuse } = reading;
	const users = new Map<string, SourceUser>();
	const roles = reading.withRoles && document.users.some((user) => roleKeyOf(user) !== undefined);
	for (const [index, value] of document.users.entries()) {
		if (index % usersAtOnce === 0) yield;
		const user = readUser(value, index, reading);
		if (roles) checks.roles(index, rolesNamed(rolePropertyOf(value)));
		if (users.has(user.id)) {
			const earlier = [...users.keys()].indexOf(user.id);
			const [written, before] = [value, document.users[earlier]].map(idIn);
			throw refuse(
				[...pathOf(index), "id"],
				`${written ?? user.id} is also the ID of ${pathText(pathOf(earlier))}${written === before ? "" : ", in another case"}`,
			);
		}
		users.set(user.id, user);
		checks.add(user);
	}
	return users;
}

/** The id as the file writes it. */
function idIn(user: unknown): string | undefined {
	if (!isObject(user)) return undefined;
	const key = Object.keys(user).find((one) => propertyName(one) === "id");
	return key === undefined ? undefined : String(user[key]);
}

function groupsOf(document: JsonDocument, users: ReadonlyMap<string, SourceUser>, refuse: Refuse) {
	const groups = new Map<string, { readonly id: string; readonly displayName: string }>();
	for (const [index, { id, displayName }] of document.groups.entries()) {
		if (groups.has(id)) throw refuse(["groups", index, "id"], `${id} is the ID of an earlier group`);
		if (users.has(id)) throw refuse(["groups", index, "id"], `${id} is the ID of a user`);
		groups.set(id, { id, displayName });
	}
	return groups;
}

function rolesOf(document: JsonDocument, refuse: Refuse): readonly AppRole[] {
	if (!document.appRoles) {
		const named = new Set(document.assignments.flatMap(({ appRole }) => appRole || []));
		named.delete(defaultAccessId);
		return [...named].map((value) => ({ id: value, value, displayName: value }));
	}
	const roles = new Map<string, AppRole>();
	for (const [index, role] of document.appRoles.entries()) {
		const value = role.value || null;
		const id = typeof role.id === "string" ? role.id : (value ?? "");
		if (id === defaultAccessId) continue;
		if (roles.has(id)) throw refuse(["appRoles", index, "id"], `${id} is the ID of an earlier role`);
		roles.set(id, { id, value, displayName: role.displayName || (value ?? id) });
	}
	return [...roles.values()];
}

function* assignmentsOf(
	grants: JsonDocument["assignments"],
	users: ReadonlyMap<string, SourceUser>,
	groups: ReadonlyMap<string, { readonly displayName: string }>,
	roles: readonly AppRole[],
	refuse: Refuse,
): Pieces<readonly Assignment[]> {
	const resolve = roleResolver(roles);
	const assignments = new Map<string, Assignment>();
	for (const [index, { principalId, appRole }] of grants.entries()) {
		if (index % usersAtOnce === 0) yield;
		const user = users.get(principalId);
		const group = groups.get(principalId);
		if (!user && !group) {
			throw refuse(
				["assignments", index, "principalId"],
				`${principalId} is neither a user nor a group of this file`,
			);
		}
		const role = resolve(appRole);
		if (!role) {
			const known = roles.map((each) => each.value ?? each.id).join(", ") || "none";
			throw refuse(
				["assignments", index, "appRole"],
				`no role has the value or ID "${appRole}" (known: ${known})`,
			);
		}
		const id = assignmentIdOf({ principalId, appRoleId: role.id });
		assignments.set(id, {
			id,
			principalId,
			principalType: user ? "User" : "Group",
			principalName: user ? nameOf(user) : (group?.displayName ?? principalId),
			appRoleId: role.id,
		});
	}
	return [...assignments.values()];
}

/** Finds a role by its ID or its value; without a name, default access. */
function roleResolver(roles: readonly AppRole[]): (named: string | null | undefined) => AppRole | undefined {
	const byName = new Map<string, AppRole>();
	for (const role of roles) if (role.value !== null && !byName.has(role.value)) byName.set(role.value, role);
	for (const role of roles) byName.set(role.id, role);
	byName.set(defaultAccessId, defaultAccess);
	return (named) => (named ? byName.get(named) : defaultAccess);
}
