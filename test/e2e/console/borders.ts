type Cells = readonly (readonly string[])[];

const topLeft = {
	"╭": { right: "╮", bottom: "╰", corner: "╯" },
	"┌": { right: "┐", bottom: "└", corner: "┘" },
} as const;

/** The boxes of a screen whose borders do not meet, each in a sentence. A box must end on the screen. */
export function brokenBorders(cells: Cells): readonly string[] {
	return cells.flatMap((line, row) =>
		line.flatMap((cell, column) =>
			cell === "╭" || cell === "┌" ? boxProblems(cells, row, column, topLeft[cell]) : [],
		),
	);
}

function boxProblems(
	cells: Cells,
	row: number,
	column: number,
	{ right, bottom, corner }: (typeof topLeft)[keyof typeof topLeft],
): readonly string[] {
	const at = (line: number, place: number) => cells[line]?.[place] ?? "";
	const where = `the box at line ${row + 1}, column ${column + 1}`;
	const end = cells[row]?.indexOf(right, column) ?? -1;
	if (end === -1) return [`${where} has no ${right}`];
	const top = cells[row]?.slice(column + 1, end) ?? [];
	if (!top.every((cell) => cell === "─" || cell === "┬"))
		return [`${where} has a gap in its top: ${top.join("")}`];
	for (let line = row + 1; line < cells.length; line += 1) {
		const [left, last] = [at(line, column), at(line, end)];
		if (left === bottom && last === corner) return [];
		const isSide = (left === "│" && last === "│") || (left === "├" && last === "┤");
		if (!isSide) return [`${where} is open at line ${line + 1}: ${cells[line]?.join("")}`];
	}
	return [`${where} does not end`];
}
