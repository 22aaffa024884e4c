import { readSource, type Source } from "../../attributes/source-value.ts";
import type { ParsedExpression, TestProperty } from "../../entra/synchronization/parse-expression.ts";
import {
	attributesOf,
	type Compiled,
	compile,
	ExpressionError,
	evaluate,
	RoleAssignments,
	RoleValues,
	redactedText,
	toText,
	UniquenessUnknownError,
	type Value,
} from "../../expression/index.ts";
import { nameOf } from "../../source/source-user.ts";

/** An expression to compare, and where it is used. */
export type ComparedExpression = {
	/** The target path of its mapping. */
	readonly target: string;
	readonly expression: string;
	readonly usedBy: "profile" | "job" | "both";
};

/** An expression that Entra reads or evaluates differently. */
export type Disagreement = ComparedExpression & {
	/** `syntax`: only one of both can read it. `value`: it yields something else. */
	readonly about: "syntax" | "value";
	/** The user it was evaluated for; null for `syntax`. */
	readonly user: { readonly id: string; readonly displayName: string } | null;
	/** What it is here and in Entra, in words or as a value. */
	readonly here: string;
	readonly entra: string;
};

export type SecondOpinion = {
	/** Number of expressions that were compared. */
	readonly expressions: number;
	/** Number of users they were evaluated for. */
	readonly users: number;
	readonly disagreements: readonly Disagreement[];
	/** Why nothing, or less, could be compared; null otherwise. */
	readonly missing: string | null;
};

/** Entra's reading of an expression; null where it cannot be asked. */
export type AskEntra = (
	expression: string,
	properties: readonly TestProperty[],
) => Promise<ParsedExpression | null>;

/** Functions that yield something else each time, or depend on the target. */
const unrepeatable = /\b(?:Guid|Now|RandomString|SelectUniqueValue)\s*\(/i;

/** Compares each expression with Entra's reading, and its value for each user. Throws what `ask` throws. */
export async function compareWithEntra(
	expressions: readonly ComparedExpression[],
	users: readonly Source[],
	ask: AskEntra,
): Promise<SecondOpinion> {
	const disagreements: Disagreement[] = [];
	for (const one of expressions) {
		const here = compiled(one.expression);
		const isTried = typeof here !== "string" && !unrepeatable.test(one.expression) && users.length > 0;
		for (const user of isTried ? users : [null]) {
			const properties =
				user === null || typeof here === "string"
					? []
					: attributesOf(here.ast.root).flatMap((name) => propertyOf(name, readSource(user, name)));
			const entra = await ask(one.expression, properties);
			if (entra === null) {
				const missing =
					"Microsoft Graph does not parse expressions here: the call is missing in this cloud, or needs Synchronization.ReadWrite.All.";
				return { expressions: 0, users: 0, disagreements: [], missing };
			}
			const found = differenceOf(one, here, entra, user);
			if (found === null) continue;
			disagreements.push(found);
			if (found.about === "syntax") break;
		}
	}
	return { expressions: expressions.length, users: users.length, disagreements, missing: null };
}

/** The attributes that the expressions read, as they name them; those of unreadable ones are left out. */
export function attributesReadBy(expressions: readonly ComparedExpression[]): readonly string[] {
	const names = expressions.flatMap(({ expression }) => {
		const here = compiled(expression);
		return typeof here === "string" ? [] : attributesOf(here.ast.root);
	});
	return [...new Set(names)];
}

function differenceOf(
	one: ComparedExpression,
	here: Compiled | string,
	entra: ParsedExpression,
	user: Source | null,
): Disagreement | null {
	const syntax = { ...one, about: "syntax", user: null } as const;
	if (typeof here === "string")
		return entra.parsed ? { ...syntax, here: `cannot be read: ${here}`, entra: "can be read" } : null;
	if (!entra.parsed) return { ...syntax, here: "can be read", entra: `cannot be read: ${entra.problem}` };
	if (user === null) return null;
	const { text, isRedacted } = valueHere(here, user);
	const theirs = entra.values === null ? null : listText(entra.values);
	if (text === theirs) return null;
	const shown = (value: string | null, none: string) =>
		value === null ? none : isRedacted && value !== "" ? redactedText : value === "" ? "no value" : value;
	return {
		...one,
		about: "value",
		user: { id: user.user.id, displayName: nameOf(user.user) },
		here: shown(text, "cannot be evaluated"),
		entra: shown(theirs, `cannot be evaluated: ${entra.problem ?? "no reason is given"}`),
	};
}

/** The compiled expression, or why it cannot be read. */
function compiled(expression: string): Compiled | string {
	try {
		return compile(expression);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return error.message;
	}
}

/** What the expression yields as Entra would evaluate it; null when it fails, `""` for no value. */
function valueHere(
	expression: Compiled,
	user: Source,
): { readonly text: string | null; readonly isRedacted: boolean } {
	try {
		const { value, redacted } = evaluate(expression, (name) => readSource(user, name), { strict: true });
		return { text: listText(textsOf(value)), isRedacted: redacted };
	} catch (error) {
		if (error instanceof UniquenessUnknownError) return { text: error.value, isRedacted: error.redacted };
		if (!(error instanceof ExpressionError)) throw error;
		return { text: error.code === "NullCondition" ? "" : null, isRedacted: false };
	}
}

function textsOf(value: Value): readonly string[] {
	if (value === null) return [];
	if (value instanceof RoleAssignments) return value.assignments.flatMap((role) => role.value ?? []);
	if (value instanceof RoleValues) return value.values.map((role) => role.value);
	return Array.isArray(value) ? value : [toText(value)];
}

/** No value and one empty value are the same to a flow. */
function listText(values: readonly string[]): string {
	return values.filter((value) => value !== "").join("; ");
}

function propertyOf(key: string, value: Value): readonly TestProperty[] {
	if (value === null) return [];
	const isList = Array.isArray(value) || value instanceof RoleAssignments;
	return [{ key, value: isList ? textsOf(value) : toText(value) }];
}
