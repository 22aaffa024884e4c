import { describe, expect, it } from "vitest";
import { demoWorld, freshHome, holdCreations, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

describe("what is set in the console", () => {
	it("stays: a mapping with its preview, and the next cycle is initial", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const first = await openConsole(world, { home });
		await first.visit("4", "p run now");
		await first.confirm("p", "Run a cycle now?", "Last cycle: initial, ! 5 failed");

		await first.visit("5", /name\.familyName +surname +direct/);
		await first.see(/name\.familyName += Beaulieu/);
		await first.type("G", /❯ roles/);
		await first.type("k", /❯ name\.familyName/);
		await first.type(key.enter, "Edit name.familyName");
		await first.type(key.down, /❯ Type +direct/);
		await first.type(key.enter, "◉ direct");
		await first.type([key.down, key.down], "◉ expression");
		await first.type(key.enter, /❯ Expression +F1 lists functions/);
		await first.type("ToUpper([nonsense", /✗/);
		await first.type([key.ctrlU, "ToUpper([surname], )"], "Amélie Beaulieu = BEAULIEU");
		await first.expectFrame();
		await first.type(key.ctrlS, /name\.familyName +ToUpper\(\[surname\], \) +expression/);
		first.press("q");
		await first.expectRestored(0);

		const second = await openConsole(world, { home });
		await second.visit("5", /name\.familyName +ToUpper\(\[surname\], \) +expression/);
		await second.see(/name\.familyName += BEAULIEU/);
		await second.visit("4", "Last cycle: initial, ! 5 failed");
		await second.confirm("p", "Run a cycle now?", /updated/);
		await second.see("Cycle completed");
		await second.see(/Last cycle: initial, ✓ completed/);
		expect(world.sumo.control.user("grace.okafor@harbour.example")?.familyName).toBe("OKAFOR");
		second.press("q");
		await second.expectRestored(0);
	});

	it("stays: a setting of the profile; a webhook is tested there, and nothing shows its URL", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const first = await openConsole(world, { home });
		await first.visit("8", /❯ Provisioned by/);
		await first.type("j", /❯ Interval +40 minutes +default/);
		await first.type(key.enter, "Esc cancel");
		await first.type([key.ctrlU, "3", key.enter], "it must be between 5 minutes and 24 hours");
		await first.type([key.ctrlU, "60"], /❯ Interval +60$/m);
		await first.type(key.enter, /❯ Interval +60 minutes +saved/);
		await first.type(["G", "k", "k"], /❯ Notify: webhook +none/);
		await first.type(key.enter, "paste the URL");
		await first.type("http://127.0.0.1:9/s3cret-part", "•••••");
		await first.type(key.enter, /❯ Notify: webhook +•••••••• +saved/);
		await first.type("c", "The test to the webhook failed: it cannot be reached: 127.0.0.1:9 refuses");
		await first.expectFrame();
		first.press("q");
		await first.expectRestored(0);

		const second = await openConsole(world, { home });
		await second.visit("8", /Interval +60 minutes +saved/);
		await second.type("G", /Notify: webhook +•••••••• +saved/);
		second.press("q");
		await second.expectRestored(0);
	});

	it("stays: provisioning On, which a second console sees", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const first = await openConsole(world, { home });
		await first.visit("4", "Provisioning ○ Off");
		await first.confirm("o", "Turn provisioning on?", "Provisioning ● On");
		await first.see("Last cycle: initial, ! 5 failed");
		first.press("q");
		await first.expectRestored(0);

		const again = await openConsole(world, { home });
		await again.see("● On");
		await again.visit("4", "Provisioning ● On");
		await again.confirm("o", "Turn provisioning off?", "Provisioning ○ Off");
		again.press("q");
		await again.expectRestored(0);
		const last = await openConsole(world, { home });
		await last.visit("4", "Provisioning ○ Off");
	});

	it("is looked at, and not run, by a second console on the same profile", async () => {
		const world = await demoWorld();
		const home = freshHome();
		const { control } = world.sumo;
		const runner = await openConsole(world, { home, flags: holdCreations(world) });
		await runner.visit("4", "p run now");
		await runner.confirm("p", "Run a cycle now?", "4 created");

		const looker = await openConsole(world, { home });
		await looker.see("read-only");
		await looker.visit("4", "Log");
		const before = control.journal().length;
		looker.press("p");
		await looker.type("2", "58 users");
		await looker.visit("go", "Press Enter to preview");
		await looker.find("grace");
		await looker.type(key.enter, "1 ✓ Import user");
		looker.press("p", key.escape);
		await looker.seeNo("another user");
		await looker.visit("gd", "deactivated accounts");
		expect(
			control
				.journal()
				.slice(before)
				.filter(({ method }) => method !== "GET"),
		).toEqual([]);
		looker.press("q");
		await looker.expectRestored(0);

		control.clearFaults();
		await runner.see("Cycle completed");
		runner.press("q");
		await runner.expectRestored(0);
	});

	it("never shows the access key, but for the moment in which it is revealed", async () => {
		const world = await demoWorld();
		const { accessId, accessKey } = world.sumo;
		const token = Buffer.from(`${accessId}:${accessKey}`).toString("base64");
		const shown = () =>
			app
				.lines()
				.map((line) => line.trim())
				.join("");
		const app = await openConsole(world, { home: freshHome() });
		await app.visit("7", "Access key");
		await app.type("c", "authorized to enable provisioning");
		for (const screen of ["5", "2", "4", "3", "go", "gd"]) await app.visit(screen, /\S/);
		await app.visit("7", "Access key");
		for (const secret of [accessKey, token]) expect(app.raw).not.toContain(secret.slice(0, 20));

		app.press("v");
		await app.until(() => shown().includes(token.slice(0, 20)), "the token");
		await app.expectFrame();
		app.press("v");
		await app.until(() => !shown().includes(token.slice(0, 20)), "no token");
		const { raw } = app;
		await app.visit("4", "p run now");
		app.press("q");
		await app.expectRestored(0);
		expect(app.raw.slice(raw.length)).not.toContain(token.slice(0, 20));
		expect(app.everything()).not.toContain(token.slice(0, 20));
	});
});
