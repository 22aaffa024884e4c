import { describe, expect, it } from "vitest";
import { Console, demoWorld, freshHome, openConsole, worldFlags, worldSecrets } from "./open-console.ts";
import { key } from "./terminal.ts";

/** What the demo tenant and this test hide in names, and what the console itself never writes. */
const hostile = ["\u202E", "\u202C", "\u2066", "\u200F", "\u009B", "\u0000", "\u001B]0;", "\u001B[31mTeam"];
const nasty = "\u001B[2J\u001B[H\u009B31m\u202Eevil\u001B]0;owned\u0007";
const long = "很长的名字".repeat(40);

/** Wide, with surrogates, from right to left, with joined letters, with combining marks. */
const scripts = ["さくら", "🚀", "الحسيني", "प्रिया", "Viet\u0323"];

describe("the frame of the console", () => {
	it.each([
		[80, 24, 0],
		[120, 40, 50],
		[200, 50, 0],
	])(
		"stands on every screen at %d×%d over a line of %d ms, whatever is in the directory",
		async (columns, rows, latency) => {
			const world = await demoWorld();
			const { sumo, entra } = world;
			sumo.control.addUser({
				userName: "evil@harbour.example",
				givenName: nasty,
				familyName: long,
				active: false,
			});
			entra.control.addUser({
				userPrincipalName: "hanako@harbour.example",
				displayName: `👩‍👩‍👧‍👦 ❤️ ${long}`,
				givenName: nasty,
				surname: long,
			});
			entra.control.addUser({
				userPrincipalName: "viet@harbour.example",
				displayName: "Trần Viet\u0323\u0302",
			});
			entra.control.assign("hanako@harbour.example", "User");
			const app = await openConsole(world, { home: freshHome(), columns, rows, latency });

			await app.visit("7", "Tenant URL");
			await app.visit("5", "Preview");
			await app.visit("2", "60 users");
			for (const name of scripts) {
				await app.find(name);
				await app.see(new RegExp(`^❯.*${name}`, "m"));
				await app.expectFrame();
			}
			for (const name of ["Mallory", "Bartholomew", "hanako"]) {
				await app.find(name);
				await app.type(key.enter, "another user");
				await app.see("Assignments");
				await app.expectFrame();
				app.press(key.escape);
				await app.seeNo("another user");
			}
			await app.visit("4", "p run now");
			await app.confirm("p", "Run a cycle now?", "Last cycle: initial, ! 6 failed");
			await app.expectFrame();
			for (const name of ["Mallory", "Bartholomew", "hanako"]) {
				await app.find(name);
				await app.type(key.enter, "Create ·");
				await app.expectFrame();
				app.press(key.escape);
				await app.seeNo("Create ·");
			}
			await app.visit("3", "nothing has been written");
			await app.visit("go", "Press Enter to preview");
			for (const name of ["Mallory", "Bartholomew", "hanako"]) {
				await app.find(name);
				await app.type(key.enter, "another user");
				await app.look("1 ✓ Import user");
				await app.expectFrame();
				await app.look("4 ");
				await app.expectFrame();
				app.press(key.escape);
				await app.seeNo("another user");
			}
			await app.visit("gd", "deactivated accounts");
			await app.find("evil");
			await app.type(key.enter, "Esc back");
			await app.expectFrame();
			app.press(key.escape);
			await app.seeNo("Esc back");
			await app.type("D", "What happens to the dashboards");
			await app.expectFrame();
			app.press(key.escape);
			await app.seeNo("What happens to the dashboards");
			await app.visit("gs", "Scop");
			await app.type("?", "│ Keys");
			await app.expectFrame();

			for (const sequence of hostile) expect(app.raw).not.toContain(sequence);
			expect(app.titles).toEqual([]);
			app.press(key.ctrlC);
			await app.expectRestored(0);
		},
	);

	it("is there before the profile is open, whole again after each change of the window's size, and says what it needs", async () => {
		const app = await openConsole(await demoWorld(), { home: freshHome(), columns: 200, rows: 50 });
		const [before] = app.raw.split("○ Off");
		expect(before).toContain("Opening the profile…");
		for (const screen of ["1", "2", "3", "4", "5", "6", "7"]) {
			await app.visit(screen, /\S/);
			app.resize(80, 24);
			await app.expectFrame();
			expect(app.lines()).toHaveLength(24);
			app.resize(60, 16);
			await app.expectFrame();
			expect(app.lines()).toHaveLength(16);
			app.resize(60, 15);
			await app.see("needs 60×16, this terminal is 60×15");
			await app.until(() => app.frameProblems().length === 0, "a whole picture");
			app.resize(200, 50);
			await app.expectFrame();
			expect(app.lines()[49]).toContain("all keys");
		}
		await app.visit("gd", "3 deactivated accounts");
		await app.type(key.enter, "Esc back");
		for (const [columns, rows] of [
			[60, 16],
			[80, 24],
			[120, 30],
			[200, 50],
		] as const) {
			app.resize(columns, rows);
			await app.expectFrame();
			expect(app.screen()).toContain("User name");
		}
	});

	it("has no colour with NO_COLOR, and still shows what is current", async () => {
		const app = await openConsole(await demoWorld(), { home: freshHome(), env: { NO_COLOR: "1" } });
		await app.visit("2", "❯ Amélie Beaulieu");
		expect(app.raw).not.toMatch(/\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/);
	});

	it("is not drawn on a terminal that cannot draw, nor for a screen reader's sake a crash", async () => {
		const world = await demoWorld();
		const dumb = new Console(["console", ...worldFlags(world)], {
			home: freshHome(),
			env: { ...(await worldSecrets(world)), TERM: "dumb" },
		});
		expect(await dumb.end()).toBe(2);
		expect(dumb.raw).not.toContain("\u001B[");
		expect(dumb.everything()).toContain("use sumo-provision run");

		const read = new Console(["console", ...worldFlags(world)], {
			home: freshHome(),
			env: { ...(await worldSecrets(world)), INK_SCREEN_READER: "true" },
		});
		await read.see("Provisioning is off.");
		await read.type("2", "Amélie Beaulieu");
		read.press("q");
		await read.expectRestored(0);
	});
});
