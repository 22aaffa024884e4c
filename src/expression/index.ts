export {
	type Ast,
	type AttributeNode,
	attributesOf,
	type CallNode,
	type ComparisonNode,
	type ComparisonOperator,
	descendants,
	type Node,
	type NumberNode,
	type OmittedNode,
	type TextNode,
	type WordNode,
} from "./ast.ts";
export { type CheckCode, type CheckedTarget, type CheckOptions, check, type Problem } from "./check.ts";
export { type Compiled, compile, evaluate } from "./compile.ts";
export { type ActiveSignature, type Candidate, type Completion, complete, signatureAt } from "./complete.ts";
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
export { type FormatOptions, format } from "./format.ts";
export {
	type Example,
	type Family,
	type FunctionDescriptor,
	type Kind,
	type Parameter,
	signatureOf,
} from "./functions/descriptor.ts";
export { findFunction, functions } from "./functions/registry.ts";
export { type BracketPair, bracketAt, type Highlight, type HighlightKind, highlight } from "./highlight.ts";
export { fromJson, type Json, toJson } from "./json.ts";
export { quote } from "./literal.ts";
export { deepestNesting, parse } from "./parse.ts";
export { redactedAttributes } from "./redaction.ts";
export { renderFunction, renderReference } from "./reference.ts";
export { PatternError, PatternTooSlowError } from "./regex/errors.ts";
export { type Match, Regex, regexOf } from "./regex/regex.ts";
export { type RoleAssignment, RoleAssignments, type RoleValue, RoleValues } from "./roles.ts";
export { type Environment, type Input, type Result, redactedText } from "./run.ts";
export { type Position, positionAt, type Span, underline } from "./span.ts";
export { isEmpty, isList, toText, type Value } from "./value.ts";
