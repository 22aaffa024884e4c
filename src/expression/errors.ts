import { type Position, positionAt, type Span, underline } from "./span.ts";

/** Why an expression cannot be read. */
export type SyntaxErrorCode =
	| "EmptyExpression"
	| "UnexpectedCharacter"
	| "UnexpectedEnd"
	| "UnexpectedToken"
	| "UnterminatedString"
	| "UnterminatedAttribute"
	| "EmptyAttribute"
	| "InvalidNumber"
	| "NestedTooDeeply"
	| "TextAfterExpression";

/** Why a call can never be evaluated, whatever the user. */
export type CallErrorCode = "UnknownFunction" | "ArgumentCount" | "MissingArgument" | "UnexpectedWord";

/** Why an expression has no value for this user. */
export type EvaluationErrorCode =
	| "NotSingleValued"
	| "NotANumber"
	| "NotABoolean"
	| "NotADate"
	| "NotRoleAssignments"
	| "InvalidArgument"
	| "InvalidPattern"
	| "PatternTooSlow"
	| "InvalidDateFormat"
	| "DateOutOfRange"
	| "ValueTooLong"
	| "NullCondition"
	| "NoTarget"
	| "UniquenessUnknown"
	| "NoUniqueValue";

export type ExpressionErrorCode = SyntaxErrorCode | CallErrorCode | EvaluationErrorCode;

/** Everything that this layer throws. Says what is wrong, and where. */
export class ExpressionError extends Error {
	override readonly name: string = "ExpressionError";
	readonly code: ExpressionErrorCode;
	/** The part of the text that is to blame. */
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

	/** Where the trouble starts, in UTF-16 units from the start of the text. */
	get offset(): number {
		return this.span.start;
	}

	/** The line of `text` that holds the place, with carets below it. */
	caret(text: string): string {
		return underline(text, this.span);
	}
}

/** The text is not an expression. */
export class ExpressionSyntaxError extends ExpressionError {
	override readonly name = "ExpressionSyntaxError";
}

/** The text reads well, but calls a function that does not exist, or calls it wrongly. */
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
	/** `Redact` had a part in the value: logs and screens do not show it. */
	readonly redacted: boolean;

	constructor(value: string, redacted: boolean, text: string, span: Span) {
		super("UniquenessUnknown", "Whether the target has this value already is not known yet", text, span);
		this.value = value;
		this.redacted = redacted;
	}
}
