import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "./build-program.ts";
import { runInTerminal, runShell, type Terminal } from "./terminal.ts";

/** What Home says of a tenant without a cycle. */
const firstScreen = "No cycle has run yet";

let program = "";
let running: Terminal[] = [];

beforeAll(async () => {
	program = await buildProgram();
});

afterAll(() => {
	// Without a program its folder would be the working folder.
	if (program !== "") rmSync(dirname(program), { recursive: true });
});

afterEach(async () => {
	for (const { pty } of running) pty.kill("SIGKILL");
	running = [];
});

function start(env: Readonly<Record<string, string>> = {}, size = {}): Terminal {
	const terminal = runInTerminal(program, env, size);
	running.push(terminal);
	return terminal;
}

/** The terminal as it was before: main screen, cursor shown, pastes not bracketed. */
async function expectRestored(terminal: Terminal): Promise<void> {
	await terminal.until(() => expect(terminal.alternate()).toBe(false));
	const sent = terminal.sent();
	expect(sent.lastIndexOf("\u001B[?25h")).toBeGreaterThan(sent.lastIndexOf("\u001B[?25l"));
	expect(sent.lastIndexOf("\u001B[?2004l")).toBeGreaterThanOrEqual(sent.lastIndexOf("\u001B[?2004h"));
}

