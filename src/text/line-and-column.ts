/** Line and column of an offset in a text, both from 1, as in editors. */
export function lineAndColumn(
	text: string,
	offset: number,
): { readonly line: number; readonly column: number } {
	const before = text.slice(text.startsWith("\uFEFF") ? 1 : 0, offset);
	const lines = before.split(/\r\n|\r|\n/);
	return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
