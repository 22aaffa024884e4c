import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { writePrivately } from "../../../config/json/write-privately.ts";
import { expandHome, homeNeeded } from "../../../config/paths/expand-home.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { errorMessage } from "../../../text/error-message.ts";

/** An export that could not be written. Its message can be shown as it is. */
export class ExportError extends Error {
	override readonly name = "ExportError";
}

/**
 * Writes an export to a file that only its owner can read (mode 0600). A leading `~` is the home folder.
 *
 * @returns `exists`, without writing, when there is a file that `replace` does not allow to be replaced.
 * @throws ExportError
 */
export async function writeExport(
	typed: string,
	text: string,
	{ replace }: { readonly replace: boolean },
): Promise<"written" | "exists"> {
	const path = expandHome(typed);
	if (path === undefined) throw new ExportError(`${cleanText(typed)} ${homeNeeded}.`);
	try {
		const found = await statIfPresent(path);
		if (found !== undefined && !found.isFile())
			throw new ExportError(`${cleanText(typed)} is not a file. Enter the name of a new file.`);
		if (found !== undefined && !replace) return "exists";
		// A folder with a typing error in its name is not created.
		await stat(dirname(path));
		await writePrivately(path, text);
		return "written";
	} catch (error) {
		if (error instanceof ExportError) throw error;
		throw new ExportError(`Can't write ${cleanText(typed)}: ${errorMessage(error)}`, { cause: error });
	}
}

async function statIfPresent(path: string) {
	try {
		return await stat(path);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
}
