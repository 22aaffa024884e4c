import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { absolutePath } from "../../../config/paths/expand-home.ts";

/** A path as far as it can be completed, and the names to choose from where several begin like that. */
export type PathCompletion = { readonly path: string; readonly candidates: readonly string[] };

/** The names in a folder, folders with a `/` at the end; none in a folder that cannot be read. */
function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder, { withFileTypes: true })
			.filter(({ name }) => !/\p{Cc}/u.test(name))
			.map((entry) => {
				const isFolder = entry.isSymbolicLink()
					? leadsToFolder(join(folder, entry.name))
					: entry.isDirectory();
				return isFolder ? `${entry.name}/` : entry.name;
			});
	} catch {
		return [];
	}
}

function leadsToFolder(link: string): boolean {
	return statSync(link, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The text with which all names begin. */
function commonStart(names: readonly string[]): string {
	const [first = "", ...others] = names;
	const letters = [...first];
	let length = letters.length;
	while (length > 0 && !others.every((name) => name.startsWith(letters.slice(0, length).join(""))))
		length -= 1;
	return letters.slice(0, length).join("");
}

/**
 * Completes a typed path as a shell does: up to where names differ, folders with a `/` at the end, hidden names only after a dot. A leading
 * `~` is the home folder, and a relative path starts at the working folder.
 */
export function completePath(typed: string): PathCompletion {
	if (typed === "~") return { path: "~/", candidates: [] };
	const end = typed.lastIndexOf("/") + 1;
	const [place, start] = [typed.slice(0, end), typed.slice(end)];
	const folder = absolutePath(place === "" ? "." : place);
	const names = (isAbsolute(folder) ? namesIn(folder) : [])
		.filter((name) => name.startsWith(start) && (start.startsWith(".") || !name.startsWith(".")))
		.toSorted();
	if (names.length === 0) return { path: typed, candidates: [] };
	return { path: place + commonStart(names), candidates: names.length === 1 ? [] : names };
}

/** Whether a typed path names a file: it is complete, also when other names begin like it. */
export function namesFile(typed: string): boolean {
	const path = absolutePath(typed);
	return isAbsolute(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}
