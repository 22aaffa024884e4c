import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeColumns } from "../../../src/tui/components/list/place-columns.ts";
import { barOf } from "../../../src/tui/components/progress-bar.tsx";
import { windowTop } from "../../../src/tui/hooks/list-window.ts";

describe("the window of a list", () => {
	it("stays while the cursor is inside, and moves by half a page when it leaves", () => {
		expect(windowTop(10, 15, 10, 100)).toBe(10);
		expect(windowTop(10, 20, 10, 100)).toBe(15);
		expect(windowTop(10, 9, 10, 100)).toBe(5);
		expect(windowTop(0, 99, 10, 100)).toBe(90);
	});

	it("always shows the cursor, never goes beyond the ends", () => {
		const sizes = fc.record({
			top: fc.integer({ min: -5, max: 300 }),
			cursor: fc.nat(199),
			page: fc.integer({ min: 1, max: 60 }),
			more: fc.nat(100),
		});
		fc.assert(
			fc.property(sizes, ({ top, cursor, page, more }) => {
				const count = cursor + 1 + more;
				const first = windowTop(top, cursor, page, count);
				expect(first).toBeGreaterThanOrEqual(0);
				expect(first).toBeLessThanOrEqual(cursor);
				expect(cursor).toBeLessThan(first + page);
				expect(first).toBeLessThanOrEqual(Math.max(0, count - page));
			}),
		);
	});
});

describe("columns", () => {
	const columns = [
		{ title: "A", width: 8, text: () => "" },
		{ title: "B", width: { min: 10, grow: 1 }, text: () => "" },
		{ title: "C", width: { min: 10, grow: 3 }, text: () => "", optional: 1 },
		{ title: "D", width: 20, text: () => "", optional: 2 },
	];
	const placed = (width: number) =>
		placeColumns(columns, width).map(({ column, cells }) => `${column.title}${cells}`);

	it("share what is left by their rules and fill the width", () => {
		expect(placed(71)).toEqual(["A8", "B15", "C25", "D20"]);
	});

	it("leave out the most optional first", () => {
		expect(placed(50)).toEqual(["A8", "B15", "C25"]);
		expect(placed(20)).toEqual(["A8", "B11"]);
	});

	it("get narrower than their minimum rather than that the last one is cut off, down to six cells", () => {
		expect(placed(17)).toEqual(["A8", "B8"]);
		expect(placed(10)).toEqual(["A8", "B6"]);
		const three = [
			{ title: "A", width: { min: 20, grow: 1 }, text: () => "" },
			{ title: "B", width: { min: 10, grow: 1 }, text: () => "" },
			{ title: "C", width: 10, text: () => "" },
		];
		const cells = placeColumns(three, 36).map((one) => one.cells);
		expect(cells).toEqual([16, 8, 10]);
	});
});

describe("the bar", () => {
	it("fills in eighths of a cell", () => {
		expect(barOf(0, 4)).toBe("░░░░");
		expect(barOf(0.5, 4)).toBe("██░░");
		expect(barOf(0.53125, 4)).toBe("██▏░");
		expect(barOf(7, 4)).toBe("████");
	});
});
