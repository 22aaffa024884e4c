import { describe, expect, it } from "vitest";
import { drawConsole, type Size } from "../../render-console.tsx";
import { mappingSession } from "./mapping-session.ts";

const title = {
	target: "title",
	source: { type: "direct", attribute: "jobTitle" },
	apply: "always",
	flowNull: false,
} as const;

async function open(session = mappingSession(), size: Partial<Size> = {}) {
	const app = await drawConsole(session, { begin: "mapping", ...size });
	await app.see("attribute mappings");
	return { app, ...session };
}

describe("the history of mappings", () => {
	it("shows that nothing has been saved yet", async () => {
		const { app } = await open();
		await app.press("H");
		await app.see("Nothing has been saved yet.");
		await app.press("escape");
		await app.seeNot("History of mappings");
	});

	it("lists versions with who, when and what, and shows their changes", async () => {
		const session = mappingSession();
		await (await session.session.rules()).mapping.save(title);
		const { app } = await open(session);
		await app.press("H");
		await app.see("History of mappings and scope");
		await app.see(/2 2026-03-09 .* ✓ now \+ title ← jobTitle/u);
		await app.see(/1 2026-03-09 .* \(found\) .* start of the history/u);
		await app.see("Nothing: this is the current version.");
		await app.press("j");
		await app.see("- title ← jobTitle");
		expect(app.lines()).toHaveLength(24);
		await app.press("enter");
		await app.see("Version 1");
		await app.see("Restoring it would change");
		await app.press("escape");
		await app.see("History of mappings and scope");
	});

	it("restores a version after asking, and shows that the next cycle is an initial one", async () => {
		const session = mappingSession();
		await (await session.session.rules()).mapping.save(title);
		const { app, mappings } = await open(session);
		await app.see("7 attribute mappings");
		await app.press("H");
		await app.see("✓ now");
		await app.press("R");
		await app.seeNot("Restore version");
		await app.press("j", "R");
		await app.see("Restore version 1?");
		await app.see("- title ← jobTitle");
		await app.see("The next cycle will be an initial cycle");
		await app.press("escape");
		await app.see("History of mappings and scope");
		await app.press("R", "enter");
		await app.see("Version 1 restored. The next cycle will be an initial cycle");
		await app.see("6 attribute mappings");
		expect(mappings()).toHaveLength(6);
	});

	it("can be searched by what changed", async () => {
		const session = mappingSession();
		await (await session.session.rules()).mapping.save(title);
		await (await session.session.rules()).mapping.remove("title");
		const { app } = await open(session, { columns: 120, rows: 40 });
		await app.press("H");
		await app.see("start of the history");
		await app.press("/");
		await app.type("+ title");
		await app.see("1 of 3");
	});
});

describe("the check of all users in scope", () => {
	it("lists every user that Sumo Logic would reject, with the cause", async () => {
		const { app } = await open();
		await app.press("C");
		await app.see("Check all users in scope");
		await app.see(/✗ name\.familyName is empty.*2 users/u);
		await app.see("Ben Otieno");
		await app.see(/✗ userName is longer than 64 characters/u);
		expect(app.lines()).toHaveLength(24);
		await app.press("/");
		await app.type("ben");
		await app.see(/1 of \d+/u);
		await app.press("escape", "escape");
		await app.seeNot("Check all users in scope");
	});

	it("shows when no user would be rejected, and checks again with r", async () => {
		let checks = 0;
		const session = mappingSession({
			checkUsers: async () => {
				checks += 1;
				return [];
			},
		});
		const { app } = await open(session);
		await app.press("C");
		await app.see("✓ Sumo Logic would accept all users in scope.");
		await app.press("r");
		await app.until(() => expect(checks).toBe(2));
	});

	it("takes the edit into account before it is saved", async () => {
		const drafts: unknown[] = [];
		const session = mappingSession({
			checkUsers: async ({ draft } = {}) => {
				drafts.push(draft);
				return [];
			},
		});
		const { app } = await open(session);
		await app.press("enter");
		await app.see("Edit userName");
		await app.press("C");
		await app.see("Check all users in scope, including this edit");
		await app.see("would accept all users");
		expect(drafts).toEqual([
			{ mapping: expect.objectContaining({ target: "userName" }), replaces: "userName" },
		]);
		await app.press("escape");
		await app.see("Edit userName");
	});

	it("shows the whole of the current line below the list", async () => {
		const message = `emails[type eq "work"].value is empty, and ${"Sumo Logic ".repeat(8)}requires it`;
		const session = mappingSession({
			checkUsers: async () => [{ severity: "error", code: "required-empty", message, users: [] }],
		});
		const { app } = await open(session);
		await app.press("C");
		await app.see(/Sumo Logic requires it/u);
		await app.see("no users yet");
	});

	it("shows why it could not check", async () => {
		const session = mappingSession({
			checkUsers: () => Promise.reject(new Error("Sumo Logic does not answer.")),
		});
		const { app } = await open(session);
		await app.press("C");
		await app.see("Sumo Logic does not answer.");
	});
});
