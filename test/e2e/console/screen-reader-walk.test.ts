import { describe, expect, it } from "vitest";
import { screens } from "../../../src/tui/screens/index.ts";
import { jumpKey } from "../../../src/tui/shell/screen-groups.ts";
import { type Console, demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

/** What a screen reader would spell, or read as noise: lines, bars, spark lines, spinners, marks; and whatever rewrites the screen. */
const noise = /[─-╿▀-▟■-◿⠀-⣿✓✗❯‖·…]|\u001B\[[\d;]*[A-KSTmu]|\u001B\[\?1049h/u;

/** Presses keys, waits for what they bring, and returns all that was written by then. */
async function heard(app: Console, keys: string, expected: string | RegExp): Promise<string> {
	const before = app.raw.length;
	const since = () => app.raw.slice(before);
	app.press(keys);
	await app.until(
		() => (typeof expected === "string" ? since().includes(expected) : expected.test(since())),
		`hearing ${expected}`,
	);
	return since();
}

describe("the console with INK_SCREEN_READER=true", () => {
	it("reads each screen in sentences, and each move in a list as one", async () => {
		const env = { INK_SCREEN_READER: "true" };
		const app = await openConsole(await demoWorld(), { home: freshHome(), env }, /Provisioning is off\./);
		const [first, ...others] = screens;
		for (const screen of [...others, ...(first ? [first] : [])]) {
			const read = await heard(
				app,
				jumpKey(screen).replace(" ", ""),
				new RegExp(`Screen: ${screen.title}[\\s\\S]*Keys: .*\\.`),
			);
			expect(read, screen.title).not.toMatch(noise);
		}
		await heard(app, "2", /Row 1 of \d+: Name Amélie Beaulieu, .*\.\r\n/);
		const move = await heard(app, "j", /Row 2 of \d+: .*\.\r\n/);
		// A row without an account has other keys.
		const sentences = move
			.trim()
			.split("\r\n")
			.filter((line) => !line.startsWith("Keys: "));
		expect(sentences, move).toHaveLength(1);
		const details = await heard(app, key.enter, "Object ID");
		expect(details).toContain("Name Ana-Maria Popescu");
		expect(details).not.toContain("Row 2");
		await heard(app, key.escape, "Keys: ");
		expect(app.raw).not.toMatch(noise);
		expect(app.raw).toContain("List: needs me. Needs me: 0, cycles: 0.");
		expect(app.raw).not.toContain("No cycles yet");
	});

	it("announces a question, a message, and the end of a cycle with what it changed", async () => {
		const env = { INK_SCREEN_READER: "true" };
		const app = await openConsole(await demoWorld(), { home: freshHome(), env }, /Provisioning is off\./);
		const question = await heard(app, "p", "Enter: Run");
		expect(question).toContain("Run a cycle now?");
		const cycle = await heard(
			app,
			key.enter,
			/^(?=[\s\S]*Cycle completed)(?=[\s\S]*Needs you: \d+ failing\.)/,
		);
		expect(cycle).toContain("Running a cycle.");
		expect(cycle).toMatch(/\d+ created, .*failed/);
		expect(app.raw).not.toMatch(noise);
		app.press("q");
		await app.expectRestored(0);
	});
});
