import { elementsAt, membersAt, type Span, start } from "../../text/json-text.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { memberNamed } from "./json-place.ts";

/** The document with one more item in the array of that name, formatted like its neighbors. */
export function withElement(text: string, arrayName: string, item: object, name: string): string {
	const array = memberNamed(text, start(text), arrayName);
	if (!array) return withMember(text, arrayName, item, name);
	const elements = elementsAt(text, array.start);
	const last = elements.at(-1);
	if (!last) return splice(text, array, `[${nested(item, indentOfLine(text, array.start), text)}]`);
	const lead = leadOf(text, last);
	return splice(text, { start: last.end, end: last.end }, `,${lead}${likewise(text, last, item)}`);
}

/** The document without those items of the array of that name. */
export function withoutElements(text: string, arrayName: string, isGone: (index: number) => boolean): string {
	const array = memberNamed(text, start(text), arrayName);
	if (!array) return text;
	const elements = elementsAt(text, array.start);
	const kept = elements.filter((_, index) => !isGone(index));
	if (kept.length === 0) return splice(text, array, "[]");
	let result = text;
	for (let index = elements.length - 1; index >= 0; index--) {
		if (isGone(index)) result = splice(result, withOneComma(elements, index), "");
	}
	return result;
}

/** The item and the comma that goes with it: the one after it for the first item, otherwise the one before it. */
function withOneComma(elements: readonly Span[], index: number): Span {
	const item = elements[index];
	const before = elements[index - 1];
	const after = elements[index + 1];
	if (before && item) return { start: before.end, end: item.end };
	return { start: item?.start ?? 0, end: after?.start ?? item?.end ?? 0 };
}

function withMember(text: string, arrayName: string, item: object, name: string): string {
	const last = [...membersAt(text, start(text)).values()].at(-1);
	if (!last) throw invalidFile(name, "the document is empty");
	const indent = indentOfLine(text, start(text)) + indentUnit(text);
	const lead = text.includes("\n") ? newline(text) + indent : " ";
	const array = `${JSON.stringify(arrayName)}: [${nested(item, indent, text)}]`;
	return splice(text, { start: last.end, end: last.end }, `,${lead}${array}`);
}

/** The first item of an array on a line with that indent. */
function nested(item: object, indent: string, text: string): string {
	if (!text.includes("\n")) return JSON.stringify(item);
	const inner = newline(text) + indent + indentUnit(text);
	return `${inner}${spaced(item)}${newline(text)}${indent}`;
}

/** Written over several lines if its neighbor is, otherwise on one. */
function likewise(text: string, neighbor: Span, item: object): string {
	const neighborText = text.slice(neighbor.start, neighbor.end);
	if (!neighborText.includes("\n"))
		return /^\{\s/.test(neighborText) ? spaced(item) : dense(neighborText, item);
	const indent = indentOfLine(text, neighbor.start);
	return JSON.stringify(item, null, indentUnit(text)).replaceAll("\n", newline(text) + indent);
}

function dense(neighborText: string, item: object): string {
	return /":\s/.test(neighborText)
		? spaced(item).replace(/^\{ | \}$/g, (edge) => edge.trim())
		: JSON.stringify(item);
}

/** `{ "a": "b", "c": "d" }` */
function spaced(item: object): string {
	const members = Object.entries(item).map(
		([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
	);
	return `{ ${members.join(", ")} }`;
}

/** The space before an item, back to its comma or bracket. */
function leadOf(text: string, element: Span): string {
	return /\s*$/.exec(text.slice(Math.max(0, element.start - 200), element.start))?.[0] ?? "";
}

function indentOfLine(text: string, at: number): string {
	const lineStart = text.lastIndexOf("\n", at - 1) + 1;
	return /^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? "";
}

/** What the document indents by: the space before its first name. */
function indentUnit(text: string): string {
	return /^\s*\{\r?\n([ \t]+)"/.exec(text.slice(0, 400))?.[1] ?? "\t";
}

function newline(text: string): string {
	return text.slice(0, text.indexOf("\n") + 1).endsWith("\r\n") ? "\r\n" : "\n";
}

function splice(text: string, span: Span, replacement: string): string {
	return text.slice(0, span.start) + replacement + text.slice(span.end);
}
