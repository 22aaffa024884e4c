import { describe, it } from "vitest";
import { demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

describe("an operator who checks a mapping before saving it", () => {
	it("pastes a multi-line expression with letters of any width, and sees all users Sumo Logic would refuse", async () => {
		const app = await openConsole(await demoWorld(), { home: freshHome() });
		await app.visit("5", "6 attribute mappings");
		await app.type("C", "Check all users in scope");
		await app.see("✗ userName is longer than 64 characters");
		await app.see(/✗ \d+ users get the userName/);
		await app.expectFrame();
		await app.type(key.escape, "C check all");

		app.press("\u001B[200~Rxx\r\u001B[201~");
		await app.see("Nothing was pasted: no text field is active.");
		await app.see("6 attribute mappings");

		await app.type("e", "Edit userName");
		await app.type([key.down, key.enter], "Mapping type");
		await app.type([key.down, key.down], "◉ expression");
		await app.type(key.enter, "The expression is empty");
		app.press('\u001B[200~Append(\r\n\t"日本 é 👩‍👩‍👧 नि\u001B]0;title\u0007",\r\n\t[mail]\r\n)\u001B[201~');
		await app.see(/= 日本 é 👩 नि\S+@/u);
		await app.expectFrame();
		await app.type("\u0006", /^ +Append\("日本 é 👩 नि", \[mail\]\)/mu);
		await app.type(
			Array.from(", [mail])", () => key.left),
			"source: ",
		);
		await app.type([key.left, key.backspace], /Append\("日本 é 👩 ", \[mail\]\)/u);
		await app.expectFrame();
		await app.type("\u001A", /"日本 é 👩 नि", \[mail\]\)/u);

		await app.type(key.escape, 'The field "Expression" has changes that are not saved.');
		app.press(key.escape);
		await app.seeNo("not saved");
		await app.type(key.tab, "❯ Default if null");
		await app.type("C", "Check all users in scope, including this edit");
		await app.see(/✗ .*\d+ users?/);
		await app.expectFrame();
		await app.type(key.escape, "* unsaved; saving makes the next cycle initial");
		await app.type("u", "Edit userName");
		await app.seeNo("* unsaved");
		await app.type(key.escape, "6 attribute mappings");

		app.press("q");
		await app.expectRestored(0);
	});
});
