import { describe, it } from "vitest";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";
import { mappingSession } from "../screens/mapping/mapping-session.ts";

describe("leaving the console", () => {
	it("asks while a mapping is edited and not saved, also from another screen, and not once it is dropped", async () => {
		const session = mappingSession();
		const app = await drawConsole(session, { begin: "mapping" });
		await app.see("Preview: Ada Brink");
		await app.press("enter", "down", "down", "down", "down", "down", "space");
		await app.see("* unsaved");
		await app.press("4");
		await app.see("Provisioning");
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
		await app.press("q");
		await app.see("Unsaved edits will be lost: a setting.");
		await app.press("escape", "8", "backspace", "escape");
		await app.see(/❯ Interval +40 minutes/u);
		await app.press("escape");
		await app.see("[Needs me 0]");
		await app.press("q");
		await app.seeNot("Quit now?");
	});
});
