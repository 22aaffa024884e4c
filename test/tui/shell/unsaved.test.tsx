import { describe, it } from "vitest";
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
		await app.see("6 attribute mappings");
		await app.press("q");
		await app.seeNot("Quit now?");
	});
});
