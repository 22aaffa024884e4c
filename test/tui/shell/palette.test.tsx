import { describe, expect, it, onTestFinished, vi } from "vitest";
import { screens as consoleScreens } from "../../../src/tui/screens/index.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

import { open } from "./things.tsx";

describe("the palette on a larger terminal", () => {
	it("shows more commands than on a small one", async () => {
		const shownAt = async (rows: number) => {
			const app = await drawConsole(createFakeSession(), { begin: "home", columns: 120, rows });
			await app.see("Needs me");
			await app.press(":");
			await app.see("type a few letters");
			return app.lines().filter((line) => /(?:Home|everywhere|People) /.test(line)).length;
		};
		expect(await shownAt(50)).toBeGreaterThan((await shownAt(24)) + 10);
	});
});

describe("the palette", () => {
	it("recalls the commands that were run from it with Up, and goes back with Down", async () => {
		const app = await open();
		for (const command of ["show all keys", "filter by words"]) {
			await app.press(":");
			await app.see("type a few letters");
			await app.type(command);
			await app.press("enter");
			await app.seeNot("Commands");
			await app.press("escape");
		}
		await app.press(":", "up");
		await app.see(/: Filter by words/u);
		await app.press("up");
		await app.see(/: Show all keys/u);
		await app.press("up");
		await app.see(/: Show all keys/u);
		await app.press("down");
		await app.see(/: Filter by words/u);
		await app.press("down");
		await app.see("↑ for earlier commands");
		await app.press("up", "up", "enter");
		await app.see("Type to search.");
	});

	it("goes to the first screen of the tab with the typed name", async () => {
		for (const [typed, first] of [
			["people", "Users & groups"],
			["setup", "Credentials"],
			["mapping &", "Mapping"],
			["scope", "Scope"],
		] as const) {
			const app = await drawConsole(createFakeSession(), { begin: "home", columns: 120, rows: 40 });
			await app.press(":");
			await app.type(typed);
			await app.see(`❯ Go to ${first}`);
		}
	});

	it("offers the commands of the list, such as the export", async () => {
		const app = await open();
		await app.press(":");
		await app.type("export");
		await app.see(/❯ Export the listed rows as CSV or JSON +the list +E/u);
		await app.press("enter");
		await app.see("Export to ");
	});

	it("finds a command by a few letters, with its key, and runs it", async () => {
		const app = await open();
		await app.press("j", ":");
		await app.type("op th");
		await app.see(/❯ Open the thing +Things +Enter/);
		await app.press("enter");
		await app.see("opened thing 1");
	});

	it("goes to the screen of the command first", async () => {
		const app = await open();
		await app.press("3", "ctrl+k");
		await app.type("open thing");
		await app.press("enter");
		await app.see("opened thing 0");
	});

	it("shows when a command is not available now", async () => {
		const app = await open();
		await app.press(":");
		await app.type("never");
		await app.press("enter");
		await app.see('"Never possible" is not available right now.');
	});

	it("lists a command that two screens have once, without a warning of React", async () => {
		const report = vi.spyOn(console, "error").mockImplementation(() => undefined);
		onTestFinished(() => report.mockRestore());
		const app = await drawConsole(createFakeSession(), { screens: consoleScreens, begin: "people" });
		await app.press(":");
		await app.type("show history");
		await app.see(/Show the history of mappings and scope +Mapping/);
		expect(app.frame().match(/Show the history of mappings and scope/g)).toHaveLength(1);
		expect(report.mock.calls).toEqual([]);
	});

	it("closes with Esc and leaves the keys to the screen again", async () => {
		const app = await open();
		await app.press(":", "escape", "j");
		await app.see("❯ thing 1");
	});
});
