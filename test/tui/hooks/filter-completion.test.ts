import { describe, expect, it } from "vitest";
import { completionsOf, expanded } from "../../../src/tui/hooks/filter-completion.ts";

type Row = { readonly name: string; readonly status: string };

const source = {
	columns: [
		{ title: "User name", text: ({ name }: Row) => name },
		{ title: "Status", text: ({ status }: Row) => status },
		{ title: "", text: () => "" },
	],
	items: [
		{ name: "ada brink", status: "✗ failure" },
		{ name: "ben", status: "✗ failure" },
		{ name: "cid", status: "✓ success" },
	],
	saved: [{ name: "failing", filter: "status:failure -cid" }],
};
const filters = (typed: string) => completionsOf(typed, source).map(({ filter }) => filter);

describe("completing a filter", () => {
	it("offers saved filters and columns while nothing is typed", () => {
		expect(completionsOf("", source).map(({ label }) => label)).toEqual(["@failing", "Username:", "Status:"]);
		expect(filters("ada ")).toEqual(["ada status:failure -cid ", "ada username:", "ada status:"]);
	});

	it("offers columns that begin with the word, also after a minus", () => {
		expect(filters("sta")).toEqual(["status:"]);
		expect(filters("ada -us")).toEqual(["ada -username:"]);
		expect(filters("xyz")).toEqual([]);
	});

	it("offers the values of a column without glyphs, the most frequent first, quoted where needed", () => {
		expect(filters("status:")).toEqual(["status:failure ", "status:success "]);
		expect(filters("-status:suc")).toEqual(["-status:success "]);
		expect(filters("user:br")).toEqual(['user:"ada brink" ']);
	});

	it("applies a saved filter by its name", () => {
		expect(filters("@f")).toEqual(["status:failure -cid "]);
		expect(expanded("@failing ada", source.saved)).toBe("status:failure -cid ada");
		expect(expanded("@unknown", source.saved)).toBe("@unknown");
	});
});
