import type { z } from "zod";
import { targetKey } from "../attributes/target-schema.ts";
import type { AttributeMapping } from "../mapping/definition/attribute-mapping.ts";
import { compileMapping } from "../mapping/user/compile.ts";
import { MappingError } from "../mapping/user/errors.ts";
import { compileClause } from "../scoping/clause.ts";
import { ScopeError } from "../scoping/errors.ts";
import type { Clause } from "../scoping/scope.ts";

/** Where a rule of setup files reports what is wrong. */
type Report = Pick<z.core.$RefinementCtx, "addIssue">;

type Role = { readonly value: string; readonly id?: string | undefined };

/** Each value and each id is there once. */
export function checkRoles(roles: readonly Role[], report: Report): void {
	const values = new Set<string>();
	const ids = new Set<string>();
	for (const [at, { value, id: given }] of roles.entries()) {
		const id = given?.toLowerCase();
		if (values.has(value)) wrong(report, [at], `the role "${value}" is listed twice: remove one of them`);
		else if (id !== undefined && ids.has(id))
			wrong(report, [at, "id"], `another role has the id ${id}: give each role its own, or none`);
		values.add(value);
		if (id !== undefined) ids.add(id);
	}
}

/** Only the guide's mapping of roles can be made to map names of app roles to names in Sumo Logic. */
export function checkRoleNames(
	{
		roles,
		mappings,
	}: {
		readonly roles: "all" | readonly { readonly value: string; readonly sumoRole?: string | undefined }[];
		readonly mappings: unknown;
	},
	report: Report,
): void {
	if (roles === "all" || mappings === "guide") return;
	for (const [at, { value, sumoRole = value }] of roles.entries())
		if (sumoRole !== value)
			wrong(
				report,
				["roles", at, "sumoRole"],
				"can be used only with mappings: guide, which maps one name to the other",
			);
}

/** Maximum length that Entra takes, in characters (https://learn.microsoft.com/graph/api/resources/synchronization-attributemappingsource). */
const longestExpression = 10_000;

/** What is wrong with an expression; null for one that can be used. */
export function expressionProblem(expression: string): string | null {
	if (expression.length > longestExpression)
		return `has ${expression.length} characters, and Entra takes at most ${longestExpression}: shorten it`;
	try {
		compileMapping({
			target: "title",
			source: { type: "expression", expression },
			apply: "always",
			flowNull: false,
		});
		return null;
	} catch (error) {
		if (error instanceof MappingError) return error.problem;
		throw error;
	}
}

type Mapping = Pick<AttributeMapping, "target"> & { readonly matchingPrecedence?: number | undefined };

/** Each target can be read and is there once, and one of them finds the account of a user. */
export function checkMappings(mappings: readonly Mapping[], report: Report): void {
	const seen = new Set<string>();
	for (const [at, { target }] of mappings.entries()) {
		const problem = targetProblem(target);
		if (problem !== null) {
			wrong(report, [at, "target"], problem);
			continue;
		}
		const key = targetKey(target);
		if (seen.has(key)) wrong(report, [at, "target"], `${target} is mapped twice: keep one of the mappings`);
		seen.add(key);
	}
	if (mappings.every(({ matchingPrecedence }) => matchingPrecedence === undefined))
		wrong(
			report,
			[],
			"no mapping has matchingPrecedence, so that Entra cannot match accounts: add matchingPrecedence: 1 to the mapping to userName",
		);
}

function targetProblem(target: string): string | null {
	try {
		compileMapping({ target, source: { type: "none" }, apply: "always", flowNull: false });
		return null;
	} catch (error) {
		if (!(error instanceof MappingError)) throw error;
		return `${error.problem} (column ${error.place.column} of the path)`;
	}
}

/** Operators that compare with nothing. */
export const unaryOperators: ReadonlySet<Clause["operator"]> = new Set([
	"IS TRUE",
	"IS FALSE",
	"IS NULL",
	"IS NOT NULL",
]);

/**
 * Attributes that Entra's scoping filters do not take.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/known-issues
 */
const withoutFilter = /^(appRoleAssignments|userType|manager)$|Date(Time)?$/i;

/** The attribute can be in a filter, and the value can be compared with. */
export function checkClause(
	{ attribute, operator, value }: Omit<Clause, "value"> & { readonly value?: string | undefined },
	report: Report,
): void {
	if (withoutFilter.test(attribute)) {
		wrong(report, ["attribute"], `Entra's scoping filters do not take ${attribute}: filter by another one`);
		return;
	}
	if (value === undefined && !unaryOperators.has(operator)) {
		wrong(report, ["operator"], `${operator} needs a value to compare with`);
		return;
	}
	try {
		compileClause({ attribute, operator, value: value ?? "" }, "", 0);
	} catch (error) {
		if (!(error instanceof ScopeError)) throw error;
		wrong(
			report,
			["attribute", "multi-valued"].includes(error.code) ? ["attribute"] : ["value"],
			error.problem,
		);
	}
}

function wrong(report: Report, path: readonly (string | number)[], message: string): void {
	report.addIssue({ code: "custom", path: [...path], message, input: undefined });
}
