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
