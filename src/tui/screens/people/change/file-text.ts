import { basename } from "node:path";
import type { PeopleFile } from "../../../../app/people/people.ts";
import { counted } from "../../../../text/counted.ts";
import { keyFor } from "../../../keys/key-table.ts";

/** What a change will do to a source that is a file; empty for Entra ID. */
export function rewriteLines(file: PeopleFile | null): readonly string[] {
	return file === null
		? []
		: [`This rewrites ${file.path}. A copy is kept beside it, and ${keyFor("undo")} undoes the change.`];
}

/** What a change did to the file, to add to its result. */
export function rewrittenText(file: PeopleFile | null): string {
	const latest = file?.rewrites.at(-1);
	return latest === undefined ? "" : ` ${basename(latest.file)} was rewritten; ${keyFor("undo")} undoes it.`;
}

/** The first problem of the file, and how to list them all; null when there is none. */
export function problemText(file: PeopleFile | null): string | null {
	const [first, ...others] = file?.problems ?? [];
	if (file === null || first === undefined) return null;
	const place = first.line === null ? "" : `, line ${first.line}`;
	const more = others.length === 0 ? "" : ` ${counted(others.length, "more warning", "more warnings")}:`;
	return `! ${basename(file.path)}${place}: ${first.message}${more} sumo-provision source check`;
}
