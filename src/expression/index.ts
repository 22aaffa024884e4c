export { type Ast, attributesOf, type Node } from "./ast.ts";
export { type CheckOptions, check, type Problem } from "./check.ts";
export { type Compiled, compile, evaluate } from "./compile.ts";
export { type Candidate, complete, signatureAt } from "./complete.ts";
export { DateTime } from "./dates/date-time.ts";
export {
	EvaluationError,
	ExpressionCallError,
	ExpressionError,
	type ExpressionErrorCode,
	ExpressionSyntaxError,
	UniquenessUnknownError,
} from "./errors.ts";
export { type Explained, type Explanation, explain, type Outcome } from "./explain.ts";
export { format } from "./format.ts";
export {
	type Example,
	type Family,
	type FunctionDescriptor,
	type Kind,
	signatureOf,
} from "./functions/descriptor.ts";
export { findFunction, functions } from "./functions/registry.ts";
export { bracketAt, type HighlightKind, highlight } from "./highlight.ts";
export { fromJson, type Json, toJson } from "./json.ts";
export { quote } from "./literal.ts";
export { parse } from "./parse.ts";
export { redactedAttributes } from "./redaction.ts";
export { renderReference } from "./reference.ts";
export { PatternError, PatternTooSlowError } from "./regex/errors.ts";
export { type Match, Regex, regexOf } from "./regex/regex.ts";
export { type RoleAssignment, RoleAssignments, type RoleValue, RoleValues } from "./roles.ts";
export { type Environment, type Input, type Result, redactedText } from "./run.ts";
export { type Position, positionAt, type Span, underline } from "./span.ts";
export { isEmpty, isList, toText, type Value } from "./value.ts";
