import { describe, expect, it } from "vitest";
import { filterTerms, matchesTerms } from "../../../src/tui/hooks/filter-terms.ts";

const row = {
	whole: "ada brink\nada@example.com\nanalyst\n✗ failure",
	cells: [
		{ title: "name", text: "ada brink" },
		{ title: "roles", text: "analyst" },
		{ title: "status", text: "✗ failure" },
	],
};
const matches = (filter: string) => matchesTerms(row, filterTerms(filter));

describe("the terms of a filter", () => {
	it("must all occur, in any order and case", () => {
		expect(matches("Brink ada")).toBe(true);
		expect(matches("ada carla")).toBe(false);
		expect(matches("")).toBe(true);
	});

	it("look into one column after its title or the beginning of it", () => {
		expect(matches("role:Analyst status:fail")).toBe(true);
		expect(matches("role:ada")).toBe(false);
		expect(matches("unknown:ada")).toBe(false);
	});

	it("leave rows out after a minus", () => {
		expect(matches("ada -guest")).toBe(true);
		expect(matches("ada -analyst")).toBe(false);
		expect(matches("-role:analyst")).toBe(false);
	});

	it("may be phrases in quotes, which need not be closed", () => {
		expect(matches('"ada brink"')).toBe(true);
		expect(matches('"brink ada"')).toBe(false);
		expect(matches('name:"ada br')).toBe(true);
		expect(matches('-"ada brink"')).toBe(false);
		expect(matches('""')).toBe(true);
	});

	it("name a column of several words without its blanks", () => {
		const terms = (filter: string) =>
			matchesTerms({ whole: "x", cells: [{ title: "user name", text: "ada" }] }, filterTerms(filter));
		expect(terms("username:ada")).toBe(true);
		expect(terms("user:ben")).toBe(false);
	});

	it("are ignored while they are being typed", () => {
		expect(matches("ada -")).toBe(true);
		expect(matches("status:")).toBe(true);
	});
});
