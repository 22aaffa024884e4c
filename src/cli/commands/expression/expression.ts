import {
	attributesOf,
	check,
	compile,
	type Explanation,
	explain,
	format,
	type Problem,
	parse,
	redactedText,
	toJson,
	toText,
	underline,
} from "../../../expression/index.ts";
import { isReadable, readableAttributes } from "../../../mapping/check-mapping.ts";
import { cleanLines, cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { inputOf, readAttributes } from "./input.ts";
import {
	type ErrorRecord,
	environmentOf,
	errorRecord,
	evaluationRecord,
	type WorldOptions,
} from "./outcome.ts";

/** What every expression command takes. `input` is a JSON object of attributes, or `@file` with one. */
export type ExpressionOptions = { readonly json: boolean; readonly input?: string };

/** Evaluates one expression. Fails with 1 when it has no value. Throws `UsageError` for input that cannot be read. */
export function evalExpression(
	text: string,
	options: ExpressionOptions & WorldOptions,
	streams: Streams,
): ExitCode {
	const input = inputOf(readAttributes(options.input));
	const record = evaluationRecord(() => compile(text), input, environmentOf(options));
	if (options.json) streams.out(jsonLine(record));
	else if ("error" in record) complain(text, record.error, streams);
	else if (typeof record.value === "string") for (const line of cleanLines(record.value)) streams.out(line);
	else streams.out(record.dropped ? "null (dropped from the flow)" : jsonLine(record.value));
	return "error" in record ? exitCode.error : exitCode.done;
}

/**
 * Says what is wrong with an expression, with places. Attributes are known when Entra offers them or the input has them.
 * Fails with 1 on an error; a warning alone passes.
 */
export function checkExpression(text: string, options: ExpressionOptions, streams: Streams): ExitCode {
	const problems = problemsOf(text, Object.keys(readAttributes(options.input)));
	if (options.json) streams.out(jsonLine({ problems }));
	else if (problems.length === 0) streams.out("No problems.");
	for (const { severity, message, line, column, span } of options.json ? [] : problems) {
		streams.out(`${severity} at line ${line}, column ${column}: ${cleanText(message)}`);
		for (const shown of placeLines(underline(text, span))) streams.out(shown);
	}
	return problems.some(({ severity }) => severity === "error") ? exitCode.error : exitCode.done;
}

/** Shows the value of every part of an expression; `[Redact]` for what `Redact` hides. Fails with 1 when the whole has none. */
export function explainExpression(
	text: string,
	options: ExpressionOptions & WorldOptions,
	streams: Streams,
): ExitCode {
	const input = inputOf(readAttributes(options.input));
	const compiled = attempt(() => compile(text));
	if ("error" in compiled) return fail(text, compiled.error, options, streams);
	const { root, result } = explain(compiled.value, input, environmentOf(options));
	const dropped = result?.dropped ? { dropped: true } : {};
	if (options.json)
		streams.out(jsonLine({ ...outcomeRecord(root), ...dropped, explanation: partRecord(root) }));
	else for (const line of partLines(root, 0)) streams.out(line);
	return result === undefined ? exitCode.error : exitCode.done;
}

/**
 * Prints an expression with canonical names and spaces; with `width`, longer calls stand on several lines. The texts in
 * it are printed as they are, since the output is an expression to use.
 */
export function formatExpression(
	text: string,
	options: Pick<ExpressionOptions, "json"> & { readonly width?: number },
	streams: Streams,
): ExitCode {
	const { width } = options;
	const formatted = attempt(() => format(parse(text), width === undefined ? {} : { width }));
	if ("error" in formatted) return fail(text, formatted.error, options, streams);
	if (options.json) streams.out(jsonLine({ expression: formatted.value }));
	else for (const line of formatted.value.split("\n")) streams.out(line);
	return exitCode.done;
}

function attempt<Value>(make: () => Value): { readonly value: Value } | { readonly error: ErrorRecord } {
	try {
		return { value: make() };
	} catch (error) {
		return { error: errorRecord(error) };
	}
}

function fail(
	text: string,
	error: ErrorRecord,
	{ json }: { readonly json: boolean },
	streams: Streams,
): ExitCode {
	if (json) streams.out(jsonLine({ error }));
	else complain(text, error, streams);
	return exitCode.error;
}

function complain(text: string, { code, message, line, column }: ErrorRecord, streams: Streams): void {
	streams.err(`${code} at line ${line}, column ${column}: ${cleanText(message)}`);
	const shown = text.split(/\r\n|\r|\n/u)[line - 1] ?? "";
	for (const one of placeLines(underline(shown, { start: column - 1, end: column }))) streams.err(one);
}

/** A line of the expression and its carets, indented. */
export function placeLines(caret: string): readonly string[] {
	return caret.split("\n").map((line) => `  ${cleanIndented(line.replaceAll("\t", " "))}`);
}

function problemsOf(text: string, given: readonly string[]): readonly Problem[] {
	const parsed = attempt(() => parse(text));
	if ("error" in parsed) return check(text);
	const options = { attributes: given };
	const read = attributesOf(parsed.value.root).filter((name) => isReadable(name, options));
	return check(parsed.value, { attributes: [...readableAttributes(options), ...read] }).map(softened);
}

/** An unknown name that is close to no known one may be an attribute of the tenant's own. */
function softened(problem: Problem): Problem {
	const isOwn = problem.code === "UnknownAttribute" && problem.suggestion === undefined;
	return isOwn ? { ...problem, severity: "warning" } : problem;
}

function outcomeRecord({ outcome, redacted }: Explanation) {
	switch (outcome.type) {
		case "value":
			return { value: redacted ? redactedText : toJson(outcome.value) };
		case "error":
			return { error: errorRecord(outcome.error) };
		case "skipped":
			return { skipped: true };
	}
}

function partRecord(part: Explanation): object {
	const { text, span, children } = part;
	return { text, span, ...outcomeRecord(part), children: children.map(partRecord) };
}

function partLines(part: Explanation, depth: number): readonly string[] {
	const own = `${"  ".repeat(depth)}${part.text.replace(/\s+/gu, " ")} → ${outcomeText(part)}`;
	return [cleanIndented(own), ...part.children.flatMap((child) => partLines(child, depth + 1))];
}

function outcomeText({ outcome, redacted }: Explanation): string {
	switch (outcome.type) {
		case "value": {
			const { value } = outcome;
			if (redacted) return redactedText;
			return value === null ? "null" : jsonLine(Array.isArray(value) ? value : toText(value));
		}
		case "error":
			return `✗ ${outcome.error.message}`;
		case "skipped":
			return "not evaluated";
	}
}

function cleanIndented(line: string): string {
	const indent = /^ */u.exec(line)?.[0] ?? "";
	return `${indent}${cleanText(line.slice(indent.length))}`;
}
