import {
	compile,
	type Explanation,
	explain,
	redactedText,
	toJson,
	toText,
} from "../../../expression/index.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { cleanIndented } from "../../output/place-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { type InputOptions, inputOf, inputOptions, readAttributes } from "./input.ts";
import { type EnvironmentOptions, environmentOf, environmentOptions, errorRecord } from "./outcome.ts";
import { attempt, printError } from "./print-error.ts";

export const command = defineCommand({
	description: "Show the value of every part of an expression.",
	arguments: { expression: argument("the expression") },
	options: { ...inputOptions, ...environmentOptions },
	run: ({ expression, ...options }, { streams }) => explainExpression(expression, options, streams),
});

/** Shows the value of every part of an expression; `[Redact]` for what `Redact` hides. Returns 1 when the whole has none. */
export function explainExpression(
	text: string,
	options: InputOptions & EnvironmentOptions,
	streams: Streams,
): ExitCode {
	const input = inputOf(readAttributes(options.input));
	const compiled = attempt(() => compile(text));
	if ("error" in compiled) return printError(text, compiled.error, options.json, streams);
	const { root, result } = explain(compiled.value, input, environmentOf(options));
	const dropped = result?.dropped ? { dropped: true } : {};
	if (options.json)
		streams.out(jsonLine({ ...outcomeRecord(root), ...dropped, explanation: partRecord(root) }));
	else for (const line of partLines(root, 0)) streams.out(line);
	return result === undefined ? exitCode.error : exitCode.done;
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
