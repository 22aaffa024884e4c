import { type Position, positionAt, type Span, underline } from "./span.ts";

/** Why an expression cannot be read: codes and their meaning, for docs/expressions.md. */
export const syntaxErrors = {
	EmptyExpression: "The expression is empty.",
	UnexpectedCharacter: "A character that is not allowed here.",
	UnexpectedEnd: "The expression ends inside a call, or where a value is expected.",
	UnexpectedToken: "Expected something else: a value, a comma or a closing parenthesis.",
	UnterminatedString: "A string without its closing quote.",
	UnterminatedAttribute: "An attribute without its closing bracket.",
	EmptyAttribute: "An attribute without a name.",
	InvalidNumber: "Not a number, though it starts like one.",
	NestedTooDeeply: "Calls nest too deeply.",
	TextAfterExpression: "Text after the end of the expression.",
} as const;

/** Why a call can never be evaluated, whatever the user. */
export const callErrors = {
	UnknownFunction: "The function does not exist.",
	ArgumentCount: "Too many arguments, or too few.",
	MissingArgument: "A required argument is missing.",
	UnexpectedWord: "A bare word where a value is needed.",
} as const;

/** Why an expression has no value for this user. */
export const evaluationErrors = {
	NotSingleValued: "Several values where one is needed.",
	NotANumber: "A value that is not a number.",
	NotABoolean: "A value that is neither True nor False.",
	NotADate: "A value that is not a date, or not in the input format.",
	NotRoleAssignments: "A value other than [appRoleAssignments].",
	InvalidArgument: "A value that the function does not take.",
	InvalidPattern: "A regular expression that .NET rejects, or that is not supported here.",
	PatternTooSlow: "A regular expression that takes too many steps on this string.",
	InvalidDateFormat: "A date format that .NET rejects.",
	DateOutOfRange: "A date outside the years 1 to 9999, or before 1601 as Active Directory's number.",
	ValueTooLong: "A string that would be too long.",
	NullCondition: "A condition reads an empty attribute, in a strict run.",
	NoTarget: "SelectUniqueValue without a target.",
	UniquenessUnknown: "SelectUniqueValue needs a lookup in the target first.",
	NoUniqueValue: "Every value of SelectUniqueValue is taken.",
} as const;

export type SyntaxErrorCode = keyof typeof syntaxErrors;
export type CallErrorCode = keyof typeof callErrors;
export type EvaluationErrorCode = keyof typeof evaluationErrors;
export type ExpressionErrorCode = SyntaxErrorCode | CallErrorCode | EvaluationErrorCode;

/** The base of all errors of expressions, with code and position. */
export class ExpressionError extends Error {
	override readonly name: string = "ExpressionError";
	readonly code: ExpressionErrorCode;
	/** The part of the expression that is wrong. */
	readonly span: Span;
	/** Line and column of the span's start, from 1. */
	readonly line: number;
	readonly column: number;

	constructor(code: ExpressionErrorCode, message: string, text: string, span: Span) {
		super(message);
		this.code = code;
		this.span = span;
		const position: Position = positionAt(text, span.start);
		this.line = position.line;
		this.column = position.column;
	}

	/** Where the error starts, in UTF-16 units from the start of the text. */
	get offset(): number {
		return this.span.start;
	}

	/** The line of `text` with the error, with carets below it. */
	caret(text: string): string {
		return underline(text, this.span);
	}
}

/** The text is not an expression. */
export class ExpressionSyntaxError extends ExpressionError {
	override readonly name = "ExpressionSyntaxError";
}

/** The text is valid, but calls a function that does not exist, or calls one wrongly. */
export class ExpressionCallError extends ExpressionError {
	override readonly name = "ExpressionCallError";
}

/** The expression yields nothing for this input. The span is the failing call, or the argument at fault. */
export class EvaluationError extends ExpressionError {
	override readonly name: string = "EvaluationError";
}

/** `SelectUniqueValue` needs to know whether the target has this value: look it up, then evaluate again. */
export class UniquenessUnknownError extends EvaluationError {
	override readonly name = "UniquenessUnknownError";
	readonly value: string;
	/** Whether `Redact` contributed to the value: logs and screens do not show it. */
	readonly redacted: boolean;

	constructor(value: string, redacted: boolean, text: string, span: Span) {
		super("UniquenessUnknown", "It is not known yet whether the target already has this value", text, span);
		this.value = value;
		this.redacted = redacted;
	}
}
