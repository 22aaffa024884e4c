import { describe, it } from "vitest";
import { entry } from "../../fake-data.ts";

import { identity, open, standing } from "./tenant.ts";

describe("a user and the account", () => {
	it("are one key apart, and Esc returns", async () => {
		const { app } = await open(standing);
		await app.see("= linked");
		await app.press("j", "j", "j", "j", "J");
		await app.see(/❯ .*matched.*user4@example\.com/u);
		await app.press("J");
		await app.see("❯ Dev Patel");
		await app.press("j", "J");
		await app.see("This is a group. Select a user.");
		await app.press("k", "k", "J", "escape");
		await app.see("❯ 田中 太郎");
	});

	it("says when no account is known", async () => {
		const { app } = await open(standing);
		await app.press("j", "j", "J");
		await app.see("No account of this user is known in Sumo Logic.");
	});
});

describe("history", () => {
	it("of a user is one key away, and its entries open", async () => {
		const { app } = await open({
			entries: [entry(0, { source: identity(0) }), entry(1, { source: identity(1), action: "Disable" })],
		});
		await app.press("j", "H");
		await app.see("History · Ben Otieno");
		await app.see(/❯ .*Disable/u);
		await app.press("enter");
		await app.see("Disable · Ben Otieno");
		await app.press("escape", "escape");
		await app.see("❯ Ben Otieno");
	});
});
