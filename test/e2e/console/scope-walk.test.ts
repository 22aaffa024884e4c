import { describe, it } from "vitest";
import { demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

describe("an operator who edits the scope", () => {
	it("watches the count and who leaves, saves, finds the version in the history and restores the one before", async () => {
		const app = await openConsole(await demoWorld(), { home: freshHome() });
		await app.visit("gs", /\d+ of \d+ users in scope/);
		await app.see("No scoping filter: all assigned users are in scope.");

		await app.type("a", "New filter: first clause");
		await app.type("depart", "❯ department");
		await app.type(key.tab, /Attribute +department/);
		await app.type(key.enter, "◉ EQUALS");
		await app.type([key.down, key.down], "◉ IS TRUE");
		await app.see("not used by this operator");
		await app.type([key.up, key.up], "◉ EQUALS");
		await app.type(key.enter, "❯ Value");
		await app.type("Nowhere", /0 of \d+ users in scope · \d+ leave/);
		await app.expectFrame();
		await app.type([key.ctrlU, "Sales"], /[1-9]\d* of \d+ users in scope · \d+ leave/);
		await app.type(key.enter, 'department EQUALS "Sales"');
		await app.see("* unsaved");
		await app.expectFrame();

		await app.type("i", "New clause of Filter 1");
		await app.type(["department", key.enter], "◉ EQUALS");
		await app.type(
			Array.from({ length: 6 }, () => key.down),
			"◉ REGEX MATCH",
		);
		await app.type([key.enter, "(?<x", key.up], "This is not a group in .NET");
		await app.type([key.enter, key.ctrlU, "^S"], /[1-9]\d* of \d+ users in scope/);
		await app.type(key.ctrlS, 'and department REGEX MATCH "^S"');
		await app.type([key.down, key.down], '❯     and department REGEX MATCH "^S"');
		app.press("x");
		await app.seeNo("REGEX MATCH");

		await app.see("Affected users");
		await app.see("press v to show all");
		await app.type("v", /leaving: \d+ users/);
		await app.see(/❯ - leaves \S/);
		await app.expectFrame();
		await app.type(key.escape, "a add filter");

		await app.type("q", "Unsaved edits will be lost: the scope.");
		await app.type(key.escape, "s save");
		await app.type("s", "Save the scope?");
		await app.see("The next cycle will be an initial cycle");
		await app.see("The change deactivates no accounts.");
		await app.type(key.enter, "✓ Scope saved.");
		await app.see("No users enter or leave");
		await app.expectFrame();

		await app.type("H", "History of mappings and scope");
		await app.see(/❯ +2 .*✓ now .*scoping filter Filter 1/);
		await app.see("+ scoping filter Filter 1: department EQUALS");
		await app.expectFrame();
		await app.type([key.down, key.enter], "Version 1");
		await app.see("- scoping filter Filter 1: department EQUALS");
		await app.type("R", "Restore version 1?");
		await app.see("The next cycle will be an initial cycle");
		await app.type(key.enter, "✓ Version 1 restored.");
		await app.see("No scoping filter: all assigned users are in scope.");
		await app.expectFrame();

		app.press("q");
		await app.expectRestored(0);
	});
});
