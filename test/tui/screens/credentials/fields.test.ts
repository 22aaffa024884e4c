import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringWidth from "string-width";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { down, entra, fakeConnection, open } from "./connection.ts";

describe("the credentials", () => {
	it("show the form with deployment, region, Tenant URL and masked secrets", async () => {
		const app = await open();
		await app.see(/❯ App name +Sumo Logic/u);
		await app.see(/Deployment +us2 · US West \(Oregon\)/u);
		await app.see(/Tenant URL +https:\/\/api\.us2\.sumologic\.com\/api\/v1\/scim/u);
		await app.see(/Access ID +suABCDEFGHIJKL/u);
		await app.see(/Access key +•••••••• saved/u);
		await app.see(/Secret Token +•••••••• /u);
		await app.see(/Source +the demo tenant/u);
		expect(app.frame()).not.toContain("SCIM URL");
	});

	it("offer all twelve deployments with their regions, and a SCIM URL field for a custom one", async () => {
		const app = await open();
		await app.press("down", "enter");
		for (const region of ["us1", "Sydney", "Zurich", "FedRAMP", "Mumbai", "Tokyo", "AWS European Sovereign"])
			await app.see(region);
		await app.press(...down(12));
		await app.see("◉ custom");
		await app.press("enter");
		await app.see("SCIM URL");
		await app.press("down", "enter");
		await app.type("https://scim.example.com/v2");
		await app.press("enter");
		await app.see(/Tenant URL +https:\/\/scim\.example\.com\/v2/u);
		await app.press("s");
		await app.see("✓ Saved.");
		expect(app.saves[0]?.target).toEqual({ deployment: "custom", scimUrl: "https://scim.example.com/v2" });
	});

	it("take typed text as text, never as keys of the screen", async () => {
		const app = await open();
		await app.press("enter", "ctrl+u");
		await app.type("tT s u r y q 1 ? : x");
		await app.press("enter");
		await app.see(/App name +tT s u r y q 1 \? : x/u);
		expect(app.tests).toEqual([]);
		expect(app.saves).toEqual([]);
	});

	it("complain once a field was left, and from then on while typing, in words and glyphs that differ", async () => {
		const app = await open();
		await app.press("e", "ctrl+u");
		await app.see(/❯ App name +name of the enterprise/u);
		expect(app.frame()).not.toContain("✗");
		await app.press("enter");
		await app.see(/App name .*✗ error/u);
		await app.see("✗ error: The application needs a name.");
		await app.press("up", "e");
		await app.type("A");
		await app.seeNot("✗ error");
		await app.press("enter", ...down(2), "e", "ctrl+u");
		await app.type("x");
		expect(app.frame()).not.toContain("! warning");
		await app.press("enter");
		await app.see(/Access ID +x +! warning/u);
		await app.see("! warning: Access IDs usually begin with su.");
		await app.press("up", "e");
		await app.type("y");
		await app.see(/Access ID +xy /u);
	});

	it("complain about each field once saving was tried", async () => {
		const fake = fakeConnection(
			{ appName: "" },
			{ save: () => Promise.reject(new Error("The application needs a name.")) },
		);
		const app = await open(fake);
		expect(app.frame()).not.toContain("✗");
		await app.press(...down(3), "enter");
		await app.type("x");
		await app.press("\u0013");
		await app.see(/App name .*✗ error/u);
		await app.see("✗ error: The application needs a name.");
	});

	it("leave a field on Esc, and ask before a change is discarded", async () => {
		const app = await open();
		await app.press("enter", "escape");
		await app.see(/❯ App name +Sumo Logic/u);
		await app.press("enter");
		await app.type(" changed");
		await app.press("escape");
		await app.see("Discard changes?");
		await app.see('The field "App name" has changes that are not saved.');
		await app.see("◉ No, keep editing");
		await app.press("enter");
		await app.seeNot("Discard changes?");
		await app.press("escape", "n");
		await app.seeNot("Discard changes?");
		await app.type("!");
		await app.see("Sumo Logic changed!");
		await app.press("escape", "escape");
		await app.seeNot("Discard changes?");
		await app.press("escape", "y");
		await app.seeNot("changed");
		await app.seeNot("unsaved");
		await app.see(/❯ App name +Sumo Logic/u);
	});

	it("are kept when another screen is shown, with the key that leads back", async () => {
		const app = await open();
		await app.press("enter");
		await app.type("!");
		await app.press("enter", "1");
		await app.see("Left with unsaved edits: the credentials.");
		await app.see("They are kept. Press 7 to go back.");
		await app.press("7");
		await app.see("* unsaved edits");
	});

	it("ask on Esc while edits are unsaved, and leave after they are saved or discarded", async () => {
		const app = await open();
		const change = async () => {
			await app.press("enter");
			await app.type("!");
			await app.press("enter", "escape");
			await app.see("The form has changes that are not saved.");
		};
		await change();
		await app.press("escape");
		await app.see("* unsaved edits");
		await app.press("escape", "y");
		await app.see("Home");
		await app.seeNot("Target and source");
		expect(app.frame()).not.toContain("Left with unsaved edits");
		expect(app.saves).toEqual([]);
		await app.press("7");
		await app.see(/App name +Sumo Logic$/mu);
		await app.press("up", "up");
		await change();
		await app.press("s");
		await app.seeNot("Target and source");
		expect(app.saves[0]?.appName).toBe("Sumo Logic!");
	});

	it("complete a path with Tab, list several, and go to the next field when there is nothing to complete", async () => {
		const folder = mkdtempSync(join(tmpdir(), "credentials-"));
		onTestFinished(() => {
			vi.unstubAllEnvs();
			rmSync(folder, { recursive: true });
		});
		vi.stubEnv("HOME", folder);
		mkdirSync(join(folder, "exports"));
		for (const name of ["users.csv", "users.json"]) writeFileSync(join(folder, "exports", name), "");
		const app = await open(fakeConnection({ source: { type: "file", path: "" } }));
		await app.press(...down(7), "enter");
		await app.type("~/e");
		await app.press("tab");
		await app.see("File             ~/exports/");
		await app.press("tab");
		await app.see("File             ~/exports/users.");
		await app.see("users.csv   users.json");
		await app.type("c");
		await app.seeNot("users.json");
		await app.press("tab");
		await app.see("~/exports/users.csv");
		await app.press("tab");
		await app.press("\u0013");
		await app.until(() =>
			expect(app.saves[0]?.source).toEqual({ type: "file", path: "~/exports/users.csv" }),
		);
	});

	it("edit field after field with Tab, past those that only show", async () => {
		const app = await open();
		await app.press("down", "down", "down", "enter", "tab");
		await app.paste("the-key\n");
		await app.see(/❯ Access key +•••••••/u);
		await app.press("tab");
		await app.see("JSON or CSV on this machine");
		await app.press("escape", "s");
		await app.until(() => expect(app.saves[0]?.accessKey).toBe("the-key"));
	});
});

