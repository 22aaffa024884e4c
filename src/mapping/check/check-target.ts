import type { Source } from "../../attributes/source-value.ts";
import { writtenPath } from "../../attributes/target-schema.ts";
import type { NewScimUser } from "../../scim/resource.ts";
import type { AppRole } from "../../source/app-role.ts";
import { nameOf, type SourceUser } from "../../source/source-user.ts";
import { refusedValues } from "../definition/refused-values.ts";
import { namesRoles, roleNames } from "../definition/roles.ts";
import { nameAtStart, type TargetDialect } from "../definition/target-dialect.ts";
import { buildUser, missingFields } from "../user/build-user.ts";
import type { CompiledMappings } from "../user/compile.ts";
import { MappingFailure } from "../user/errors.ts";
import { type MappingEnvironment, mapUser } from "../user/map-user.ts";

/** A user that a mapping set would not provision. */
export type OffendingUser = {
	readonly id: string;
	readonly displayName: string;
	/** What is at fault: the userName, the role, the missing field, or the reason. */
	readonly value: string;
};

/** What would fail in the target, and for which users. */
export type TargetProblem = {
	readonly severity: "error" | "warning";
	readonly code:
		| "role-missing"
		| "user-name-too-long"
		| "value-too-long"
		| "not-an-address"
		| "required-empty"
		| "duplicate-user-name"
		| "failure";
	readonly message: string;
	/** All of them. Empty for a role that no user has yet. */
	readonly users: readonly OffendingUser[];
};

/** What is known of the target, and of the application, for the check. */
export type KnownRoles = {
	/** The names of the roles in the target; null when they are not known, and roles are not checked. */
	readonly roles: ReadonlySet<string> | null;
	/** The roles that the application declares, whether or not anyone has them. */
	readonly appRoles: readonly AppRole[];
};

/**
 * Looks ahead, before a mapping set is saved: maps everyone and lists, for each thing that the target would refuse, all
 * the users concerned. Roles that exist in the application and are not assigned yet are checked too. Users come one by
 * one, so that a caller with many of them can let others have their turn, and none of them is kept but who offends.
 */
export class TargetCheck {
	readonly #compiled: CompiledMappings;
	readonly #known: KnownRoles;
	readonly #environment: MappingEnvironment;
	readonly #found = new Findings();
	readonly #byUserName = new Map<string, OffendingUser[]>();

	constructor(compiled: CompiledMappings, known: KnownRoles, environment: MappingEnvironment = {}) {
		this.#compiled = compiled;
		this.#known = known;
		this.#environment = environment;
	}

	/** Maps one who is provisioned: assigned, or anyone in scope. */
	add(source: Source): void {
		const found = this.#found;
		const built = tryBuild(this.#compiled, source, this.#environment);
		if (built instanceof MappingFailure) {
			found.add("failure", `${built.target}: ${built.reason}`, source.user, built.reason);
			return;
		}
		const { userName } = built;
		const { dialect } = this.#compiled.set;
		for (const field of missingFields(built, this.#compiled.targets, dialect)) {
			const by = this.#compiled.targets.named(field)?.documented ? dialect.name : "the attribute list";
			found.add("required-empty", `${field} is empty, and ${by} requires it`, source.user, field);
		}
		for (const { target, value, problem } of refusedValues(built, dialect)) {
			const isLength = problem.type === "too-long";
			const code = !isLength
				? "not-an-address"
				: target === "userName"
					? "user-name-too-long"
					: "value-too-long";
			const message = isLength
				? `${target} is longer than ${problem.maxLength} characters`
				: `${target} is not an email address`;
			found.add(code, message, source.user, value);
		}
		const key = userName.toLowerCase();
		const same = this.#byUserName.get(key) ?? [];
		same.push(offending(source.user, userName));
		this.#byUserName.set(key, same);
		const { roles } = this.#known;
		for (const role of roleNames(built.roles)) {
			if (roles !== null && !roles.has(role)) {
				found.add("role-missing", roleMissing(role, dialect), source.user, role);
			}
		}
	}

	/** What was found of those who were added. */
	problems(): readonly TargetProblem[] {
		const found = this.#found.problems();
		const duplicates = [...this.#byUserName]
			.filter(([, same]) => same.length > 1)
			.map(
				([userName, same]): TargetProblem => ({
					severity: "error",
					code: "duplicate-user-name",
					message: `${same.length} users get the userName ${userName}`,
					users: same,
				}),
			);
		const { roles, appRoles } = this.#known;
		const missing = roles === null ? [] : unassignedRoles(this.#compiled, appRoles, roles, this.#environment);
		const known = new Set(found.map(({ message }) => message));
		return [...found, ...duplicates, ...missing.filter(({ message }) => !known.has(message))];
	}
}

class Findings {
	readonly #found = new Map<
		string,
		{ readonly code: TargetProblem["code"]; readonly users: OffendingUser[] }
	>();

	add(code: TargetProblem["code"], message: string, user: SourceUser, value: string): void {
		const present = this.#found.get(message);
		if (present) present.users.push(offending(user, value));
		else this.#found.set(message, { code, users: [offending(user, value)] });
	}

	problems(): readonly TargetProblem[] {
		return [...this.#found].map(([message, { code, users }]) => ({
			severity: "error",
			code,
			message,
			users,
		}));
	}
}

function roleMissing(role: string, dialect: TargetDialect): string {
	return `${nameAtStart(dialect)} has no role named ${role}`;
}

function offending(user: SourceUser, value: string): OffendingUser {
	return { id: user.id, displayName: nameOf(user), value };
}

function tryBuild(
	compiled: CompiledMappings,
	source: Source,
	environment: MappingEnvironment,
): NewScimUser | MappingFailure {
	try {
		return buildUser(mapUser(compiled, source, environment), compiled.set.dialect);
	} catch (error) {
		if (error instanceof MappingFailure) return error;
		throw error;
	}
}

/** What the role mappings yield for each role of the application, held by a user of whom nothing else is known. */
function unassignedRoles(
	compiled: CompiledMappings,
	appRoles: readonly AppRole[],
	roles: ReadonlySet<string>,
	environment: MappingEnvironment,
): readonly TargetProblem[] {
	const mappings = compiled.mappings.filter(({ mapping }) => namesRoles(writtenPath(mapping.target)));
	const roleMappings = { ...compiled, mappings, matching: [] };
	const yielded = appRoles.flatMap((role): readonly string[] => {
		const entitlements = [{ role, assignmentId: "", via: { type: "direct" } as const }];
		const source = { user: { id: "", attributes: {} }, entitlements, isSoftDeleted: false };
		try {
			const { values } = mapUser(roleMappings, source, environment);
			return values.flatMap(({ value }) => roleNames(value));
		} catch (error) {
			if (error instanceof MappingFailure) return [];
			throw error;
		}
	});
	return [...new Set(yielded)]
		.filter((role) => !roles.has(role))
		.map((role) => ({
			severity: "warning",
			code: "role-missing",
			message: roleMissing(role, compiled.set.dialect),
			users: [],
		}));
}
