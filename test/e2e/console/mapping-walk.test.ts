import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

/** An editor for this test: takes a line from the terminal and writes it into the file. */
function writeEditor(home: string): string {
	const path = join(home, "editor");
	writeFileSync(
		path,
		'#!/bin/sh\nprintf "which attribute? "\nread name\nprintf "ToUpper([%s])\\n" "$name" > "$1"\n',
	);
	chmodSync(path, 0o700);
	return path;
}

describe("an operator who edits a mapping", () => {
	it("adds an expression with completion, corrects an error in place, takes an editor of their own, and looks closer before saving", async () => {
		const home = freshHome();
		const app = await openConsole(await demoWorld(), { home, env: { VISUAL: writeEditor(home) } });
		await app.visit("5", "6 attribute mappings");
		await app.see(/userName +.*= .*@/);

		await app.type("a", "Add a mapping");
		await app.see("Enter done");
		await app.type("disp", "❯ displayName");
		await app.type(key.tab, /Target +displayName/);
		await app.type(key.enter, /❯ Type/);
		await app.type(key.enter, "◉ direct");
		await app.type([key.down, key.down], "◉ expression");
		await app.type(key.enter, /Type +expression/);
		await app.see("❯ Expression");
		await app.see("Ctrl+G editor");
		await app.type("toup", "❯ ToUpper");
		await app.type(key.tab, "ToUpper(source, [culture])");
		await app.type("[givenNam])", /Did\s+you\s+mean\s+\[givenName\]\?/);
		await app.see(/^ +\^+$/m);
		await app.type([key.left, key.left, "e", key.right, key.right], /= \p{Lu}{2,}/u);
		await app.expectFrame();

		await app.type("\u0007", "which attribute?");
		expect(app.onAlternateScreen).toBe(false);
		await app.type("surname\r", "ToUpper([surname])");
		expect(app.onAlternateScreen).toBe(true);
		await app.expectFrame();
		await app.type("\u0018", /displayName for /);
		await app.see(/ToUpper\(\[surname\]\) +.*= "\p{Lu}{2,}/u);
		await app.see(/ +\[surname\] +.*= "\p{Lu}\p{Ll}+/u);
		await app.expectFrame();
		await app.type("n", /displayName for /);
		await app.type(key.escape, "Ctrl+X explain");

		await app.type("\u0014", "The first 20 users in scope: 20 would change");
		await app.see(/≠ \S.* – null +\p{Lu}{2,}/u);
		await app.expectFrame();
		await app.type("v", /Of \d{2,} users in scope: \d+ would change/);
		await app.type(key.escape, "Ctrl+X explain");

		await app.type([key.left, " ", " "], "ToUpper([surname]  )");
		await app.type(key.ctrlS, "Saved displayName with its expression formatted.");
		await app.see("7 attribute mappings");
		await app.see(/displayName +ToUpper\(\[surname\]\)/);

		app.press("q");
		await app.expectRestored(0);
	});
});
