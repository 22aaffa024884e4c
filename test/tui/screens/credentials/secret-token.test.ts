import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { fakeConnection, open, token } from "./connection.ts";

describe("the Secret Token", () => {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("is shown on request with a countdown, and hides itself", async () => {
		const app = await open();
		await app.press("v");
		expect(app.frame()).toContain("hidden in 8 s");
		expect(
			app
				.lines()
				.map((line) => line.trim())
				.join(""),
		).toContain(token);
		await vi.advanceTimersByTimeAsync(3000);
		await app.see(/hidden in [1-5] s/u);
		await vi.advanceTimersByTimeAsync(6000);
		await app.seeNot("hidden in");
		expect(
			app
				.lines()
				.map((line) => line.trim())
				.join(""),
		).not.toContain(token.slice(0, 20));
	});

	it("is copied by OSC 52 only while it is shown", async () => {
		const app = await open();
		const copies = () => app.written().filter((text) => text.includes("\u001B]52;c;"));
		await app.press("y");
		expect(copies()).toEqual([]);
		await app.press("v", "y");
		await app.see("Copied the Secret Token");
		expect(copies()).toEqual([`\u001B]52;c;${Buffer.from(token).toString("base64")}\u0007`]);
		await app.press("escape", "y");
		expect(copies()).toHaveLength(1);
	});

	it("is hidden immediately when the screen is left", async () => {
		const app = await open();
		await app.press("v");
		await app.see("hidden in");
		await app.press("2");
		await app.see("Ada Brink");
		await app.press("7");
		await app.see("App name");
		expect(app.frame()).not.toContain("hidden in");
	});

	it("is hidden when the process continues after a stop", async () => {
		const app = await open();
		await app.press("v");
		await app.see("hidden in");
		process.emit("SIGCONT");
		await app.seeNot("hidden in");
		expect(process.listenerCount("SIGCONT")).toBe(0);
	});

	it("shows what is missing when there is none", async () => {
		const app = await open(fakeConnection({}, { revealToken: async () => null }));
		await app.press("v");
		await app.see("There is no Secret Token yet.");
	});
});
