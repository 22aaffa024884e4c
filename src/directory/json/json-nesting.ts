/** Graph nests a user three levels deep. */
const deepest = 100;

/**
 * Where valid JSON is nested deeper than anything that describes users; undefined when it is not.
 * What walks a document calls itself for each level, so that depth must end before the stack does.
 */
export function findTooDeep(text: string): number | undefined {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case 0x22: // "
				at = endOfString(text, at);
				break;
			case 0x5b: // [
			case 0x7b: // {
				if (++depth > deepest) return at;
				break;
			case 0x5d: // ]
			case 0x7d: // }
				depth--;
				break;
		}
	}
	return undefined;
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
