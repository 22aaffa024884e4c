import { ConfigError } from "../../../config/config-error.ts";
import { NotJsonError, parseJson, readText } from "../../../config/json-file.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";

/**
 * Reads a file of mappings, or of Entra's schema.
 *
 * @throws UsageError naming file, line and column
 */
export async function readMappingFile(file: string): Promise<unknown> {
	const name = cleanText(file);
	const text = await textOf(file);
	if (text === undefined) throw new UsageError(`There is no file ${name}.`);
	try {
		return parseJson(text);
	} catch (error) {
		if (!(error instanceof NotJsonError)) throw error;
		const place = `${name}, line ${error.line}, column ${error.column}`;
		if (/^\s*</.test(text)) {
			throw new UsageError(
				`${place}: this is a page of the web, not JSON: save what Microsoft Graph answers.`,
			);
		}
		throw new UsageError(`${place}: this is not JSON: ${cleanText(error.problem)}`);
	}
}

async function textOf(file: string): Promise<string | undefined> {
	try {
		return await readText(file);
	} catch (error) {
		throw error instanceof ConfigError ? new UsageError(cleanText(error.message)) : error;
	}
}