describe("the console in a terminal", () => {
	it("fills the alternate screen, also when CI is set", async () => {
		const terminal = start({ CI: "true" });
		await terminal.see(firstScreen);
		expect(terminal.alternate()).toBe(true);
		expect(terminal.screen()[0]).toContain("sumo-provision · demo · Sumo us2 ·  DEMO  · ○ Off");
		expect(terminal.screen()[23]).toContain("? all keys");
	});

	it("leaves with q: session closed, terminal restored, exit code 0", async () => {
		const terminal = start();
		await terminal.see(firstScreen);
		terminal.pty.write("q");
		expect(await terminal.ended).toMatchObject({ exitCode: 0 });
		await expectRestored(terminal);
		await terminal.see("closed true");
	});

	it("leaves with Ctrl+C from a dialog too", async () => {
		const terminal = start();
		await terminal.see(firstScreen);
		terminal.pty.write(":");
		await terminal.see("type a few letters");
		terminal.pty.write("\u0003");
		expect(await terminal.ended).toMatchObject({ exitCode: 0 });
		await expectRestored(terminal);
		await terminal.see("closed true");
	});

	it("suspends with Ctrl+Z from a dialog too, and is drawn again by fg", async () => {
		const terminal = runShell({ PS1: "ready> " });
		running.push(terminal);
		await terminal.see("ready>");
		terminal.pty.write(`'${process.execPath}' '${program}'\r`);
		await terminal.see("Needs me");
		terminal.pty.write(":");
		await terminal.see("type a few letters");
		terminal.pty.write("\u001A");
		await terminal.see("Stopped");
		await expectRestored(terminal);
		terminal.pty.write("echo $((6 * 7)) users\r");
		await terminal.see("42 users");
		terminal.pty.write("fg\r");
		await terminal.until(() => expect(terminal.alternate()).toBe(true));
		await terminal.see("type a few letters");
		expect(terminal.screen()[0]).toContain("sumo-provision · demo");
		terminal.pty.write("\u001B");
		await terminal.see("? all keys");
		terminal.pty.write("q");
		await terminal.see("closed true");
		await expectRestored(terminal);
	});

	it.each([
		["SIGTERM", 143],
		["SIGHUP", 129],
	] as const)("restores the terminal after %s and ends with %d", async (signal, code) => {
		const terminal = start();
		await terminal.see(firstScreen);
		terminal.signal(signal);
		expect(await terminal.ended).toMatchObject({ exitCode: code });
		await expectRestored(terminal);
		await terminal.see("closed true");
	});

	it("restores the terminal after an uncaught error, then prints it, and ends with 1", async () => {
		const terminal = start({ FAKE_FAULT: "crash" });
		expect(await terminal.ended).toMatchObject({ exitCode: 1 });
		await expectRestored(terminal);
		await terminal.see("sumo-provision: a bug");
		await terminal.see("closed true");
	});

	it("ends with 1 when the terminal takes no output anymore", async () => {
		const terminal = start({ FAKE_FAULT: "output" });
		expect(await terminal.ended).toMatchObject({ exitCode: 1 });
		await terminal.see("closed true");
	});

	it("prints why a profile cannot be opened, on the restored terminal", async () => {
		const terminal = start({ FAKE_FAULT: "open" });
		expect(await terminal.ended).toMatchObject({ exitCode: 1 });
		await expectRestored(terminal);
		await terminal.see("sumo-provision: The profile cannot be read: mode 0000.");
	});

	it("keeps warnings out of the frame, and prints them at the end", async () => {
		const terminal = start({ FAKE_FAULT: "warning" });
		await terminal.see(firstScreen);
		expect(terminal.screen().join("\n")).not.toContain("deprecated");
		terminal.pty.write("q");
		await terminal.ended;
		await terminal.see("DeprecationWarning: something is deprecated");
	});

	it("asks for the background after the first frame, and follows an answer in pieces without reading it as keys", async () => {
		const terminal = start();
		await terminal.see(firstScreen);
		const question = terminal.sent().indexOf("\u001B]11;?");
		expect(question).toBeGreaterThan(terminal.sent().indexOf("opening…"));
		terminal.forget();
		for (const piece of ["\u001B]11;rgb:ffff/", "ffff/ff", "ff\u001B\\"]) terminal.pty.write(piece);
		await terminal.until(() =>
			expect(terminal.sent()).toMatch(/\u001B\[[\d;]*34m 1 Home|\u001B\[[\d;]*34m1 Home/),
		);
		await terminal.see(firstScreen);
		// The last line is written last.
		await terminal.until(() => expect(terminal.screen()[23]).toContain("? all keys"));
		expect(terminal.screen().join("\n")).not.toMatch(/rgb|ffff|\]11/);
		// A key still means what it meant, and its effect is drawn in the new colors.
		terminal.forget();
		terminal.pty.write(":");
		await terminal.see("type a few letters");
		expect(terminal.sent()).not.toMatch(/\u001B\[(?:\d+;)*36m/);
	});

	it("previews a theme as it is marked, and returns to the previous one with Esc", async () => {
		const terminal = start();
		await terminal.see(firstScreen);
		terminal.pty.write(":");
		await terminal.see("type a few letters");
		terminal.pty.write("theme\r");
		await terminal.see("dark or light, by the background of the terminal");
		terminal.pty.write("\u001B[B");
		await terminal.see("◉ dark");
		terminal.forget();
		terminal.pty.write("\u001B[B");
		await terminal.see("◉ light");
		await terminal.until(() => expect(terminal.sent()).toMatch(/\u001B\[(?:\d+;)*34m[\s\S]*Theme/));
		terminal.forget();
		terminal.pty.write("\u001B");
		await terminal.until(() => expect(terminal.sent()).toMatch(/\u001B\[(?:\d+;)*36m/));
		await terminal.see(firstScreen);
		await terminal.until(() => expect(terminal.screen().join("\n")).not.toContain("Theme"));
	});

	it("asks before it leaves a running cycle", async () => {
		const terminal = start({ FAKE_RUNNING: "1" });
		await terminal.see("4/10");
		terminal.pty.write("q");
		await terminal.see("A cycle is running");
		terminal.pty.write("\r");
		expect(await terminal.ended).toMatchObject({ exitCode: 0 });
	});

	it("shows the required size when it becomes too small, and recovers without artifacts", async () => {
		const terminal = start();
		await terminal.see(firstScreen);
		terminal.resize(60, 16);
		await terminal.see(firstScreen);
		terminal.resize(60, 15);
		await terminal.see("needs 60×16, this terminal is 60×15");
		terminal.resize(59, 40);
		await terminal.see("needs 60×16, this terminal is 59×40");
		terminal.resize(12, 5);
		await terminal.see("60×16");
		terminal.resize(200, 50);
		await terminal.see(/^sumo-provision · demo.*req\/s$/m);
		await terminal.until(() => {
			const screen = terminal.screen();
			expect(screen[49]).toContain("? all keys");
			expect(screen.filter((line) => line.includes("sumo-provision"))).toHaveLength(1);
			expect(screen[0]).toMatch(/^sumo-provision/);
		});
	});

	it("keeps a running cycle, a dialog and what was typed while it is too small", async () => {
		const terminal = start({ FAKE_RUNNING: "1" });
		await terminal.see("4/10");
		terminal.pty.write(":");
		await terminal.see("type a few letters");
		terminal.pty.write("reduced");
		await terminal.see("Toggle reduced motion");
		terminal.resize(40, 10);
		await terminal.see("needs 60×16");
		expect(terminal.screen().join("\n")).not.toContain("Toggle");
		terminal.resize(80, 24);
		await terminal.see("Toggle reduced motion");
		await terminal.see("4/10");
		expect(terminal.screen().join("\n")).toContain("reduced");
	});

	it("frames the counts of a cycle in the bundle as from source", async () => {
		const terminal = start({ FAKE_BEGIN: "home", FAKE_CYCLES: "1" }, { columns: 120, rows: 50 });
		await terminal.see("[Needs me 0]  Cycles 1");
		terminal.pty.write("\t");
		await terminal.see("[Cycles 1]");
		terminal.pty.write("\r");
		await terminal.see("│ created │ updated │");
	});

	it("keeps the frame intact with nasty names at 80×24", async () => {
		const terminal = start({ FAKE_BEGIN: "on-demand" });
		await terminal.see("evil 長い名前");
		const line = () => terminal.screen().find((text) => text.includes("evil")) ?? "";
		// The same before and after the last results have arrived.
		expect(line()).toMatch(/^ {2}evil 長い名前長い… {2}· user {2}– /);
		await terminal.until(() => expect(terminal.screen()[23]).toContain("? all keys"));
		await terminal.until(() =>
			expect(line()).toMatch(/^ {2}evil 長い名前長い… {2}· user {2}– .* ✓ 03-09 Create$/),
		);
	});

	it("draws all letters of a name with conjuncts, which terminals count in parts, and nothing beside it moves", async () => {
		const terminal = start({ FAKE_BEGIN: "on-demand" });
		const row = " अर्जुन कृष्ण क्षत्रिय पटेल · user  –            - none     - none     ✓ 03-09 Create";
		await terminal.see(` ${row}`);
		terminal.pty.write("jjjjj");
		await terminal.see(`❯${row}`);
	});

	it("moves the cursor through 100,000 users with few bytes, and without drawing the table again", async () => {
		const terminal = start({ FAKE_BEGIN: "on-demand", FAKE_USERS: "100000" }, { columns: 109, rows: 29 });
		// The last column and the footer are drawn after the rows. In this size the details are not shown.
		await terminal.see("❯ Ada Brink");
		await terminal.see(/Ben Otieno .*✓/);
		await terminal.see("? all keys");
		const first = terminal.screen().findIndex((line) => line.startsWith("❯"));
		const isWhole = () => expect(terminal.sent()).toMatch(/\u001B\[\?2026l$/);
		await terminal.until(isWhole);
		for (let row = 1; row <= 20; row += 1) {
			terminal.forget();
			terminal.pty.write("j");
			await terminal.until(() => {
				expect(terminal.screen()[first + row]).toMatch(/^❯/);
				isWhole();
			});
			expect(Buffer.byteLength(terminal.sent()), JSON.stringify(terminal.sent())).toBeLessThanOrEqual(350);
		}
	});
});
