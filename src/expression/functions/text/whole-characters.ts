/** Removes halves of surrogate pairs at both ends, which no target could store. */
export function wholeCharacters(text: string): string {
	const start = /^[\udc00-\udfff]/.test(text) ? 1 : 0;
	const end = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
	return text.slice(start, Math.max(start, end));
}

/** The remark of functions that cut a string. */
export const halves =
	"Lengths count UTF-16 units, as in .NET; half of a surrogate pair at an end is removed.";
