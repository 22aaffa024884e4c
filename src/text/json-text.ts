/**
 * JSON with positions: where a text stops being valid JSON, and where its values begin and end.
 * `JSON.parse` returns the values but not their positions.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */

/** From the first character of a value to the position after its last. */
export type Span = { readonly start: number; readonly end: number };

/** The position at which a text is not valid JSON. */
export class JsonTextError extends Error {
	override readonly name = "JsonTextError";
	readonly offset: number;

	constructor(offset: number, message: string) {
		super(message);
		this.offset = offset;
	}
}

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const deepest = 1_000;

/** What is wrong with a text whose values lie in more others than a JSON document needs. */
export const tooDeep = "values nested too deeply";

/** Where and why the text is not valid JSON; undefined when it is valid. */
export function findSyntaxError(text: string): JsonTextError | undefined {
	try {
		const end = afterSpace(text, afterValue(text, start(text), 0));
		if (end === text.length) return undefined;
		const isNext = /[{[]/.test(text.charAt(end)) && /\n/.test(text.slice(0, end));
		const hint = isNext ? ". For one document per line, put them into a list: `jq -s .`" : "";
		return new JsonTextError(end, `${shown(text, end)} after the end of the document${hint}`);
	} catch (error) {
		if (error instanceof JsonTextError) return error;
		throw error;
	}
}

/** The first name that an object of the valid text has twice, where the second one's value begins; undefined when there is none. */
export function findRepeatedName(
	text: string,
	at = start(text),
): { readonly name: string; readonly offset: number } | undefined {
	const names = new Set<string>();
	const inside: number[] = [];
	let repeated: { readonly name: string; readonly offset: number } | undefined;
	if (text[at] === "{") {
		eachMember(text, at, 0, (name, span) => {
			if (names.has(name)) repeated ??= { name, offset: span.start };
			names.add(name);
			inside.push(span.start);
		});
	} else if (text[at] === "[") {
		eachElement(text, at, 0, (span) => inside.push(span.start));
	}
	for (const start of inside) repeated ??= findRepeatedName(text, start);
	return repeated;
}

/** The first character of the document: after a byte order mark and space. */
export function start(text: string): number {
	return afterSpace(text, text.startsWith("\uFEFF") ? 1 : 0);
}

/** The values of the object that begins at `at`, by name. */
export function membersAt(text: string, at: number): ReadonlyMap<string, Span> {
	const members = new Map<string, Span>();
	eachMember(text, at, 0, (name, span) => members.set(name, span));
	return members;
}

/** The items of the array that begins at `at`. */
export function elementsAt(text: string, at: number): readonly Span[] {
	const elements: Span[] = [];
	eachElement(text, at, 0, (span) => elements.push(span));
	return elements;
}

function afterValue(text: string, at: number, depth: number): number {
	if (depth > deepest) throw new JsonTextError(at, tooDeep);
	switch (text[at]) {
		case "{":
			return eachMember(text, at, depth);
		case "[":
			return eachElement(text, at, depth);
		case '"':
			return afterString(text, at);
		default: {
			const end = afterMatch(scalar, text, at);
			if (end === undefined)
				throw new JsonTextError(at, `a value expected, not ${shown(text, at)}${hintFor(text, at)}`);
			return end;
		}
	}
}

function eachMember(
	text: string,
	at: number,
	depth: number,
	visit?: (name: string, span: Span) => void,
): number {
	let next = afterSpace(text, at + 1);
	if (text[next] === "}") return next + 1;
	for (;;) {
		if (text[next] !== '"')
			throw new JsonTextError(
				next,
				`a name in quotes expected, not ${shown(text, next)}${hintFor(text, next)}`,
			);
		const nameEnd = afterString(text, next);
		const colon = afterSpace(text, nameEnd);
		if (text[colon] !== ":") throw new JsonTextError(colon, `":" expected, not ${shown(text, colon)}`);
		const start = afterSpace(text, colon + 1);
		const end = afterValue(text, start, depth + 1);
		visit?.(String(JSON.parse(text.slice(next, nameEnd))), { start, end });
		next = afterSpace(text, end);
		if (text[next] === "}") return next + 1;
		if (text[next] !== ",") throw new JsonTextError(next, `"," or "}" expected, not ${shown(text, next)}`);
		next = afterSpace(text, next + 1);
	}
}

function eachElement(text: string, at: number, depth: number, visit?: (span: Span) => void): number {
	let next = afterSpace(text, at + 1);
	if (text[next] === "]") return next + 1;
	for (;;) {
		const end = afterValue(text, next, depth + 1);
		visit?.({ start: next, end });
		next = afterSpace(text, end);
		if (text[next] === "]") return next + 1;
		if (text[next] !== ",") throw new JsonTextError(next, `"," or "]" expected, not ${shown(text, next)}`);
		next = afterSpace(text, next + 1);
	}
}

function afterString(text: string, at: number): number {
	const end = afterMatch(string, text, at);
	if (end === undefined)
		throw new JsonTextError(
			at,
			"a string that is not closed, or contains a character or escape that JSON does not allow",
		);
	return end;
}

function afterSpace(text: string, at: number): number {
	return afterMatch(space, text, at) ?? at;
}

/** The position after what the sticky pattern matches at `at`. */
function afterMatch(pattern: RegExp, text: string, at: number): number | undefined {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : undefined;
}

function shown(text: string, at: number): string {
	return at < text.length ? JSON.stringify(text[at]) : "the end of the file";
}

/** What is probably meant where JSON has nothing of the kind. */
function hintFor(text: string, at: number): string {
	const rest = text.slice(at, at + 20);
	if (/^[\]}]/.test(rest) && /,\s*$/.test(text.slice(Math.max(0, at - 200), at)))
		return ". Remove the comma before it";
	if (/^(?:\/[/*]|#)/.test(rest)) return ". Remove the comment: JSON has none";
	if (/^(?:-?Infinity|NaN|None|undefined)\b/.test(rest)) return ". Write null for no value";
	if (/^(?:True|False)\b/.test(rest)) return ". Write true or false in lower case";
	return /^['\u2018\u201c\u201d]/.test(rest) ? '. Use the quotation mark "' : "";
}
