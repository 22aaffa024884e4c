import { compile } from "../../../expression/index.ts";
import { cleanLines } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { optionalArgument, text } from "../../options/option.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { evalBatch } from "./batch.ts";
import { type InputOptions, inputOf, inputOptions, readAttributes } from "./input.ts";
import { type EnvironmentOptions, environmentOf, environmentOptions, evaluationRecord } from "./outcome.ts";
import { printError } from "./print-error.ts";

export const command = defineCommand({
	description: "Evaluate an expression, or a file of expressions.",
	arguments: { expression: optionalArgument("the expression") },
	options: {
		batch: text(
			"file",
			'file (- for standard input) of lines {"expression", "input"}; prints one JSON outcome for each',
		),
		...inputOptions,
		...environmentOptions,
	},
	run({ expression, batch, ...options }, { streams }) {
		if (batch !== undefined && expression === undefined) {
			if (options.input === undefined) return evalBatch(batch, options, streams);
			throw new UsageError("--input has no use with --batch: each line of the file has its own input.");
		}
		if (batch === undefined && expression !== undefined) return evalExpression(expression, options, streams);
		throw new UsageError("expression eval takes either an expression or --batch with a file.");
	},
});

/** Evaluates one expression. Returns 1 when it has no value. Throws `UsageError` for input that cannot be read. */
export function evalExpression(
	expression: string,
	options: InputOptions & EnvironmentOptions,
	streams: Streams,
): ExitCode {
	const input = inputOf(readAttributes(options.input));
	const record = evaluationRecord(() => compile(expression), input, environmentOf(options));
	if ("error" in record) return printError(expression, record.error, options.json, streams);
	if (options.json) streams.out(jsonLine(record));
	else if (typeof record.value === "string") for (const line of cleanLines(record.value)) streams.out(line);
	else streams.out(record.dropped ? "null (dropped from the flow)" : jsonLine(record.value));
	return exitCode.done;
}
