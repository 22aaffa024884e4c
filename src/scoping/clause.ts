import { sourceAttribute } from "../attributes/source-schema.ts";
import { readAttribute } from "../attributes/source-value.ts";
import { PatternError, PatternTooSlowError } from "../expression/regex/errors.ts";
import { type Regex, regexOf } from "../expression/regex/regex.ts";
import { type AttributeValue, nameOf, type SourceUser } from "../source/source-user.ts";
import { ScopeError } from "./errors.ts";
import { type Clause, type Operator, operators } from "./scope.ts";

/** A value that is present and single. */
type Single = string | number | boolean;

/** A clause ready for evaluation. */
export type CompiledClause = {
	readonly clause: Clause;
	/** Whether it holds for the user, and the value it was evaluated with. Throws `ScopeError` for several values, or a slow pattern. */
	readonly evaluate: (user: SourceUser) => { readonly holds: boolean; readonly value: AttributeValue };
};

/** The operator by its name in any case, with spaces or underscores, as Graph and the portal differ in it; undefined for others. */
export function operatorNamed(name: string): Operator | undefined {
	const plain = (text: string) => text.toUpperCase().replace(/[\s_]+/g, "");
	return operators.find((operator) => plain(operator) === plain(name));
}

/** Prepares a clause. Throws `ScopeError` naming the filter and the clause. */
export function compileClause(clause: Clause, filter: string, index: number): CompiledClause {
	const fail = (code: ScopeError["code"], problem: string, cause?: unknown): never => {
		throw new ScopeError(code, filter, index, problem, cause);
	};
	const { attribute } = clause;
	if (attribute.trim() === "") fail("no-attribute", "name the attribute to compare");
	const problem = `${attribute} can have several values, and scoping filters take attributes with one`;
	if (sourceAttribute(attribute)?.multiValued) fail("multi-valued", problem);
	const test = testOf(clause, fail);
	return {
		clause,
		evaluate: (user) => {
			const value = readAttribute(user, attribute);
			if (typeof value === "object" && value !== null) return fail("multi-valued", problem);
			if (clause.operator === "IS NULL") return { holds: isEmpty(value), value };
			try {
				return { holds: !isEmpty(value) && test(value), value };
			} catch (error) {
				if (!(error instanceof PatternTooSlowError)) throw error;
				return fail("pattern-too-slow", `${error.message} (${attribute} of ${nameOf(user)})`, error);
			}
		},
	};
}

function isEmpty(value: Single | null): value is null | "" {
	return value === null || value === "";
}

type Fail = (code: ScopeError["code"], problem: string, cause?: unknown) => never;

/** The operator's test of a value that is neither null nor empty. */
function testOf({ operator, value }: Clause, fail: Fail): (actual: Single) => boolean {
	switch (operator) {
		case "EQUALS":
			return (actual) => equals(actual, value);
		case "NOT EQUALS":
			return (actual) => !equals(actual, value);
		case "IS TRUE":
			return (actual) => textOf(actual).toLowerCase() === "true";
		case "IS FALSE":
			return (actual) => textOf(actual).toLowerCase() === "false";
		case "IS NULL":
			return () => false;
		case "IS NOT NULL":
			return () => true;
		case "REGEX MATCH": {
			const pattern = patternOf(value, fail);
			return (actual) => pattern.test(textOf(actual));
		}
		case "NOT REGEX MATCH": {
			const pattern = patternOf(value, fail);
			return (actual) => !pattern.test(textOf(actual));
		}
		case "GREATER_THAN":
			return compareIntegers(value, fail, (actual, limit) => actual > limit);
		case "GREATER_THAN_OR_EQUALS":
			return compareIntegers(value, fail, (actual, limit) => actual >= limit);
		case "INCLUDES":
			return (actual) => textOf(actual).includes(value);
		case "ENDS_WITH":
			return (actual) => textOf(actual).endsWith(value);
		case "&":
			return (actual) => sharesBits(actual, value);
		case "!&":
			return (actual) => !sharesBits(actual, value);
	}
}

/** A value as Entra compares it: text as it is, booleans as `True` and `False`. */
export function textOf(value: Single): string {
	if (typeof value === "boolean") return value ? "True" : "False";
	return String(value);
}

/** Entra matches as .NET's `Regex.IsMatch`: anywhere in the value, case-sensitive. */
function patternOf(pattern: string, fail: Fail): Regex {
	try {
		return regexOf(pattern);
	} catch (error) {
		if (!(error instanceof PatternError)) throw error;
		return fail(
			"invalid-pattern",
			`${error.message}, at column ${(error.offset ?? 0) + 1} of ${pattern}`,
			error,
		);
	}
}

function equals(actual: Single, expected: string): boolean {
	if (typeof actual === "boolean") return String(actual) === expected.trim().toLowerCase();
	return textOf(actual) === expected;
}

function integer(text: string): bigint | undefined {
	return /^\s*[+-]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, "")) : undefined;
}

function compareIntegers(
	value: string,
	fail: Fail,
	compare: (actual: bigint, limit: bigint) => boolean,
): (actual: Single) => boolean {
	const limit = integer(value) ?? fail("not-an-integer", `"${value}" is not a whole number`);
	return (actual) => {
		const number = integer(textOf(actual));
		return number !== undefined && compare(number, limit);
	};
}

/**
 * Integers are tested bit by bit: whether any bit of the value is set. Text, for which Entra's page says that the
 * attribute "exists in the input string value", is searched for in the clause's value.
 */
function sharesBits(actual: Single, value: string): boolean {
	const [left, right] = [integer(textOf(actual)), integer(value)];
	if (left !== undefined && right !== undefined) return (left & right) !== 0n;
	return value.includes(textOf(actual));
}
