import type { DirectoryError, SourcePlace } from "../../ports/source/directory.ts";
import { elementsAt, membersAt, type Span, start } from "../../text/json-text.ts";
import { lineAndColumn } from "../../text/line-and-column.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { propertyName } from "../format/property-name.ts";

/** Makes the error for what is wrong at that path of the document: `users[3].mail: …`. */
export type Refuse = (path: readonly PropertyKey[], what: string) => DirectoryError;

export function refusals(text: string, name: string): Refuse {
	return (path, what) => {
		const place = pathText(path);
		return invalidFile(name, place === "" ? what : `${place}: ${what}`, placeAt(text, path));
	};
}

/** Errors that begin with line and column instead of the path, for what is wrong with the whole file. */
export function refusalsByLine(text: string, name: string): Refuse {
	return (path, what) => {
		const place = placeAt(text, path);
		const column = place.column === null ? "" : `, column ${place.column}`;
		return invalidFile(name, `line ${place.line}${column}: ${what}`, place);
	};
}

/** `["users", 3, "mail"]` → `users[3].mail` */
export function pathText(path: readonly PropertyKey[]): string {
	return path
		.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
		.join("")
		.replace(/^\./, "");
}

/** Line and column of the value at that path of a valid document, or of the value that should hold it. */
export function placeAt(text: string, path: readonly PropertyKey[]): SourcePlace {
	let at = start(text);
	for (const step of path) {
		const next = typeof step === "number" ? itemAt(text, at, step) : memberNamed(text, at, String(step));
		if (next === undefined) break;
		at = next.start;
	}
	return lineAndColumn(text, at);
}

/** The value of the property of the object at `at`, whose name may be written in another case. */
export function memberNamed(text: string, at: number, name: string): Span | undefined {
	if (text[at] !== "{") return undefined;
	const members = membersAt(text, at);
	const exact = members.get(name);
	if (exact !== undefined) return exact;
	const written = [...members.keys()].find((one) => propertyName(one) === propertyName(name));
	return written === undefined ? undefined : members.get(written);
}

function itemAt(text: string, at: number, index: number): Span | undefined {
	return text[at] === "[" ? elementsAt(text, at)[index] : undefined;
}
