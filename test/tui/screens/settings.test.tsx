import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import { screens } from "../../../src/tui/screens/index.ts";
import { createAppearance } from "../../../src/tui/theme/appearance.ts";
import { AppearanceContext } from "../../../src/tui/theme/use-appearance.ts";
import { at } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { draw, drawConsole } from "../render-console.tsx";

const open = async (fake = createFakeSession(), size = {}) => ({
	fake,
	...(await drawConsole(fake, { begin: "settings", ...size })),
});

describe("the settings", () => {
	it("show value, default and where it comes from, with one setting explained", async () => {
		const { see, press, frame } = await open();
		await see(/❯ Provisioned by +sumo-provision \(direct\) +default/);
		await press("j");
		await see(/❯ Interval +40 minutes +default/);
		await see("Minutes from the start of one cycle");
		await see("Accepts: between 5 minutes and 24 hours. Default: 40 minutes.");
		await press("G");
		await see(/❯ Terminal bell +on +default/);
		expect(frame()).not.toContain("Interval  ");
		await press("g", "g");
		await see(/❯ Provisioned by/);
	});

	it("explain the setting beside the list on a wide terminal, and below it on a narrow one", async () => {
		const wide = await open(undefined, { columns: 120, rows: 40 });
		await wide.see(/❯ Provisioned by .* Which job provisions the users/);
		wide.unmount();
		const narrow = await open();
		await narrow.see(/^Which job provisions the users/m);
	});

	it("have the look of the console among them, which changes at once and is saved for all profiles", async () => {
		const saved: unknown[] = [];
		const appearance = createAppearance({ save: async (look) => void saved.push(look) });
		const fake = createFakeSession();
		const app = await draw(
			<AppearanceContext value={appearance}>
				<ConsoleApp
					open={async () => fake.session}
					profileName="demo"
					screens={screens}
					begin="settings"
					now={() => at}
				/>
			</AppearanceContext>,
		);
		await app.see("❯ Provisioned by");
		await app.press("G", ..."kkkkkkk", "enter");
		await app.see("for a light background");
		await app.press("j", "j", "enter");
		await app.see(/❯ Theme +light +saved/);
		expect(appearance.look().theme).toBe("light");
		await app.press("j", "j", "space");
		await app.see(/❯ Reduced motion +on +saved/);
		await app.press("x");
		await app.see(/❯ Reduced motion +off +default/);
		expect(saved).toEqual([{ theme: "light" }, { reducedMotion: true }, { reducedMotion: false }]);
		expect(fake.calls).not.toContain("saveSettings");
	});

	it("refuse a wrong value with the bounds in words, and save a right one immediately", async () => {
		const { fake, see, seeNot, press, type, frame } = await open();
		await press("j", "enter", "ctrl+u");
		await type("3");
		expect(frame()).not.toContain("✗");
		await press("enter");
		await see(/Interval +3 +✗ it must be between 5 minutes and 24 hours/);
		await type("0");
		await seeNot("✗");
		expect(fake.calls).not.toContain("saveSettings");
		await press("ctrl+u");
		await type("60");
		await press("enter");
		await see(/❯ Interval +60 minutes +saved/);
		await see("✓ Interval: 60 minutes. Takes effect immediately");
		expect(fake.session.profile().provisioning.intervalMinutes).toBe(60);
		await press("x");
		await see(/❯ Interval +40 minutes +default/);
	});

	it("keep the value on Esc, and ask before a change is discarded", async () => {
		const { fake, see, seeNot, press, type } = await open();
		await press("j", "enter", "escape");
		await see(/❯ Interval +40 minutes +default/);
		await press("enter");
		await type("5");
		await press("escape");
		await see('The setting "Interval" has changes that are not saved.');
		await press("escape");
		await seeNot("not saved");
		await see(/Interval +405/);
		await press("escape", "y");
		await see(/❯ Interval +40 minutes +default/);
		expect(fake.calls).not.toContain("saveSettings");
		await press("enter");
		await type("5");
		await press("escape", "s");
		await see(/❯ Interval +405 minutes +saved/);
	});

	it("are not saved over a value that was saved elsewhere while it was typed, until that has been seen", async () => {
		const { fake, see, press, type } = await open();
		await press("j", "enter", "ctrl+u");
		await type("60");
		await fake.session.settings.change("interval", "90");
		await press("enter");
		await see("provisioning.intervalMinutes: 40 → 90");
		expect(fake.session.profile().provisioning.intervalMinutes).toBe(90);
		await press("enter");
		await see(/❯ Interval +60 minutes +saved/);
		expect(fake.session.profile().provisioning.intervalMinutes).toBe(60);
	});

	it("complete a path, and keep the text of a program that cannot be run", async () => {
		const folder = mkdtempSync(join(tmpdir(), "s"));
		onTestFinished(() => {
			vi.unstubAllEnvs();
			rmSync(folder, { recursive: true });
		});
		vi.stubEnv("HOME", folder);
		for (const name of ["page", "page.log"]) writeFileSync(join(folder, name), "");
		const { see, seeNot, press, type } = await open();
		await press("G", "k", "k", "k");
		await see(/❯ Notify: program +none/);
		await press("enter");
		await type("~/p");
		await press("tab");
		await see(/Notify: program +~\/page$/m);
		await see("page      page.log");
		await press("enter");
		await see(/names \S+\/page, which\s+cannot\s+be\s+run\s+\(permission denied\)/);
		await see(/Notify: program +~\/page$/m);
		chmodSync(join(folder, "page"), 0o700);
		await press("enter");
		await see(new RegExp(`Notify: program +${folder}/page +saved`));
		await seeNot("page.log");
	});

	it("are filtered by words of name, meaning, value and group, and keep the filter while one is edited", async () => {
		const { fake, see, seeNot, press, type } = await open();
		await press("/");
		await type("guard");
		await see(/^\/ guard +3 of 26$/m);
		await press("enter");
		await see("❯ Deletion guard");
		await seeNot("Interval  ");
		await press("j");
		await see("❯ Guard: users");
		await see("2 of 3");
		await press("enter", "ctrl+u");
		await type("7");
		await press("enter");
		await see(/❯ Guard: users +7 users +saved/);
		await press("/");
		await press("ctrl+u");
		await type("from:saved");
		await see("1 of 26");
		await press("enter", "enter");
		await fake.session.settings.change("guardCount", null);
		await see(/❯ Guard: users +7/);
		await press("escape", "y");
		await see("No settings match.");
		await press("escape");
		await see(/❯ \S/);
		await press("g", "g");
		await see("❯ Provisioned by");
	});

	it("ask before deletions are allowed, and before the guard is turned off", async () => {
		const { fake, see, press } = await open();
		await press("j", "j", "j", "j", "j");
		await see("❯ Deleted at source");
		await press("space");
		await see("Cycles will delete such accounts");
		await press("escape");
		expect(fake.session.profile().provisioning.hardDelete).toBe("disable");
		await press("enter");
		await see("delete the account");
		await press("down", "enter", "enter");
		await see(/❯ Deleted at source +delete the account +saved/);
		await press("j", "j", "space");
		await see("Without the deletion guard");
		await press("escape");
		expect(fake.session.profile().provisioning.deletionGuard.enabled).toBe(true);
	});

	it("ask before another job provisions, also when the default is restored", async () => {
		const { fake, see, seeNot, press } = await open();
		await press("space");
		await see("Provisioned by: Entra's own job (hosted)?");
		await see("use `job hand-over`");
		await press("escape");
		await seeNot("hand-over` instead");
		expect(fake.session.profile().provisioning.mode).toBe("direct");
		await press("space", "enter");
		await see(/❯ Provisioned by +Entra's own job \(hosted\) +saved/);
		await press("x");
		await see("Provisioned by: the default?");
		await press("enter");
		await see(/❯ Provisioned by +sumo-provision \(direct\) +default/);
	});

	it("never show a webhook, neither while it is typed nor after", async () => {
		const { see, seeNot, press, type, paste, written } = await open();
		await press("G", "k", "k");
		await see(/❯ Notify: webhook +none/);
		await press("enter");
		await type("http://hooks.example.com/s3cret");
		await press("enter");
		await see("must begin with https://");
		await press("ctrl+u");
		await seeNot("✗");
		await paste("https://hooks.example.com/s3cret");
		await see("••••••••••••");
		await press("enter");
		await see(/❯ Notify: webhook +•••••••• +saved/);
		expect(written().join("")).not.toMatch(/s3cret|hooks\.example/);
		await press("x");
		await see(/❯ Notify: webhook +none +default/);
	});

	it("name the flag that overrides the saved value", async () => {
		const plain = createFakeSession();
		const list = () =>
			plain.session.settings
				.list()
				.map((one) =>
					one.id === "interval" ? { ...one, from: { flag: "--interval", saved: "60 minutes" } } : one,
				);
		const fake = createFakeSession({
			settings: {
				list,
				change: async (id) => list().find((one) => one.id === id) ?? Promise.reject(new Error(id)),
			},
		});
		const { see, press } = await open(fake);
		await press("j");
		await see(/Interval +40 minutes +from --interval/);
		await see("--interval overrides the saved value (60 minutes)");
		await press("enter", "enter");
		await see("Saved, but overridden by --interval.");
	});

	it("send a test notification, and show the outcome", async () => {
		const fake = createFakeSession({
			settings: {
				testNotification: async () => [
					{ name: "the notification command", problem: null },
					{ name: "the webhook", problem: "it answered with status 500." },
				],
			},
		});
		const { see, press } = await open(fake);
		await press("c");
		await see("The test to the webhook failed: it answered with status 500.");
		const none = await open();
		await none.press("c");
		await none.see("No notification channel is configured.");
	});

	it("stand below the headings of their groups if both fit", async () => {
		const { see } = await open(createFakeSession(), { columns: 200, rows: 50 });
		await see(/^Notifications\s/m);
		await see(/ {2}Terminal bell +on/);
	});
});
