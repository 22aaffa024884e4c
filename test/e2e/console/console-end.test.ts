import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	Console,
	demoWorld,
	freshHome,
	holdCreations,
	openConsole,
	worldFlags,
	worldSecrets,
} from "./open-console.ts";
import { key } from "./terminal.ts";

/** Node loads this before the program: after the signal USR2 it throws what nobody catches. */
const crashOnSignal = `data:text/javascript,${encodeURIComponent(
	'process.on("SIGUSR2", () => { throw new Error("a bug that nobody caught"); });',
)}`;

describe("the end of the console", () => {
	it("leaves the terminal as it was after q, and after Ctrl+C in a dialog while text is typed", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const first = await openConsole(world, { home });
		first.press("q");
		await first.expectRestored(0);
		const second = await openConsole(world, { home });
		await second.type(":", "type a few letters");
		await second.type("deact", "Go to Deactivated");
		second.press(key.ctrlC);
		await second.expectRestored(0);
	});

	it.each([
		["SIGTERM", 143],
		["SIGHUP", 129],
	])("leaves the terminal as it was after %s, with exit code %d", async (signal, code) => {
		const app = await openConsole(await demoWorld(), { home: freshHome() });
		await app.expectFrame();
		process.kill(app.pid, signal);
		await app.expectRestored(code);
	});

	it("reports a crash on the restored terminal, with exit code 1", async () => {
		const app = await openConsole(await demoWorld(), {
			home: freshHome(),
			nodeOptions: ["--import", crashOnSignal],
		});
		await app.expectFrame();
		process.kill(app.pid, "SIGUSR2");
		await app.expectRestored(1);
		expect(app.everything()).toContain("sumo-provision: a bug that nobody caught");
	});

	it("waits for in-flight requests after Ctrl+C in a cycle, says so, and creates no user twice afterwards", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const { control } = world.sumo;
		const app = await openConsole(world, { home, flags: holdCreations(world) });
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", /4 created/);
		app.press(key.ctrlC);
		await app.see("sumo-provision: finishing in-flight requests…");
		expect(app.onAlternateScreen).toBe(false);
		control.clearFaults();
		await app.expectRestored(0);

		const posts = () =>
			control.journal().filter(({ method, status }) => method === "POST" && status === 201).length;
		const known = control.users().length;
		const sent = posts();
		const again = await openConsole(world, { home });
		await again.visit("4", "p run now");
		await again.confirm("p", "Run a cycle now?", /Last cycle: initial, ! 4 failed/);
		expect(control.users().length - known).toBeGreaterThan(10);
		expect(posts() - sent).toBe(control.users().length - known);
		expect(new Set(control.users().map(({ userName }) => userName)).size).toBe(control.users().length);
		again.press("q");
		await again.expectRestored(0);
	});

	it("asks before q ends a cycle", async () => {
		const world = await demoWorld();
		const app = await openConsole(world, { home: freshHome(), flags: holdCreations(world) });
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", /4 created/);
		await app.type("q", "A cycle is running");
		await app.expectFrame();
		app.press(key.escape);
		await app.seeNo("A cycle is running");
		await app.type("q", "A cycle is running");
		app.press(key.enter);
		await app.see("finishing in-flight requests");
		world.sumo.control.clearFaults();
		await app.expectRestored(0);
	});

	it("ends when its window is closed in the middle of a cycle", async () => {
		const world = await demoWorld();
		const app = await openConsole(world, { home: freshHome(), flags: holdCreations(world) });
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", /4 created/);
		const { pid } = app;
		app.close();
		world.sumo.control.clearFaults();
		await expect.poll(() => isRunning(pid), { timeout: 90_000 }).toBe(false);
	});

	it("takes flags that lack the token for a wrong call, as all commands do: exit code 2", async () => {
		const flags = ["--source", "users.json", "--scim-url", "http://127.0.0.1:9/scim"];
		const app = new Console(["console", ...flags], { home: freshHome() });
		await app.expectRestored(2);
		expect(app.everything()).toContain("SUMO_PROVISION_SECRET_TOKEN");
	});

	it("reports on the plain terminal why a profile can't be opened", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const env = await worldSecrets(world);
		writeFileSync(join(home, "config.json"), "{ not JSON");
		const app = new Console(["console", ...worldFlags(world)], { home, env });
		await app.expectRestored(1);
		expect(app.everything()).toMatch(/sumo-provision: .*config\.json/);
	});
});

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
