import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../../src/tui/components/list/column.ts";
import { comfortableWidth, placeColumns } from "../../../../src/tui/components/list/place-columns.ts";

const text = () => "";
const people: readonly Column<string>[] = [
	{ title: "Name", width: { min: 14, grow: 2 }, text },
	{ title: "User name", width: { min: 26, grow: 3 }, optional: 3, text },
	{ title: "Assigned as", width: { min: 12, grow: 2 }, text },
	{ title: "Link", width: 10, text },
	{ title: "Last", width: { min: 14, grow: 1 }, optional: 1, text },
];

const minimum = ({ width }: Column<string>) => (typeof width === "number" ? width : width.min);

const needsOf = (cells: readonly number[]) =>
	new Map(people.map(({ title }, index) => [title, cells[index] ?? 0] as const));

const placed = (width: number, cells: readonly number[], columns = people) =>
	placeColumns(columns, width, needsOf(cells)).map((one) => `${one.column.title} ${one.cells}`);

describe("columns whose cells were measured", () => {
	it("share the width by their rules while nothing is cut", () => {
		expect(placed(140, [5, 5, 5, 5, 5])).toEqual(
			placeColumns(people, 140).map((one) => `${one.column.title} ${one.cells}`),
		);
	});

	it("give what they have to spare to those that would be cut, growing ones first, down to their title", () => {
		expect(placed(78, [21, 40, 12, 8, 14])).toEqual(["Name 24", "Assigned as 22", "Link 10", "Last 19"]);
		expect(placed(78, [60, 40, 4, 4, 4])).toEqual(["Name 51", "Assigned as 12", "Link 6", "Last 6"]);
	});

	it("leave out a column that fits only if the others are cut, unless it was chosen or fits at 80 columns", () => {
		expect(placed(98, [24, 40, 24, 8, 14]).join()).not.toContain("User name");
		expect(placed(140, [24, 40, 24, 8, 14]).join()).toContain("User name 48");
		expect(placed(98, [10, 20, 8, 8, 14]).join()).toContain("User name");
		const chosen = people.map((column, index) => ({ ...column, optional: index, chosen: true as const }));
		expect(placed(98, [24, 40, 24, 8, 14], chosen).join()).toContain("User name");
	});

	it("fill any width, show no less where it is wider but for what is beyond readable where a column appears, and cut nothing beside free cells", () => {
		const given = fc.record({
			width: fc.integer({ min: 60, max: 250 }),
			cells: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 5, maxLength: 5 }),
		});
		fc.assert(
			fc.property(given, ({ width, cells }) => {
				const needs = needsOf(cells);
				const shown = placeColumns(people, width, needs);
				const total = shown.reduce((sum, one) => sum + one.cells + 1, -1);
				expect(total).toBe(width);
				const wider = placeColumns(people, width + 1, needs);
				expect(wider.map(({ column }) => column.title)).toEqual(
					expect.arrayContaining(shown.map(({ column }) => column.title)),
				);
				const isMore = wider.length > shown.length;
				for (const { column, cells: room } of shown) {
					const need = needs.get(column.title) ?? 0;
					const kept = !isMore ? need : width < 78 ? minimum(column) : comfortableWidth(column, needs);
					const next = wider.find((one) => one.column.title === column.title)?.cells ?? 0;
					expect(next).toBeGreaterThanOrEqual(Math.min(room, need, kept));
				}
				const spare = shown.some(
					({ column, cells: room }) => room > Math.max(needs.get(column.title) ?? 0, column.title.length + 2),
				);
				const cut = shown.some(({ column, cells: room }) => room < (needs.get(column.title) ?? 0));
				expect(spare && cut).toBe(false);
			}),
		);
	});
});
