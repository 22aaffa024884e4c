import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { screens } from "../../../src/tui/screens/index.ts";
import { jumpKey } from "../../../src/tui/shell/screen-groups.ts";
import { Console, demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

/** Characters outside printable ASCII on the screen. */
function beyondAscii(app: Console): readonly string[] {
	return [...new Set(app.screen().match(/[^\n -~]/gu))];
}

describe("the console in a locale without UTF-8", () => {
	it.each([
		[80, 24],
		[120, 40],
	])("draws every screen, the help, the palette and dialogs in ASCII at %d×%d", async (columns, rows) => {
		const app = await openConsole(
			await demoWorld(),
			{ home: freshHome(), columns, rows, env: { LC_ALL: "C" } },
			/o Off|\* On/,
		);
		for (const screen of screens) {
			app.press(...jumpKey(screen).split(" "));
			await app.until(
				() => [screen.title, screen.short].some((title) => title && app.lines()[1]?.includes(title)),
				screen.title,
			);
			await app.until(() => app.lines().at(-1)?.includes("? all keys") ?? false, "the footer");
			expect(beyondAscii(app), screen.title).toEqual([]);
		}
		app.press("2");
		await app.see("Am?lie Beaulieu");
		await app.type("?", "Esc close");
		expect(beyondAscii(app)).toEqual([]);
		await app.type(key.escape, "Am?lie Beaulieu");
		await app.type(":", "type a few letters");
		expect(beyondAscii(app)).toEqual([]);
		expect(app.raw.replace(/\u001B\][^\u0007]*\u0007/g, "")).not.toMatch(/[^\0-\u007F]/);
	});

	it("draws all of Unicode with --no-ascii, and ASCII with --ascii in any locale", async () => {
		const home = freshHome();
		const unicode = new Console(["demo", "--no-ascii"], { home, env: { LC_ALL: "C" } });
		await unicode.see("○ Off");
		unicode.press("q");
		expect(await unicode.end()).toBe(0);
		const ascii = new Console(["demo", "--ascii"], { home });
		await ascii.see("o Off");
	});
});

describe("the look of the console", () => {
	it("is kept for all profiles once a theme is chosen, and a flag or a variable overrides it", async () => {
		const home = freshHome();
		const app = new Console(["demo"], { home });
		await app.see("○ Off");
		await app.type(":", "type a few letters");
		await app.type(`theme${key.enter}`, "by the background of the terminal");
		await app.type(`${key.down}${key.down}`, "◉ light");
		await app.type(key.enter, "Theme: light. It is kept for all profiles.");
		app.press("q");
		expect(await app.end()).toBe(0);
		const file = join(home, "console.json");
		expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ theme: "light" });

		const again = new Console(["demo"], { home });
		await again.see("○ Off");
		expect(again.raw).toMatch(/\u001B\[(?:1;)?38;5;25m/);
		const flag = new Console(["demo", "--theme", "16-colors"], { home });
		await flag.see("○ Off");
		expect(flag.raw).toMatch(/\u001B\[(?:1;)?36m/);
		const variable = new Console(["demo"], { home, env: { SUMO_PROVISION_THEME: "none" } });
		await variable.see("○ Off");
		expect(variable.raw).not.toMatch(/\u001B\[(?:3[0-8]|4[0-8]|9\d|10\d)[;m]/);
	});

	it("is the usual one, with a message, when what is saved is damaged", async () => {
		const home = freshHome();
		writeFileSync(join(home, "console.json"), "{");
		const app = new Console(["demo"], { home });
		await app.see("console.json is not JSON");
		await app.see("○ Off");
	});

	it("refuses a value that it does not know before anything is drawn", async () => {
		const home = freshHome();
		const app = new Console(["demo"], { home, env: { SUMO_PROVISION_THEME: "solarized" } });
		expect(await app.end()).toBe(2);
		expect(app.raw).not.toContain("\u001B[?1049h");
		expect(app.everything()).toContain("SUMO_PROVISION_THEME must be one of auto, dark, light");
		expect(existsSync(join(home, "console.json"))).toBe(false);
	});
});
