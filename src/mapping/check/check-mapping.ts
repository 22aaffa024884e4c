import type { AttributeLists } from "../../attributes/attribute-list.ts";
import { sourceAttribute, sourceAttributes } from "../../attributes/source-schema.ts";
import { type TargetAttribute, type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import { check, type Problem as ExpressionProblem, underline } from "../../expression/index.ts";
import { nearest } from "../../expression/syntax/nearest.ts";
import { extensionOf, format, parsePath, type TargetPath } from "../../scim/path.ts";
import type { AttributeMapping } from "../definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "../definition/mapping-set.ts";
import { isRolesPath, namesRoles } from "../definition/roles.ts";
import type { TargetDialect } from "../definition/target-dialect.ts";
import { coerce, Unfit } from "../user/coerce.ts";
import { attributesRead, compileMapping } from "../user/compile.ts";
import { MappingError, type Place } from "../user/errors.ts";

/** A complaint about a mapping, or about what the set lacks. */
export type MappingProblem = {
	readonly severity: "error" | "warning";
	readonly code:
		| "invalid-path"
		| "invalid-expression"
		| "read-only"
		| "unfit-value"
		| "unknown-source"
		| "unknown-target"
		| "undocumented-target"
		| "several-values"
		| "needs-expression"
		| "null-for-required"
		| "roles-of-all"
		| "expression"
		| "duplicate-target"
		| "one-email"
		| "no-matching"
		| "not-comparable"
		| "same-precedence"
		| "required-unmapped"
		| "active-unmapped";
	/** The mapping's target, or the one that is missing. */
	readonly target: string;
	readonly message: string;
	/** In the expression, or in the target path (`invalid-path`); null when the problem has no place. */
	readonly place: Place | null;
	/** The text to put in its place. */
	readonly suggestion?: string;
};

/** What the checker knows about the source and the scope. */
export type CheckOptions = {
	/** Attributes that the source has beyond those of Graph: the columns of a file. */
	readonly attributes?: Iterable<string>;
	/** The users that the scope provisions. Roles are known for assigned users only. */
	readonly users?: "assigned" | "all";
};

/** What is wrong with one mapping alone; attribute lists and dialect are those of its set. Never throws. */
export function checkMapping(
	mapping: AttributeMapping,
	{ attributes: lists, dialect }: Pick<MappingSet, "attributes" | "dialect">,
	given: CheckOptions = {},
): readonly MappingProblem[] {
	const { target, source } = mapping;
	try {
		compileMapping({ ...mapping, source: { type: "none" } });
	} catch (error) {
		if (!(error instanceof MappingError)) throw error;
		return [{ severity: "error", code: "invalid-path", target, message: error.problem, place: error.place }];
	}
	const path = writtenPath(target);
	const targets = targetsOf({ attributes: lists, dialect });
	const attribute = targets.find(path) ?? null;
	const own = lists.source.map(({ name }) => name);
	const options = own.length === 0 ? given : { ...given, attributes: [...(given.attributes ?? []), ...own] };
	const problems = [
		...checkTarget(mapping, path, targets, dialect),
		...checkValues(mapping, path, attribute),
	];
	if (source.type === "direct")
		problems.push(...checkDirect(mapping, source.attribute, attribute, lists, options));
	if (source.type === "expression") problems.push(...checkExpression(mapping, source.expression, options));
	return problems;
}

/** The names that mappings can read, Graph's and Entra's, and those that the source adds. */
export function readableAttributes(options: CheckOptions = {}): readonly string[] {
	const known = sourceAttributes.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
	return [...new Set([...known, ...(options.attributes ?? [])])];
}

function checkTarget(
	{ target, flowNull, matchingPrecedence }: AttributeMapping,
	path: TargetPath,
	targets: TargetList,
	dialect: TargetDialect,
) {
	const problems: MappingProblem[] = [];
	const report = (severity: MappingProblem["severity"], code: MappingProblem["code"], message: string) =>
		problems.push({ severity, code, target, message, place: null });
	const name = path.attribute.toLowerCase();
	if (path.schema === null && (name === "id" || name === "meta" || name === "schemas")) {
		report("error", "read-only", `${target} is given by the server and cannot be mapped`);
	}
	const attribute = targets.find(path);
	const near = attribute === undefined ? nearestTarget(path, targets) : undefined;
	if (near !== undefined) {
		const message = `${target} is in no attribute list; did you mean ${near}? (mapping define adds an attribute)`;
		problems.push({
			severity: "error",
			code: "unknown-target",
			target,
			message,
			place: null,
			suggestion: near,
		});
	} else if (attribute === undefined && extensionOf(path) === null) {
		report("warning", "unknown-target", `${target} is not a known attribute of a SCIM user`);
	} else if (!attribute?.documented || (dialect.roles.allPrimary && isRolesPath(path) && !namesRoles(path))) {
		const message = `${target} is not among the attributes that ${dialect.name} documents: it may not keep the value`;
		report("warning", "undocumented-target", message);
	}
	if (flowNull && (attribute?.required || matchingPrecedence !== undefined) && !isRolesPath(path)) {
		report("warning", "null-for-required", `${target} must not become empty, and nulls flow to it`);
	}
	return problems;
}

/** The entry that was probably meant: schemas are long, and all the same, so that only what follows them is compared. */
function nearestTarget(path: TargetPath, { all }: TargetList): string | undefined {
	const nameIn = (one: TargetPath) => format({ ...one, schema: null, filter: null });
	const names = new Map<string, string>();
	for (const { name } of all) {
		const candidate = parsePath(name);
		const isBeside = extensionOf(candidate)?.toLowerCase() === extensionOf(path)?.toLowerCase();
		if (isBeside && !names.has(nameIn(candidate))) names.set(nameIn(candidate), name);
	}
	const found = nearest(nameIn(path), names.keys());
	return found === undefined ? undefined : names.get(found);
}

/** Constants and defaults are known now, so that they need not fail for each user. */
function checkValues(
	{ target, source, defaultValue }: AttributeMapping,
	path: TargetPath,
	attribute: TargetAttribute | null,
) {
	const fits = (what: string, value: string): readonly MappingProblem[] => {
		try {
			coerce(value, path, attribute);
			return [];
		} catch (error) {
			if (!(error instanceof Unfit)) throw error;
			const message = `${what} "${value}" does not fit ${target}: ${error.message}`;
			return [{ severity: "error", code: "unfit-value", target, message, place: null }];
		}
	};
	return [
		...(source.type === "constant" ? fits("the constant", source.value) : []),
		...(defaultValue === undefined ? [] : fits("the default", defaultValue)),
	];
}

/** What Graph, Entra and directory extensions name attributes with: anything else that is not in the source is a typed expression. */
const attributeName = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

function checkDirect(
	{ target }: AttributeMapping,
	name: string,
	attribute: TargetAttribute | null,
	{ source }: AttributeLists,
	options: CheckOptions,
) {
	const problem = (severity: MappingProblem["severity"], code: MappingProblem["code"], message: string) => [
		{ severity, code, target, message, place: null } as const,
	];
	if (name.trim() === "")
		return problem("error", "unknown-source", `name the attribute that ${target} receives`);
	if (sourceAttribute(name)?.name === "appRoleAssignments") {
		const message = `role assignments need an expression: AppRoleAssignments([${name}])`;
		return problem("error", "needs-expression", message);
	}
	const known = sourceAttribute(name) ?? source.find((one) => one.name.toLowerCase() === name.toLowerCase());
	if (known?.multiValued && attribute?.multiValued === false) {
		const message = `${name} can have several values, and ${target} takes one: use Item([${name}], 1)`;
		return problem("warning", "several-values", message);
	}
	if (isReadable(name, options)) return [];
	if (!attributeName.test(name.trim())) {
		const message = `${name} is not the name of an attribute, and a direct mapping copies one attribute; use an expression: change the type of the mapping of ${target} to expression`;
		return problem("error", "needs-expression", message);
	}
	const near = nearest(name, readableAttributes(options));
	const message = `the source has no attribute ${name} that is known here`;
	if (near === undefined) return problem("warning", "unknown-source", message);
	return [...problem("error", "unknown-source", `${message}; did you mean ${near}?`)].map((one) => ({
		...one,
		suggestion: near,
	}));
}

/** Whether a mapping may read the name. Directory extensions and custom security attributes have names of the tenant's own. */
export function isReadable(name: string, options: CheckOptions): boolean {
	if (/^extension_|^customSecurityAttributes\./i.test(name) || sourceAttribute(name)) return true;
	const lower = name.toLowerCase();
	return Iterator.from(options.attributes ?? []).some((one) => one.toLowerCase() === lower);
}

function checkExpression(mapping: AttributeMapping, text: string, options: CheckOptions) {
	const { target } = mapping;
	const found = check(text, {
		target: {
			matching: mapping.matchingPrecedence !== undefined,
			creationOnly: mapping.apply === "creation",
		},
	});
	const problems = found.map((one) => expressionProblem(target, text, one));
	if (found.some(({ severity }) => severity === "error")) return problems;
	try {
		const read = attributesRead(compileMapping(mapping));
		const attributes = [...readableAttributes(options), ...read.filter((name) => isReadable(name, options))];
		const unknown = check(text, { attributes }).filter(({ code }) => code === "UnknownAttribute");
		problems.push(...unknown.map((one) => expressionProblem(target, text, softened(one))));
		if (
			options.users === "all" &&
			read.some((name) => sourceAttribute(name)?.name === "appRoleAssignments")
		) {
			const message = "roles are known of assigned users only, and the scope provisions all users";
			problems.push({ severity: "warning", code: "roles-of-all", target, message, place: null });
		}
	} catch (error) {
		if (!(error instanceof MappingError)) throw error;
		const { problem: message, place } = error;
		problems.push({ severity: "error", code: "invalid-expression", target, message, place });
	}
	return problems;
}

/** A name close to a known one is a slip; any other may be an attribute of the tenant's own. */
function softened(problem: ExpressionProblem): ExpressionProblem {
	return problem.suggestion === undefined ? { ...problem, severity: "warning" } : problem;
}

function expressionProblem(target: string, text: string, problem: ExpressionProblem): MappingProblem {
	const { severity, message, span, line, column, suggestion } = problem;
	const place = { offset: span.start, line, column, caret: underline(text, span) };
	const code = problem.code === "UnknownAttribute" ? "unknown-source" : "expression";
	const found: MappingProblem = { severity, code, target, message, place };
	return suggestion === undefined ? found : { ...found, suggestion };
}
