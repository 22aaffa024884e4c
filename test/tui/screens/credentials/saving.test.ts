import { describe, expect, it } from "vitest";
import type { ConnectionDraft } from "../../../../src/app/connection/connection.ts";
import { ProfileConflictError } from "../../../../src/app/profile/profile-conflict-error.ts";
import { fakeConnection, open } from "./connection.ts";

describe("saving", () => {
	it("is offered by footer and first line as soon as something is edited; u undoes", async () => {
		const app = await open();
		await app.press("s");
		expect(app.saves).toEqual([]);
		await app.press("enter");
		await app.type("!");
		await app.press("enter");
		await app.see("* unsaved edits: s saves, u undoes");
		expect(app.lines().at(-1)).toContain("s save");
		await app.press("u");
		await app.seeNot("unsaved edits");
		await app.see(/App name +Sumo Logic$/mu);
	});

	it("works with Ctrl+S inside a field", async () => {
		const app = await open();
		await app.press("enter");
		await app.type("!");
		await app.press("\u0013");
		await app.see("✓ Saved.");
		expect(app.saves[0]?.appName).toBe("Sumo Logic!");
		await app.seeNot("unsaved edits");
	});

	it("shows why it failed and keeps the edits", async () => {
		const fake = fakeConnection({}, { save: () => Promise.reject(new Error("The keyring is locked.")) });
		const app = await open(fake);
		await app.press("enter");
		await app.type("!");
		await app.press("enter", "s");
		await app.see("✗ The keyring is locked.");
		await app.see("unsaved edits");
	});

	it("puts edits on top of what others saved meanwhile, each group of fields that belong together as a whole", async () => {
		const before = fakeConnection().connection.current?.();
		if (before === undefined) throw new Error("Expected a connection");
		let saved = before;
		const saves: ConnectionDraft[] = [];
		const save = async (draft: ConnectionDraft, began?: ConnectionDraft) => {
			saves.push(draft);
			if (began === saved) return;
			throw new ProfileConflictError("test", ['target.deployment: "us2" → "au"']);
		};
		const app = await open(fakeConnection({}, { current: () => saved, save }));
		await app.press("enter");
		await app.type("!");
		saved = { ...before, target: { deployment: "au" }, accessId: "suOTHER", source: { type: "demo" } };
		await app.press("enter", "s");
		await app.see("was changed elsewhere");
		await app.see(/App name +Sumo Logic!/u);
		await app.see(/Deployment +au/u);
		await app.see(/Access ID +suOTHER/u);
		await app.press("s");
		await app.see("✓ Saved.");
		expect(saves.at(-1)).toMatchObject({
			appName: "Sumo Logic!",
			target: { deployment: "au" },
			accessId: "suOTHER",
		});
	});

	it("is left for later when another screen is shown, and that is said", async () => {
		const app = await open();
		await app.press("enter");
		await app.type("!");
		await app.press("enter", "2");
		await app.see("! Left with unsaved edits: the credentials. They are kept. Press 7 to go back.");
		await app.press("7");
		await app.see("* unsaved edits");
		await app.see("Sumo Logic!");
	});
});
