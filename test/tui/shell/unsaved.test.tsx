import { describe, expect, it } from "vitest";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";
import { mappingSession } from "../screens/mapping/mapping-session.ts";
import { scopeSession } from "../screens/scope/scope-session.ts";

describe("leaving the console", () => {
	it("asks while a mapping is edited and not saved, also from another screen, and not once it is dropped", async () => {
		const session = mappingSession();
		const app = await drawConsole(session, { begin: "mapping" });
		await app.see("Preview: Ada Brink");
		await app.press("enter", "down", "down", "down", "down", "down", "space");
		await app.see("* unsaved");
		await app.press("4");
		await app.see("Provisioning");
		await app.see("! Left with unsaved edits: the mapping. They are kept. Press 5 to go back.");
		await app.press("q");
		await app.see("Quit now?");
		await app.see("Unsaved edits will be lost: the mapping.");
		await app.press("escape");
		await app.seeNot("Quit now?");
		await app.press("5");
		await app.see("* unsaved");
		await app.press("q");
		await app.see("Discard changes?");
		await app.press("enter");
		await app.see("* unsaved");
		await app.press("q", "y");
		await app.see("6 attribute mappings");
		expect(app.frame()).not.toContain("Left with");
		await app.press("q");
		await app.seeNot("Quit now?");
	});

	it("asks while a setting is edited, also from another screen, and not once it is as it was", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "settings" });
		await app.press("j", "enter");
		await app.type("5");
		await app.see(/❯ Interval +405/u);
		await app.press("ctrl+k");
		await app.type("go to home");
		await app.press("enter");
		await app.see("[Needs me 0]");
		await app.see("Left with unsaved edits: a setting. They are kept. Press 8 to go back.");
		await app.press("q");
		await app.see("Unsaved edits will be lost: a setting.");
		await app.press("escape", "8", "backspace", "escape");
		await app.see(/❯ Interval +40 minutes/u);
		await app.press("escape");
		await app.see("[Needs me 0]");
		await app.press("q");
		await app.seeNot("Quit now?");
	});

	it("says that edits of the scope are kept, and forgets them once they are discarded on leaving", async () => {
		const app = await drawConsole(await scopeSession(), { begin: "scope" });
		await app.see("users who leave the scope");
		await app.press("m");
		await app.see("* unsaved");
		await app.press("1");
		await app.see("Left with unsaved edits: the scope. They are kept. Press gs to go back.");
		await app.press("g", "s");
		await app.see("* unsaved");
		await app.seeNot("Left with unsaved edits");
		await app.press("escape", "y");
		await app.see("[Needs me 0]");
		await app.press("q");
		await app.seeNot("Quit now?");
	});
});
