import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Home } from "../../../src/config/home.ts";
import {
	columnsFile,
	filtersFile,
	readColumns,
	readFilters,
	saveColumns,
	saveFilters,
} from "../../../src/config/list-preferences.ts";
import { createListMemory, type ListMemory } from "../../../src/tui/context/list-memory.ts";
import { temporaryHome } from "../../config/samples.ts";

function memoryIn(home: Home): ListMemory {
	return createListMemory(
		{ read: () => readFilters(home), write: (filters) => saveFilters(home, filters) },
		{ read: () => readColumns(home), write: (columns) => saveColumns(home, columns) },
	);
}

describe("what is kept of a list", () => {
	it("outlives the console: history, saved filters and columns, readable by their owner only", async () => {
		const home = temporaryHome();
		const memory = memoryIn(home);
		await memory.use("people", "ada");
		await memory.use("people", "role:analyst");
		await memory.use("people", "ada");
		await memory.saveFilter("people", "analysts", "role:analyst");
		await memory.chooseColumns("log", ["User", "Time"]);
		const later = memoryIn(home);
		expect(later.of("people")).toEqual({
			history: ["ada", "role:analyst"],
			saved: { analysts: "role:analyst" },
			columns: null,
		});
		expect(later.of("log").columns).toEqual(["User", "Time"]);
		expect(statSync(filtersFile(home)).mode & 0o077).toBe(0);
		await later.removeFilter("people", "analysts");
		await later.chooseColumns("log", null);
		expect(memoryIn(home).of("people").saved).toEqual({});
		expect(memoryIn(home).of("log").columns).toBeNull();
	});

	it("keeps what another console has added for another list", async () => {
		const home = temporaryHome();
		const [one, other] = [memoryIn(home), memoryIn(home)];
		expect([one.of("people"), other.of("log")]).toHaveLength(2);
		await one.saveFilter("people", "a", "ada");
		await other.saveFilter("log", "b", "failure");
		expect(Object.keys(readFilters(home))).toEqual(["people", "log"]);
	});

	it("keeps what another console has added for the same list, and shows it", async () => {
		const home = temporaryHome();
		const [one, other] = [memoryIn(home), memoryIn(home)];
		expect([one.of("people"), other.of("people")]).toHaveLength(2);
		await one.saveFilter("people", "a", "ada");
		await one.use("people", "ada");
		await other.saveFilter("people", "b", "bob");
		await other.use("people", "bob");
		const both = { saved: { a: "ada", b: "bob" }, history: ["bob", "ada"] };
		expect(readFilters(home).people).toEqual(both);
		expect(other.of("people")).toMatchObject(both);
		await one.removeFilter("people", "a");
		expect(readFilters(home).people?.saved).toEqual({ b: "bob" });
	});

	it("does not save a filter over one of that name that it has not seen, and loads that one", async () => {
		const home = temporaryHome();
		const [one, other] = [memoryIn(home), memoryIn(home)];
		expect([one.of("people"), other.of("people")]).toHaveLength(2);
		await one.saveFilter("people", "mine", "ada");
		await expect(other.saveFilter("people", "mine", "bob")).rejects.toThrow(
			'Not saved: another console has saved the filter mine as "ada". It has been loaded; save again to replace it.',
		);
		expect(other.of("people").saved).toEqual({ mine: "ada" });
		expect(readFilters(home).people?.saved).toEqual({ mine: "ada" });
		await other.saveFilter("people", "mine", "bob");
		expect(readFilters(home).people?.saved).toEqual({ mine: "bob" });
	});

	it("changes a file only while no other process does", async () => {
		const home = temporaryHome();
		let inside = 0;
		const memory = createListMemory({
			read: () => readFilters(home),
			write: (filters) => {
				expect(inside).toBe(1);
				return saveFilters(home, filters);
			},
			exclusively: async (work) => {
				inside += 1;
				await work();
				inside -= 1;
			},
		});
		await Promise.all(["a", "b", "c"].map((name) => memory.saveFilter("people", name, name)));
		expect(Object.keys(memoryIn(home).of("people").saved)).toEqual(["a", "b", "c"]);
		expect(inside).toBe(0);
	});

	it.each([
		['{"people": {"history": [1]}}', "filters.json: people.history must be a list of strings"],
		['{"people": {"saved": {"a": 2}}}', "filters.json: people.saved must be an object of strings"],
		["[]", "filters.json: it must be an object"],
		['{\n  "people": nothing\n}', "filters.json, line 2, column 13: the text is not JSON"],
	])(
		"reports a file that cannot be used with its place, and does not overwrite it: %s",
		async (text, message) => {
			const home = temporaryHome();
			mkdirSync(home.config, { recursive: true });
			writeFileSync(filtersFile(home), text);
			const memory = memoryIn(home);
			expect(memory.of("people")).toEqual({ history: [], saved: {}, columns: null });
			expect(memory.problems()).toHaveLength(1);
			expect(memory.problems()[0]).toContain(message);
			await expect(memory.saveFilter("people", "a", "ada")).rejects.toThrow("Nothing is saved in it");
			expect(readFileSync(filtersFile(home), "utf8")).toBe(text);
		},
	);

	it("writes no file before something is chosen", () => {
		const home = temporaryHome();
		expect(memoryIn(home).problems()).toEqual([]);
		expect(existsSync(filtersFile(home)) || existsSync(columnsFile(home))).toBe(false);
	});

	it.skipIf(process.getuid?.() === 0)("says when a file may not be read", () => {
		const home = temporaryHome();
		mkdirSync(home.config, { recursive: true });
		writeFileSync(columnsFile(home), "{}");
		chmodSync(columnsFile(home), 0);
		expect(memoryIn(home).problems()[0]).toContain("columns.json");
	});
});