describe("the frame", () => {
	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 170, rows: 45 },
	]) {
		it(`holds the longest form with a failed test and warnings at ${size.columns}×${size.rows}`, async () => {
			const long = "The deployment is wrong: Sumo Logic sends us elsewhere. ".repeat(2);
			const fake = fakeConnection(
				{
					appName: `\u202E\u001B[31m田中${"N".repeat(200)}`,
					target: { deployment: "custom", scimUrl: `https://${"h".repeat(200)}.example.com` },
					source: { ...entra, tenantId: "t\n\u0007".repeat(80) },
				},
				{ test: async () => ({ ok: false, message: long, advice: "Choose us1 and test again." }) },
			);
			const app = await open(fake, size);
			await app.press("down", "down", "down", "down", "enter", "ctrl+u");
			await app.type("x");
			await app.press("enter", "c");
			await app.see("Choose us1 and test again.");
			await app.see(/Application +Sumo Logic *$/mu);
			expect(app.lines().filter((line) => /Access ID +x +! warning$/u.test(line))).toHaveLength(1);
			expect(app.lines()).toHaveLength(size.rows);
			for (const line of app.lines()) {
				expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
				expect(line.replace(/\u001B\[[\d;]*m/gu, "")).not.toMatch(/[\p{Cc}\u202E]/u);
			}
			await app.see("Application");
		});
	}
});
