import { readFile } from "node:fs/promises";
import { findSyntaxError } from "../directory/json-text.ts";
import { lineAndColumn } from "../directory/line-and-column.ts";
import { ConfigError } from "./config-error.ts";

/**
 * Reads a JSON file; undefined when there is none.
 *
 * @throws ConfigError naming file, line and column. No character of the file is quoted: it may be of a secret.
 */
export async function readJsonFile(file: string): Promise<unknown> {
	const text = await readText(file);
	if (text === undefined) return undefined;
	const wrong = findSyntaxError(text);
	if (wrong !== undefined) {
		const { line, column } = lineAndColumn(text, wrong.offset);
		throw new ConfigError(
			"invalid",
			`${file}, line ${line}, column ${column}: this is not JSON. The file was left as it is: correct it there, or move it away to begin anew.`,
		);
	}
	const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
	return json;
}

async function readText(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw new ConfigError("unreadable", `${file} cannot be read (${reason(error)}).`, error);
	}
}

/** What the file system said. */
export function reason(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
