import type { ExpressionErrorCode } from "./errors.ts";
import type { Span } from "./span.ts";

/** What the checker finds in addition to errors of parsing and evaluating. `Entra…`: works here, but not in Entra. */
export const checkCodes = {
	UnknownAttribute: "The source has no such attribute.",
	ArgumentKind: "A value of a kind that the parameter doesn't take.",
	SeveralValues: "A call that may return several values where one is needed.",
	MisplacedFunction:
		"SelectUniqueValue inside another call, on a matching attribute, or in a mapping that applies after creation.",
	InvalidReplace: "Arguments that match none of the five forms of Replace.",
	UnknownGroup: "The regular expression has no such group.",
	DuplicateKey: "A key that appears twice in Switch.",
	EntraNullCondition: "Entra fails this IIF when the attribute is empty.",
	EntraSwitchSource: "Microsoft advises against this source of Switch.",
	EntraFunctionCase: "Function names in Entra are case-sensitive.",
	EntraNotAFunction: "Entra needs a function, or a mapping of another type.",
	EntraMisplacedCondition: "Entra accepts a comparison only in IIF and CBool.",
	EntraUnsupportedTarget: "Entra supports SelectUniqueValue only for Active Directory.",
	EntraIndex: "Item counts from 1.",
} as const;

export type CheckCode = keyof typeof checkCodes;

/** Something that is wrong, or that Entra treats differently. Line and column count from 1. */
export type Problem = {
	readonly severity: "error" | "warning";
	readonly code: ExpressionErrorCode | CheckCode;
	readonly message: string;
	readonly span: Span;
	readonly line: number;
	readonly column: number;
	/** What was probably meant: the text to replace the span with. */
	readonly suggestion?: string;
};

/** A problem before its line and column are known. */
export type Finding = Omit<Problem, "line" | "column">;
