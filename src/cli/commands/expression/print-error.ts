import { underline } from "../../../expression/index.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { placeLines } from "../../output/place-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { type ErrorRecord, errorRecord } from "./outcome.ts";

/** What `make` returns, or the `ExpressionError` that it throws. */
export function attempt<Value>(
	make: () => Value,
): { readonly value: Value } | { readonly error: ErrorRecord } {
	try {
		return { value: make() };
	} catch (error) {
		return { error: errorRecord(error) };
	}
}

/** Prints why an expression has no value: as JSON on `out`, or as text on `err` with the place below. Returns 1. */
export function printError(text: string, error: ErrorRecord, json: boolean, streams: Streams): ExitCode {
	if (json) streams.out(jsonLine({ error }));
	else {
		const { code, message, line, column } = error;
		streams.err(`${code} at line ${line}, column ${column}: ${cleanText(message)}`);
		const shown = text.split(/\r\n|\r|\n/u)[line - 1] ?? "";
		for (const one of placeLines(underline(shown, { start: column - 1, end: column }))) streams.err(one);
	}
	return exitCode.error;
}
