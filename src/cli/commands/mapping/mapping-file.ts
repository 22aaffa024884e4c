import { MappingFileError } from "../../../app/mapping/mapping-exchange.ts";
import { ConfigError } from "../../../config/errors/config-error.ts";
import { NotJsonError, parseJson, readText } from "../../../config/json/json-file.ts";
import { EntraSchemaError } from "../../../entra-schema/document.ts";
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
			throw new UsageError(`${place}: this is a web page, not JSON. Save the response of Microsoft Graph.`);
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

/** Names the file in errors about its content. */
export async function namingFile<Value>(file: string | undefined, use: () => Value): Promise<Awaited<Value>> {
	try {
		return await use();
	} catch (error) {
		if (error instanceof EntraSchemaError || error instanceof MappingFileError)
			throw new UsageError(`${cleanText(file ?? "")}: ${cleanText(error.message)}`);
		throw error;
	}
}
