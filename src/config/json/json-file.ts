import { fileRefusal } from "../../text/file-refusal.ts";
import { findSyntaxError, tooDeep } from "../../text/json-text.ts";
import { lineAndColumn } from "../../text/line-and-column.ts";
import { ConfigError } from "../errors/config-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { lostLink } from "../paths/lost-link.ts";
import { readFileText } from "../paths/read-file.ts";
import { damagedJsonRemedy, missingJsonRemedy } from "./json-backup.ts";

/**
 * Reads a JSON file; undefined when there is none. A file that is missing beside its copy is lost, not new: the next save would replace
 * the copy too.
 *
 * @throws ConfigError naming file, line and column. Nothing of the file is quoted, since it may be part of a secret.
 */
export async function readJsonFile(file: string): Promise<unknown> {
	const text = await readText(file);
	if (text === undefined) {
		const remedy = await missingJsonRemedy(file);
		if (remedy === undefined) return undefined;
		throw new ConfigError("invalid", `${file} is missing. ${remedy}`);
	}
	if (text.trim() === "")
		throw new ConfigError(
			"invalid",
			`${file} is empty: its content was lost, for example to a full disk. ${await damagedJsonRemedy(file, "Put a copy in its place, or move it away to start over.")}`,
		);
	try {
		return parseJson(text);
	} catch (error) {
		if (!(error instanceof NotJsonError)) throw error;
		throw new ConfigError(
			"invalid",
			`${file}, line ${error.line}, column ${error.column}: ${error.problem === tooDeep ? tooDeep : "the text is not JSON"}. ${await damagedJsonRemedy(file, "Correct it there, or move it away to start over.")}`,
		);
	}
}

/**
 * What a file holds that is only a convenience; undefined when there is none, and for one that can't be read: it is written again. Never
 * throws for what the file is or holds.
 */
export async function readJsonRecord(file: string): Promise<unknown> {
	try {
		return await readJsonFile(file);
	} catch (error) {
		if (error instanceof ConfigError) return undefined;
		throw error;
	}
}

/** The text of a file that an option names; undefined when there is none. Throws `UsageError`. */
export async function readNamedText(
	file: string,
	{ flag, variable }: { readonly flag: string; readonly variable: string },
): Promise<string | undefined> {
	try {
		return await readText(file);
	} catch (error) {
		throw error instanceof ConfigError ? new UsageError(flag, variable, error.message) : error;
	}
}

/** Text that is not JSON. */
export class NotJsonError extends Error {
	override readonly name = "NotJsonError";
	/** What is wrong, without line and column. It may quote the text. */
	readonly problem: string;
	/** From 1. */
	readonly line: number;
	readonly column: number;

	constructor(problem: string, line: number, column: number) {
		super(`line ${line}, column ${column}: ${problem}`);
		this.problem = problem;
		this.line = line;
		this.column = column;
	}
}

/** Reads JSON, with or without a byte order mark. Throws `NotJsonError`. */
export function parseJson(text: string): unknown {
	const wrong = findSyntaxError(text);
	if (wrong !== undefined) {
		const { line, column } = lineAndColumn(text, wrong.offset);
		throw new NotJsonError(wrong.message, line, column);
	}
	const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
	return json;
}

/** A file's text; undefined when there is none. Throws `ConfigError`. */
export async function readText(file: string): Promise<string | undefined> {
	try {
		return await readFileText(file);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") {
			const lost = lostLink(file);
			if (lost === undefined) return undefined;
			throw new ConfigError("unreadable", `${file} ${lost}.`, error);
		}
		throw new ConfigError("unreadable", fileRefusal(file, "read", error), error);
	}
}
