import { createReadStream } from "node:fs";
import { z } from "zod";
import { fileReason } from "../../../config/paths/path-problem.ts";
import type { Input } from "../../../expression/index.ts";
import { counted } from "../../../text/counted.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { attributesSchema, inputOf, parseJson } from "./input.ts";
import { cachedCompile, type EnvironmentOptions, environmentOf, evaluationRecord } from "./outcome.ts";

const batchLine = z.object({
	expression: z.string(),
	input: attributesSchema.nullish().transform((input) => input ?? {}),
});

/** A line that is not `{"expression", "input"}`. It replaces the outcome, so that output and input lines correspond. */
type InvalidLine = {
	readonly error: {
		readonly code: "InvalidInput";
		readonly message: string;
		/** The line of the file, since there is no expression. */
		readonly line: number;
		readonly column: 1;
	};
};

/**
 * Evaluates each line `{"expression", "input"}` of a file (`-`: `stdin`) and prints one line of outcome for each, in the
 * same order; blank lines are skipped. A line that cannot be read yields an error with the code `InvalidInput`, and
 * the exit code 3 at the end. Expressions without a value are outcomes: they do not change the exit code.
 */
export async function evalBatch(
	file: string,
	options: EnvironmentOptions,
	streams: Streams,
	stdin: AsyncIterable<string | Buffer> = process.stdin,
): Promise<ExitCode> {
	const environment = environmentOf(options);
	const compileOnce = cachedCompile();
	const name = file === "-" ? "standard input" : file;
	let number = 0;
	let unreadable = 0;
	for await (const line of linesOf(file === "-" ? stdin : createReadStream(file), name)) {
		number += 1;
		if (line.trim() === "") continue;
		const read = readLine(line, name, number);
		if ("error" in read) {
			unreadable += 1;
			streams.out(jsonLine(read));
			continue;
		}
		streams.out(jsonLine(evaluationRecord(() => compileOnce(read.expression), read.input, environment)));
	}
	if (unreadable === 0) return exitCode.done;
	streams.err(`${counted(unreadable, "line")} of ${name} could not be read: see the InvalidInput errors.`);
	return exitCode.someFailed;
}

function readLine(
	line: string,
	file: string,
	number: number,
): { readonly expression: string; readonly input: Input } | InvalidLine {
	const place = `${file}, line ${number}`;
	try {
		const parsed = batchLine.safeParse(parseJson(line, place));
		if (parsed.success) {
			return { expression: parsed.data.expression, input: inputOf(parsed.data.input) };
		}
		const problems = parsed.error.issues.map(
			({ path, message }) => `${path.join(".") || "the line"}: ${message}`,
		);
		throw new UsageError(`${place}: expected {"expression", "input"}: ${problems.join("; ")}`);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		const message = error.message.startsWith(place) ? error.message : `${place}: ${error.message}`;
		return { error: { code: "InvalidInput", message, line: number, column: 1 } };
	}
}

/**
 * The lines of a stream, ended by LF or CRLF only: node:readline also ends them at U+2028, which JSON may hold raw, and
 * does not report a file that cannot be read.
 */
async function* linesOf(stream: AsyncIterable<string | Buffer>, name: string): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for await (const chunk of stream) {
			const lines = (
				rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))
			).split("\n");
			rest = lines.pop() ?? "";
			yield* lines;
		}
	} catch (error) {
		throw new UsageError(`Can't read ${name}: ${fileReason(error)}.`);
	}
	rest += decoder.decode();
	if (rest !== "") yield rest;
}
