import { existsSync } from "node:fs";
import { findSyntaxError } from "../../text/json-text.ts";
import { NotAFileError, readFileText } from "../paths/read-file.ts";
import { writePrivately } from "./write-privately.ts";

/** The path of the copy that is kept of a file of settings or secrets, as it was last saved. */
export function jsonBackupOf(file: string): string {
	return `${file}.backup`;
}

/** The text of the copy; undefined when there is none that can be used. */
export async function readJsonBackup(file: string): Promise<string | undefined> {
	try {
		const text = await readFileText(jsonBackupOf(file));
		return text.trim() === "" || findSyntaxError(text) !== undefined ? undefined : text;
	} catch (error) {
		if (error instanceof NotAFileError || (error instanceof Error && "code" in error)) return undefined;
		throw error;
	}
}

/** What to do about a damaged file. Names the copy only if there is one. */
export async function damagedJsonRemedy(file: string, otherwise: string): Promise<string> {
	return (await readJsonBackup(file)) === undefined
		? `The file is unchanged. ${otherwise}`
		: `The file is unchanged. "sumo-provision recover" keeps it aside and puts its last good copy, ${jsonBackupOf(file)}, in its place.`;
}

/** What to do about a missing file; undefined when it has no copy, as before it is saved for the first time. */
export async function missingJsonRemedy(file: string): Promise<string | undefined> {
	return (await readJsonBackup(file)) === undefined
		? undefined
		: `"sumo-provision recover" puts its last good copy, ${jsonBackupOf(file)}, in its place. To start over, move the copy away.`;
}

/**
 * Saves a file and its copy, with the same text, so that no secret that the file loses stays in the copy. A file that exists is saved after its copy, which is whole then if the file is cut off; a new one before it,
 * since a copy without its file is what is left of a lost one.
 *
 * @param save writes the file
 */
export async function saveWithBackup(file: string, text: string, save: () => Promise<void>): Promise<void> {
	const isNew = !existsSync(file);
	if (isNew) await save();
	await writePrivately(jsonBackupOf(file), text);
	if (!isNew) await save();
}
