import stringWidth from "string-width";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Session } from "../../../src/app/session.ts";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import { changeKeys } from "../../../src/tui/keys/key-table.ts";
import { screens as consoleScreens } from "../../../src/tui/screens/index.ts";
import type { ScreenDescriptor } from "../../../src/tui/shell/screen.ts";
import { groupsOf } from "../../../src/tui/shell/screen-groups.ts";
import { at } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { draw, drawConsole } from "../render-console.tsx";

import { Broken, open, Things, thingCommands } from "./things.tsx";

describe("the console's frame", () => {
	it("shows product, profile, target, state and rate in the first line, and the screens in the second", async () => {
		const app = await open();
		await app.see("thing 0");
		expect(app.lines()[0]).toMatch(
			/^sumo-provision · demo · Sumo us2 · {2}DEMO {2}· ○ Off · idle +0\.0\/4 req\/s$/,
		);
		expect(app.lines()[1]).toContain("2 People");
		expect(app.lines()[1]).toContain("3 Plan");
	});

	it("says once that the first screen is on the terminal, after it was written", async () => {
		const opening = Promise.withResolvers<Session>();
		const shown: string[] = [];
		const open = () => opening.promise;
		const app = await draw(
			<ConsoleApp open={open} profileName="demo" screens={consoleScreens} begin="home" now={() => at} />,
		);
		expect(app.frame()).not.toContain("Needs me");
		opening.resolve(createFakeSession({ shown: () => shown.push(app.frame()) }).session);
		await app.see("Needs me");
		await app.press("tab", "tab");
		expect(shown).toEqual([expect.stringContaining("Needs me")]);
	});

	it("shows and reads changed keys, and what is wrong with the file of keys", async () => {
		onTestFinished(changeKeys(new Map([["provision", ["Z"]]])));
		const app = await drawConsole(createFakeSession(), {
			begin: "home",
			warnings: ['keys.yaml:2:1: "refrsh" is not an action; did you mean refresh?', "keys.yaml:3:1: other"],
		});
		await app.see("keys.yaml:2:1:");
		await app.see("(and 1 more).");
		await app.see("Run sumo-provision keys to check the file.");
		expect(app.lines().at(-1)).toContain("Z run now");
		await app.see("press d for a plan, Z to run.");
		await app.press("p");
		await app.seeNot("Run a cycle now?");
		await app.press("Z");
		await app.see("Run a cycle now?");
	});

	it("shows the keys of the focused view in the last line, the help among them, and leaves the last cell free", async () => {
		const app = await open();
		await app.see("Enter open");
		const last = app.lines().at(-1) ?? "";
		expect(last).toContain("Enter open");
		expect(last).toContain("/ filter");
		expect(last).toContain("? all keys");
		expect(stringWidth(last)).toBeLessThan(80);
	});

	it("is exactly as large as the terminal at 80×24 and at 200×50", async () => {
		for (const size of [
			{ columns: 80, rows: 24 },
			{ columns: 200, rows: 50 },
		]) {
			const app = await open(size);
			await app.see("thing 0");
			expect(app.lines()).toHaveLength(size.rows);
			for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
		}
	});

	it("shows the required size on a smaller terminal, and returns with its state when it grows", async () => {
		const app = await open();
		await app.press("j", "j", "enter");
		await app.see("opened thing 2");
		await app.resize(60, 16);
		await app.see("all keys");
		await app.resize(59, 24);
		await app.see("needs 60×16, this terminal is 59×24");
		expect(app.frame()).not.toContain("thing");
		await app.resize(80, 24);
		await app.see("❯ thing 2");
	});

	it("names every screen of the console at 80 columns", async () => {
		const app = await drawConsole(createFakeSession());
		const tabs = app.lines()[1] ?? "";
		for (const { key, title, short = title } of groupsOf(consoleScreens))
			expect(tabs).toContain(`${key} ${short}`);
	});

	it("draws header and tabs before the session is open", async () => {
		const app = await open();
		expect(app.written().some((frame) => frame.includes("opening…") && frame.includes("2 People"))).toBe(
			true,
		);
	});
});

describe("a message", () => {
	it("goes with the next action, not with a move", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press("f");
		await app.see("✗ no luck");
		await app.press("j");
		await app.see(/❯ +thing 1/);
		await app.see("✗ no luck");
		await app.press("enter");
		await app.see("opened thing 1");
		await app.seeNot("no luck");
	});

	it.each(["3", ":"])("goes when another screen is shown (%s)", async (key) => {
		const app = await open();
		await app.see("thing 0");
		await app.press("f");
		await app.see("✗ no luck");
		await app.press(key);
		if (key === ":") {
			await app.type("fragile");
			await app.press("enter");
		}
		await app.see("whole");
		await app.seeNot("no luck");
	});
});

describe("a screen that is shown for the first time", () => {
	it("leaves the screen before it in place until it is loaded, and gets the keys pressed meanwhile", async () => {
		const view = Promise.withResolvers<typeof Things>();
		const late: ScreenDescriptor = {
			...{ id: "plan", title: "Late", group: "plan", jump: "p", commands: thingCommands },
			load: () => view.promise,
		};
		const early: ScreenDescriptor = {
			...{ id: "people", title: "Early", group: "people", jump: "u", commands: [] },
			load: async () => Broken,
		};
		const app = await drawConsole(createFakeSession(), { screens: [early, late], begin: "people" });
		await app.see("whole");
		await app.press("3", "down", "down");
		expect(app.frame()).toContain("whole");
		view.resolve(Things);
		await app.see(/❯ +thing 2/);
		expect(app.frame()).not.toContain("whole");
	});
});

describe("a screen that throws", () => {
	it("is named, affects nothing else, and can be opened again", async () => {
		const app = await open();
		await app.press("3", "!");
		await app.see('✗ The screen "Fragile" failed.');
		await app.see("broken screen");
		await app.press("2");
		await app.see("thing 0");
	});
});
