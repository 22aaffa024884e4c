import { describe, expect, it } from "vitest";

import { open } from "./things.tsx";

describe("the help", () => {
	it("lists the keys of the screen, of lists and of the console", async () => {
		const app = await open({ rows: 50 });
		await app.press("?");
		await app.see("Open the thing");
		await app.see("One page down");
		await app.see(/Find any command or\s+.*screen by name/s);
		await app.press("?");
		await app.seeNot("One page down");
	});

	it("is searched by typing or with /, and shows last what does not act, with the reason", async () => {
		const app = await open();
		await app.press("?");
		await app.see("Type to search.");
		await app.type("export");
		await app.see("Export the listed rows");
		await app.seeNot("Open the thing");
		await app.press("escape");
		await app.see("Open the thing");
		await app.press("/");
		await app.type("quit");
		await app.see(/q +Quit/);
		await app.press("ctrl+u");
		await app.type("nonsense");
		await app.see("No key matches.");
		await app.press("escape", "G");
		await app.see("Not here now");
		expect(app.lines()).toHaveLength(24);
		await app.press("escape");
		await app.seeNot("Not here now");
	});
});
