import { describe, expect, it } from "vitest";
import { guardRows } from "../../../src/directory/csv/row-guard.ts";

const megabyte = 1024 * 1024;

/** Ten times as many as of one cell or line. */
const manyParts = 60;

/** How many parts are taken until one is refused, of at most `manyParts`: the first one, then the other again and again. */
function partsTaken(first: string, other: string): { readonly taken: number; readonly why: unknown } {
	const guard = guardRows("users.csv");
	const [beginning, rest] = [Buffer.from(first), Buffer.from(other)];
	for (let taken = 0; taken < manyParts; taken++) {
		try {
			guard(taken === 0 ? beginning : rest);
		} catch (why) {
			return { taken, why };
		}
	}
	return { taken: manyParts, why: null };
}

const rows = "ada@example.com,Ada\n".repeat(50_000);

describe("a CSV file that is read in parts", () => {
	it("is refused after a few megabytes of one cell, with the line where it begins", () => {
		const { taken, why } = partsTaken(`mail,name\n"never closed,\n${rows}`, rows);
		expect(taken).toBeLessThan(6);
		expect(why).toMatchObject({ code: "invalid", place: { line: 2, column: null } });
	});

	it("is refused after a few megabytes of one line without a cell in quotation marks", () => {
		const { taken, why } = partsTaken("mail\r\na\r\n", "x".repeat(megabyte));
		expect(taken).toBeLessThan(6);
		expect(why).toMatchObject({ place: { line: 3 } });
	});

	it.each([
		["rows", rows],
		["rows that end in carriage returns", rows.replaceAll("\n", "\r")],
		["cells in quotation marks with line breaks", '"a ""b""\nc","d"\n'.repeat(50_000)],
	])("is not refused for %s, however many", (_, part) => {
		expect(partsTaken(part, part).taken).toBe(manyParts);
	});

	it("is left to the check after reading when it is UTF-16", () => {
		const utf16 = Buffer.from(`\uFEFF${"\u2200a".repeat(3 * megabyte)}`, "utf16le");
		expect(() => guardRows("users.csv")(utf16)).not.toThrow();
	});
});
