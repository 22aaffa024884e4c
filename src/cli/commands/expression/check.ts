import { attributesOf, check, type Problem, parse, underline } from "../../../expression/index.ts";
import { isReadable, readableAttributes } from "../../../mapping/check/check-mapping.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { placeLines } from "../../output/place-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { type InputOptions, inputOptions, readAttributes } from "./input.ts";
import { attempt } from "./print-error.ts";

export const command = defineCommand({
	description: "Check an expression and list its problems, with line and column.",
	arguments: { expression: argument("the expression") },
	options: inputOptions,
	run: ({ expression, ...options }, { streams }) => checkExpression(expression, options, streams),
});

/**
 * Lists the problems of an expression, with places. An attribute is known when Entra offers it or the input has it.
 * Returns 1 for an error; a warning alone passes.
 */
export function checkExpression(text: string, options: InputOptions, streams: Streams): ExitCode {
	const problems = problemsOf(text, Object.keys(readAttributes(options.input)));
	if (options.json) streams.out(jsonLine({ problems }));
	else if (problems.length === 0) streams.out("No problems.");
	for (const { severity, message, line, column, span } of options.json ? [] : problems) {
		streams.out(`${severity} at line ${line}, column ${column}: ${cleanText(message)}`);
		for (const shown of placeLines(underline(text, span))) streams.out(shown);
	}
	return problems.some(({ severity }) => severity === "error") ? exitCode.error : exitCode.done;
}

function problemsOf(text: string, given: readonly string[]): readonly Problem[] {
	const parsed = attempt(() => parse(text));
	if ("error" in parsed) return check(text);
	const options = { attributes: given };
	const read = attributesOf(parsed.value.root).filter((name) => isReadable(name, options));
	return check(parsed.value, { attributes: [...readableAttributes(options), ...read] }).map(softened);
}

/** An unknown name that is close to no known one may be a custom attribute of the tenant. */
function softened(problem: Problem): Problem {
	const isOwn = problem.code === "UnknownAttribute" && problem.suggestion === undefined;
	return isOwn ? { ...problem, severity: "warning" } : problem;
}
