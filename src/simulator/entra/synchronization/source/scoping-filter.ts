import { z } from "zod";
import { isEmpty, isList, PatternError, regexOf, toText, type Value } from "../../../../expression/index.ts";

const clauseSchema = z.looseObject({
	operatorName: z.string(),
	sourceOperandName: z.string(),
	targetOperand: z.looseObject({ values: z.array(z.string()).default([]) }).nullish(),
});
const groupsSchema = z
	.array(z.looseObject({ name: z.string().nullish(), clauses: z.array(clauseSchema) }))
	.nullish()
	.transform((groups) => groups ?? []);

/** The scope of an object mapping: `groups` are the scoping filters of the portal. */
export const scopeSchema = z
	.looseObject({ groups: groupsSchema, inputFilterGroups: groupsSchema })
	.nullish()
	.transform((scope) => scope ?? { groups: [], inputFilterGroups: [] });

/** A scope. */
export type ScopingFilters = z.output<typeof scopeSchema>;
type Clause = z.output<typeof clauseSchema>;

/** Whether a user passes, and what each clause said: `{"<filter>.<attribute> EQUALS 'x'": true}`. */
export interface ScopeResult {
	readonly passes: boolean;
	readonly clauses: Readonly<Record<string, boolean>>;
}

type Read = (attribute: string) => Value;

/** Whether one of the filters matches: within a filter all clauses must. No filter matches everything. */
export function evaluateFilters(groups: ScopingFilters["groups"], read: Read): ScopeResult {
	const clauses: Record<string, boolean> = {};
	let passes = groups.length === 0;
	for (const [index, group] of groups.entries()) {
		let all = true;
		for (const clause of group.clauses) {
			const holds = evaluateClause(clause, read(clause.sourceOperandName));
			const values = (clause.targetOperand?.values ?? []).map((value) => ` '${value}'`).join("");
			const name = group.name ?? String(index + 1);
			clauses[`${name}.${clause.sourceOperandName} ${clause.operatorName}${values}`] = holds;
			all &&= holds;
		}
		passes ||= all;
	}
	return { passes, clauses };
}

/**
 * One clause. All operators but IS NULL are false for a null or empty value, and all are false for several values.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts
 */
function evaluateClause({ operatorName, targetOperand }: Clause, value: Value): boolean {
	const operator = operatorName.toUpperCase().replaceAll("_", " ").trim();
	if (operator === "IS NULL") return isEmpty(value);
	if (isEmpty(value) || isList(value) || typeof value === "object") return false;
	if (operator === "IS NOT NULL") return true;
	const text = toText(value);
	if (operator === "IS TRUE") return text.toLowerCase() === "true";
	if (operator === "IS FALSE") return text.toLowerCase() === "false";
	const given = targetOperand?.values ?? [];
	const negated = operator.startsWith("NOT ") || operator.startsWith("!");
	const holds = given.some((other) => compare(operator.replace(/^(NOT |!)/, ""), text, other));
	return negated ? !holds : holds;
}

function compare(operator: string, text: string, other: string): boolean {
	switch (operator) {
		case "EQUALS":
			return text === other;
		case "INCLUDES":
			return text.includes(other);
		case "ENDS WITH":
			return text.endsWith(other);
		case "REGEX MATCH":
			return matches(text, other);
		case "GREATER THAN":
			return integers(text, other, (a, b) => a > b);
		case "GREATER THAN OR EQUALS":
			return integers(text, other, (a, b) => a >= b);
		case "&":
			return integers(text, other, (a, b) => (a & b) !== 0n);
		default:
			return false;
	}
}

function matches(text: string, pattern: string): boolean {
	try {
		return regexOf(pattern).match(text) !== null;
	} catch (error) {
		if (error instanceof PatternError) return false;
		throw error;
	}
}

function integers(text: string, other: string, holds: (a: bigint, b: bigint) => boolean): boolean {
	const whole = /^\s*-?\d+\s*$/;
	return whole.test(text) && whole.test(other) && holds(BigInt(text.trim()), BigInt(other.trim()));
}
