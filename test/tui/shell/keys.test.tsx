import { describe, expect, it } from "vitest";
import type { Session } from "../../../src/app/session.ts";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import type { ScreenDescriptor } from "../../../src/tui/shell/screen.ts";
import { createFakeSession, progress } from "../fake-session.ts";
import { draw, drawConsole } from "../render-console.tsx";

import { open, screens, Things, thingCommands } from "./things.tsx";

describe("a key that cannot act now", () => {
	it("says why, and is not in the footer", async () => {
		const app = await open();
		await app.see("thing 0");
		expect(app.lines().at(-1)).not.toContain("s save");
		await app.press("s");
		await app.see("· The thing has no edits.");
	});

	it("does not start the console's own command for the key", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press("d");
		await app.see("· Things have no plan.");
		await app.see("thing 0");
	});

	it("says why only until it can", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin: "home" });
		await app.press("X");
		await app.see("· No cycle is running.");
		fake.setStatus({ staged: 3 });
		await app.press("j");
		await app.see("· No cycle is running.");
		fake.setStatus({ running: progress() });
		await app.seeNot("No cycle is running.");
	});

	it("says why in the palette too", async () => {
		const app = await open();
		await app.see("thing 0");
		await app.press(":");
		await app.type("save the");
		await app.see("❯ Save the thing");
		await app.press("enter");
		await app.see("! The thing has no edits.");
	});
});

describe("keys that arrive at once", () => {
	it("go to the screen that the first of them shows, also while it is loaded", async () => {
		const view = Promise.withResolvers<typeof Things>();
		const late: ScreenDescriptor = {
			...{ id: "plan", title: "Late", group: "plan", jump: "p", commands: thingCommands },
			load: () => view.promise,
		};
		const app = await drawConsole(createFakeSession(), {
			screens: [...screens.slice(0, 1), late],
			begin: "people",
		});
		await app.type("3j");
		view.resolve(({ width, height }) => (
			<Things width={width} height={height} arrival={null} session={createFakeSession().session} />
		));
		await app.see(/❯ +thing 1/);
		await app.press("2");
		await app.see(/❯ +thing 0/);
	});
});

describe("keys", () => {
	it("go to screens by digit and keep the state of the one left", async () => {
		const app = await open();
		await app.press("j", "j", "j", "3");
		await app.see("whole");
		expect(app.frame()).not.toContain("thing 0");
		await app.press("2");
		await app.see("❯ thing 3");
	});

	it("wait while the session opens", async () => {
		const opening = Promise.withResolvers<Session>();
		const app = await draw(
			<ConsoleApp open={() => opening.promise} profileName="demo" screens={screens} begin="people" />,
		);
		await app.type("jj");
		await app.press("enter");
		await app.see("Opening the profile");
		opening.resolve(createFakeSession().session);
		await app.see("opened thing 2");
	});

	it("typed quickly arrive one by one", async () => {
		const app = await open();
		await app.type("jjjj");
		await app.see("❯ thing 4");
	});

	it("held down arrive as one move, drawn once, and the position is shown", async () => {
		const app = await open();
		await app.see("1 of 100 ▁");
		const before = app.written().length;
		await app.type("j".repeat(60));
		await app.see("❯ thing 60");
		await app.see("61 of 100 ▅");
		expect(app.written().length - before).toBeLessThan(6);
	});

	it("move through a list by row, page and end", async () => {
		const app = await open();
		await app.press("G");
		await app.see("❯ thing 99");
		await app.press("g", "g");
		await app.see("❯ thing 0");
		await app.press("pagedown");
		await app.see("❯ thing 18");
		await app.press("up", "k");
		await app.see("❯ thing 16");
	});

	it("filter a list as words are typed, keep it with Enter and drop it with Esc", async () => {
		const app = await open();
		await app.press("/");
		await app.type("9 thing");
		await app.see("19 of 100");
		await app.press("enter");
		await app.press("j");
		await app.see("❯ thing 19");
		await app.press("escape");
		await app.seeNot("19 of 100");
		await app.see("20 of 100");
		await app.see("❯ thing 19");
	});

	it("select rows, select all shown rows, and clear the selection", async () => {
		const app = await open();
		await app.press("space", "space");
		await app.see(" ●thing 0");
		await app.see(" ●thing 1");
		await app.press("escape");
		await app.seeNot("●thing");
	});

	it("select a range from V on, as far as the cursor moves", async () => {
		const app = await open();
		await app.press("j", "V", "j", "j", "k");
		await app.see(" ●thing 1");
		await app.see("❯●thing 2");
		expect(app.frame()).not.toMatch(/●thing [03]/);
		await app.press("V", "j");
		expect(app.frame()).not.toContain("●thing 3");
	});

	it("sort by a column, up and down, and then not", async () => {
		const app = await open();
		await app.press("S");
		await app.see("Name ▲");
		await app.press("S", "g", "g");
		await app.see("Name ▼");
		await app.see("❯ thing 99");
		await app.press("S", "g", "g");
		await app.see("❯ thing 0");
	});

	it("show errors of what they started in the status line", async () => {
		const app = await open();
		await app.press("f");
		await app.see("✗ no luck");
		await app.press("escape");
		await app.seeNot("no luck");
	});

	it("show a long error, and what to do about it, on lines that they take from the screen", async () => {
		const app = await open();
		await app.press("L");
		await app.see("to the very end");
		expect(app.lines()).toHaveLength(24);
		expect(
			app
				.lines()
				.slice(-4, -1)
				.map((line) => line.trimEnd()),
		).toEqual([
			"✗ the answer of a server that goes on and on and on and on and on and on and on",
			"  and on and on to the very end",
			"  do this next",
		]);
		expect(app.lines().at(-1)).toContain("? all keys");
		await app.press("escape");
		await app.seeNot("to the very end");
		expect(app.lines()).toHaveLength(24);
	});

	it("that are not possible do nothing", async () => {
		const app = await open();
		await app.press("n");
		expect(app.frame()).not.toContain("never");
	});
});
