import { z } from "zod";
import { fileReason } from "../../../config/paths/path-problem.ts";
import { readFileTextSync } from "../../../config/paths/read-file.ts";
import { fromJson, type Input, type Value } from "../../../expression/index.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { flag, type Given, text } from "../../options/option.ts";
import { UsageError } from "../../options/usage-error.ts";

/** What every command that reads attributes takes. */
export const inputOptions = {
	input: text("json|@file", "attributes of a user as a JSON object, or @ and a file with one"),
	json: flag("print the outcome as JSON"),
};

export type InputOptions = Given<typeof inputOptions>;

/** The attributes of a user as JSON: strings, numbers, booleans, null, arrays of these, `[{id, value, displayName}]` for roles. */
export const attributesSchema = z.record(z.string(), z.unknown());

export type Attributes = z.infer<typeof attributesSchema>;

/**
 * The attributes that `--input` gives: a JSON object, or `@` and the name of a file with one; none when it is left out.
 * Throws `UsageError`.
 */
export function readAttributes(given: string | undefined): Attributes {
	if (given === undefined) return {};
	const fromFile = given.startsWith("@");
	const place = fromFile ? `--input ${given}` : "--input";
	const parsed = attributesSchema.safeParse(parseJson(fromFile ? readText(given.slice(1)) : given, place));
	if (parsed.success) return parsed.data;
	throw new UsageError(
		`${place} takes a JSON object of attributes, such as {"mail": "a@example.com"}, or @ and the name of a file with one.`,
	);
}

/** What an expression reads: names match in any case, an exact one first. Throws `UsageError` naming the attribute. */
export function inputOf(attributes: Attributes): Input {
	return Object.fromEntries(
		Object.entries(attributes).map(([name, json]) => [name, attributeValue(name, json)]),
	);
}

function attributeValue(name: string, json: unknown): Value {
	try {
		return fromJson(json);
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw new UsageError(`The input's ${cleanText(name)} cannot be read: ${error.message}.`);
	}
}

function readText(file: string): string {
	try {
		return readFileTextSync(file);
	} catch (error) {
		throw new UsageError(`--input @${file} cannot be read: ${fileReason(error)}.`);
	}
}

/** Throws `UsageError` that begins with `place`. */
export function parseJson(text: string, place: string): unknown {
	try {
		const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
		return json;
	} catch (error) {
		throw new UsageError(`${place}: this is not JSON: ${cleanText(errorMessage(error))}`);
	}
}
