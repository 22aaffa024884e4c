import { format, parse } from "../../../expression/index.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { wholeNumber } from "../../options/whole-number.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { attempt, printError } from "./print-error.ts";

export const command = defineCommand({
	description: "Print an expression with names as documented and regular spaces.",
	arguments: { expression: argument("the expression") },
	options: {
		width: wholeNumber("columns", "break calls that are longer than this into lines"),
		json: flag("print the outcome as JSON"),
	},
	run: ({ expression, ...options }, { streams }) => formatExpression(expression, options, streams),
});

/**
 * Prints an expression with canonical names and spaces; with `width`, longer calls are broken into lines. The strings in it are
 * printed as they are, since the output is an expression to use.
 */
export function formatExpression(
	text: string,
	{ json, width }: { readonly json: boolean; readonly width?: number },
	streams: Streams,
): ExitCode {
	const formatted = attempt(() => format(parse(text), width === undefined ? {} : { width }));
	if ("error" in formatted) return printError(text, formatted.error, json, streams);
	if (json) streams.out(jsonLine({ expression: formatted.value }));
	else for (const line of formatted.value.split("\n")) streams.out(line);
	return exitCode.done;
}
