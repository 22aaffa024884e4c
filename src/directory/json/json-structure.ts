import { isObject } from "../../text/is-object.ts";

/** Graph nests a user three levels deep. */
const deepest = 100;

/** What a valid document looks like from outside, found without building its values. */
export type JsonStructure = {
	/** Where it is nested deeper than anything that describes users. What walks a document calls itself for each level. */
	readonly tooDeep: number | undefined;
	/** The names in all of its objects, each as often as it is written. */
	readonly names: number;
};

/** @param text - Valid JSON */
export function structureOf(text: string): JsonStructure {
	let depth = 0;
	let names = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case 0x22: // "
				at = endOfString(text, at);
				break;
			case 0x3a: // :
				names++;
				break;
			case 0x5b: // [
			case 0x7b: // {
				if (++depth > deepest) return { tooDeep: at, names };
				break;
			case 0x5d: // ]
			case 0x7d: // }
				depth--;
				break;
		}
	}
	return { tooDeep: undefined, names };
}

/** The names in all objects of a parsed document. `JSON.parse` keeps the last of those that are equal. */
export function countNames(value: unknown): number {
	let names = 0;
	if (Array.isArray(value)) {
		for (const one of value) names += countNames(one);
	} else if (isObject(value)) {
		// Without a list of the values: there may be millions.
		for (const name in value) {
			names++;
			const one = value[name];
			if (typeof one === "object") names += countNames(one);
		}
	}
	return names;
}

/** The position of the quote that closes the string. */
function endOfString(text: string, start: number): number {
	let end = start;
	for (;;) {
		end = text.indexOf('"', end + 1);
		if (end < 0) return text.length;
		let backslashes = 0;
		while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
}
