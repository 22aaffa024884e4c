import type { ExpressionErrorCode } from "./errors.ts";
import type { Span } from "./span.ts";

/** What the checker finds beyond the errors of reading and evaluating. With `Entra…` it works here, but not there. */
export const checkCodes = {
	UnknownAttribute: "The source has no such attribute.",
	ArgumentKind: "A value of a kind that the parameter does not take.",
	SeveralValues: "A call that may return several values where one is needed.",
	MisplacedFunction: "SelectUniqueValue in another call, on a matching attribute, or not only on creation.",
	InvalidReplace: "Arguments of Replace that make none of its five forms.",
	UnknownGroup: "The regular expression has no such group.",
	DuplicateKey: "A key that Switch has twice.",
	EntraNullCondition: "Entra fails this IIF when the attribute is empty.",
	EntraSwitchSource: "Microsoft warns of this source of Switch.",
	EntraFunctionCase: "Entra tells upper and lower case of function names apart.",
	EntraNotAFunction: "Entra wants a function, or a mapping of another type.",
	EntraMisplacedCondition: "Entra takes a comparison only in IIF and CBool.",
	EntraUnsupportedTarget: "Entra takes SelectUniqueValue only for Active Directory.",
	EntraIndex: "Item counts from 1.",
} as const;

export type CheckCode = keyof typeof checkCodes;

/** Something that is wrong, or that Entra would see otherwise. Line and column count from 1. */
export type Problem = {
	readonly severity: "error" | "warning";
	readonly code: ExpressionErrorCode | CheckCode;
	readonly message: string;
	readonly span: Span;
	readonly line: number;
	readonly column: number;
	/** What was probably meant: the text to put in place of the span. */
	readonly suggestion?: string;
};

/** A problem before its place is counted. */
export type Finding = Omit<Problem, "line" | "column">;
