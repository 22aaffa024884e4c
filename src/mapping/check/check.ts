import { type TargetList, targetKey, writtenPath } from "../../attributes/target-schema.ts";
import { parsePath } from "../../scim/path.ts";
import { matchingOf } from "../definition/change.ts";
import { type MappingSet, targetsOf } from "../definition/mapping-set.ts";
import { isRolesPath, namesRoles } from "../definition/roles.ts";
import { nameAtStart, type TargetDialect } from "../definition/target-dialect.ts";
import { type CheckOptions, checkMapping, type MappingProblem } from "./check-mapping.ts";

export type { CheckOptions, MappingProblem } from "./check-mapping.ts";

/**
 * Everything that is wrong with a mapping set, errors first. An `error` must be repaired before the set is saved; a
 * `warning` says what will not work as in Entra, or what the target may not keep. Never throws.
 */
export function checkMappings(set: MappingSet, options: CheckOptions = {}): readonly MappingProblem[] {
	const problems = set.mappings.flatMap((mapping) => checkMapping(mapping, set, options));
	const broken = new Set(problems.filter(({ code }) => code === "invalid-path").map(({ target }) => target));
	const readable = { ...set, mappings: set.mappings.filter(({ target }) => !broken.has(target)) };
	const targets = targetsOf(set);
	problems.push(
		...duplicates(readable),
		...singleValued(readable),
		...matching(readable, targets),
		...coverage(readable, targets),
	);
	return problems.sort((left, right) => severity(left) - severity(right));
}

function severity(problem: MappingProblem): number {
	return problem.severity === "error" ? 0 : 1;
}

function error(code: MappingProblem["code"], target: string, message: string): MappingProblem {
	return { severity: "error", code, target, message, place: null };
}

function warning(code: MappingProblem["code"], target: string, message: string): MappingProblem {
	return { ...error(code, target, message), severity: "warning" };
}

function duplicates({ mappings, dialect }: MappingSet): readonly MappingProblem[] {
	const seen = new Map<string, string>();
	return mappings.flatMap(({ target, source }) => {
		const decidesRoles =
			dialect.roles.allPrimary && namesRoles(writtenPath(target)) && source.type !== "none";
		const key = decidesRoles ? "roles" : targetKey(target);
		const other = seen.get(key);
		if (other === undefined) {
			seen.set(key, target);
			return [];
		}
		const message = decidesRoles
			? `${other} and ${target} both decide the roles: keep one of them`
			: `${target} is mapped twice: keep one of the mappings`;
		return [error("duplicate-target", target, message)];
	});
}

function singleValued({ mappings, dialect }: MappingSet): readonly MappingProblem[] {
	return [...dialect.singleValuedLists].flatMap((list) => {
		const [, ...more] = mappings.filter(({ target }) => {
			const { schema, attribute, subAttribute } = parsePath(targetKey(target));
			return schema === null && attribute === list && subAttribute === "value";
		});
		const one = list === "emails" ? "email address" : `element of ${list}`;
		return more.map(({ target }) =>
			warning(
				"one-email",
				target,
				`${nameAtStart(dialect)} keeps one ${one}: ${target} is set on creation only`,
			),
		);
	});
}

/** Users are looked up by attributes that a filter of the target can compare: one value, and no boolean. */
function matching(set: MappingSet, targets: TargetList): readonly MappingProblem[] {
	const ordered = matchingOf(set);
	if (ordered.length === 0) {
		const message = "no mapping matches users: mark userName, or another unique attribute, as matching";
		return [error("no-matching", "userName", message)];
	}
	return ordered.flatMap(({ target, source, matchingPrecedence }, index) => {
		const path = writtenPath(target);
		const attribute = targets.find(path);
		const problems: MappingProblem[] = [];
		const isWholeElement = path.filter !== null && path.subAttribute === null;
		if (isRolesPath(path) || attribute?.multiValued || attribute?.type === "Boolean" || isWholeElement) {
			const message = `${target} cannot match users: a matching attribute has one value that can be compared`;
			problems.push(error("not-comparable", target, message));
		}
		if (source.type === "none" || source.type === "constant") {
			const message = `${target} cannot match users: it is not filled from an attribute of the source`;
			problems.push(error("not-comparable", target, message));
		}
		if (ordered[index - 1]?.matchingPrecedence === matchingPrecedence) {
			const message = `${target} and ${ordered[index - 1]?.target} have the same precedence, ${matchingPrecedence}`;
			problems.push(warning("same-precedence", target, message));
		}
		return problems;
	});
}

function coverage(
	{ mappings, dialect }: MappingSet,
	{ required, find }: TargetList,
): readonly MappingProblem[] {
	const mapped = new Set(mappings.map(({ target }) => targetKey(target)));
	const paths = mappings.map(({ target }) => writtenPath(target));
	const isRoles = (target: string) => isRolesPath(writtenPath(target));
	const isCovered = (target: string) =>
		mapped.has(targetKey(target)) || (isRoles(target) && paths.some(namesRoles));
	const { lastResort } = dialect.roles;
	const problems = required
		.filter((target) => !isCovered(target))
		.map((target) =>
			isRoles(target) && lastResort !== null
				? warning(
						"required-unmapped",
						target,
						`no mapping gives roles: ${dialect.name} gives everyone the role ${lastResort}`,
					)
				: error(
						"required-unmapped",
						target,
						`${target} is not mapped, and ${requirer(target, find, dialect)} requires it`,
					),
		);
	if (!mapped.has("active")) {
		const message = "active is not mapped: the account of someone who loses access is not disabled";
		problems.push(warning("active-unmapped", "active", message));
	}
	return problems;
}

function requirer(target: string, find: TargetList["find"], { name }: TargetDialect): string {
	return find(writtenPath(target))?.documented ? name : "the attribute list";
}
