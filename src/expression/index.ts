export {
	type Example,
	type Family,
	type FunctionDescriptor,
	type Kind,
	signatureOf,
} from "./call/descriptor.ts";
export { type CheckOptions, check } from "./check.ts";
export { type Compiled, compile, evaluate } from "./compile.ts";
export { type Candidate, complete, signatureAt } from "./complete.ts";
export { DateTime } from "./dates/date-time.ts";
export { type Explained, type Explanation, explain, type Outcome } from "./explain.ts";
export { format } from "./format.ts";
export { findFunction, functions } from "./functions/registry.ts";
export { bracketAt, type HighlightKind, highlight } from "./highlight.ts";
export { renderReference } from "./reference.ts";
export { PatternError, PatternTooSlowError } from "./regex/errors.ts";
export { type Match, Regex, regexOf } from "./regex/regex.ts";
export { type Ast, attributesOf, type Node } from "./syntax/ast.ts";
export {
	EvaluationError,
	ExpressionCallError,
	ExpressionError,
	type ExpressionErrorCode,
	ExpressionSyntaxError,
	UniquenessUnknownError,
} from "./syntax/errors.ts";
export { quote } from "./syntax/literal.ts";
export { parse } from "./syntax/parse.ts";
export type { Problem } from "./syntax/problem.ts";
export { redactedAttributes } from "./syntax/redaction.ts";
export { type Position, positionAt, type Span, underline } from "./syntax/span.ts";
export { fromJson, type Json, toJson } from "./value/json.ts";
export { type RoleAssignment, RoleAssignments, type RoleValue, RoleValues } from "./value/roles.ts";
export { type Environment, type Input, type Result, redactedText } from "./value/run.ts";
export { isEmpty, isList, toText, type Value } from "./value/value.ts";
