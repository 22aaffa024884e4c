import { describe, expect, it } from "vitest";
import type { SampleUser } from "../../../../src/app/mapping/mapping-draft.ts";
import { drawConsole, type Size } from "../../render-console.tsx";
import { mappingSession } from "./mapping-session.ts";

async function open(size: Partial<Size> = {}, session = mappingSession()) {
	const app = await drawConsole(session, { begin: "mapping", ...size });
	await app.see("attribute mappings");
	await app.see("Preview: Ada Brink");
	return { app, ...session };
}

describe("the mappings", () => {
	it("are listed with source, type and matching", async () => {
		const { app } = await open();
		await app.see("6 attribute mappings from Entra ID to Sumo Logic");
		await app.see(/❯ userName +userPrincipalName +direct +⇄ 1/u);
		await app.see(/active +Switch\(\[IsSoftDeleted.* expression/u);
		await app.see(/roles\[primary eq "Tr…|roles\[primary eq/u);
	});

	it("come from a file where the source is one", async () => {
		const fake = mappingSession();
		fake.setProfile({ source: { type: "file", path: "/users.csv" } });
		const { app } = await open({}, fake);
		await app.see("6 attribute mappings from a file to Sumo Logic");
	});

	it("show what each yields for a sample user, the next, the one before", async () => {
		const { app } = await open();
		await app.see(/userName +.*= ada@example\.com/u);
		await app.see("= true");
		await app.see("= Analyst");
		await app.press("n");
		await app.see("Preview: Ben Otieno");
		await app.see(/name\.familyName +– null/u);
		await app.press("N", "N");
		await app.see("Preview: 田中 太郎");
		await app.press("n");
		await app.see("Preview: Ada Brink");
	});

	it("preview with anybody who is searched", async () => {
		const { app } = await open();
		await app.press("U");
		await app.see("Choose a user to preview");
		await app.type("not");
		await app.see("Not assigned");
		await app.seeNot("Searching…");
		await app.press("enter");
		await app.see("Preview: Not assigned");
		await app.see("nobody@example.com");
		await app.press("U", "escape");
		await app.seeNot("Choose a user to preview");
	});

	it("say that the users are read, that there are none, and why they could not be read", async () => {
		const pending = Promise.withResolvers<readonly SampleUser[]>();
		const begin = { begin: "mapping" } as const;
		const loading = await drawConsole(mappingSession({ samples: () => pending.promise }), begin);
		await loading.see("Preview: reading the users…");
		pending.resolve([]);
		await loading.see("Preview: no user");
		loading.unmount();
		const reason = "The token has expired: sign in again, on the screen with the credentials of the source.";
		const samples = () => Promise.reject(new Error(reason));
		const failed = await drawConsole(mappingSession({ samples }), begin);
		await failed.see("Preview: users not read");
		await failed.see(/^✗ The token has expired: .*credentials\s+of\s+the\s+source\./mu);
	});

	it("say in full why a user has no preview", async () => {
		const reason = "The token has expired: sign in again, on the screen with the credentials of the source.";
		const session = mappingSession({ preview: () => Promise.reject(new Error(reason)) });
		const app = await drawConsole(session, { begin: "mapping" });
		await app.see(/^✗ The token has expired: .*credentials\s+of\s+the\s+source\./mu);
	});

	it("stand beside their preview where there is room", async () => {
		const { app } = await open({ columns: 160, rows: 40 });
		await app.see(/❯ userName .* Preview: Ada Brink|userName .*userName +.*= ada@example/u);
	});

	it("show whole names and values in the preview beside them, below each other where they do not fit", async () => {
		const { app } = await open({ columns: 120, rows: 40 });
		await app.see(/ emails\[type eq "work"\]\.value$/m);
		await app.see(/ roles\[primary eq "True"\]\.value$/m);
		await app.see(/ {4}= ada@example\.com$/m);
	});

	it("read the users of the preview again only a minute after they were read", async () => {
		let reads = 0;
		const { samples } = (await mappingSession().session.rules()).mapping;
		const session = mappingSession({
			samples() {
				reads += 1;
				return samples();
			},
		});
		const { app } = await open({}, session);
		await app.press("1");
		await app.seeNot("attribute mappings");
		await app.press("5");
		await app.see("Preview: Ada Brink");
		expect(reads).toBe(1);
	});

	it("refuse to be deleted when required, and ask otherwise", async () => {
		const session = mappingSession();
		const save = async () =>
			(await session.session.rules()).mapping.save({
				target: "title",
				source: { type: "direct", attribute: "jobTitle" },
				apply: "always",
				flowNull: false,
			});
		await save();
		const { app, mappings } = await open({}, session);
		await app.press("x");
		await app.see("! userName identifies the account");
		await app.press("G", "k", "x");
		await app.see('roles[primary eq "True"].value is required by Sumo Logic');
		await app.press("G", "x");
		await app.see("Delete the mapping?");
		await app.see("The next cycle will be an initial cycle");
		await app.press("escape");
		await app.seeNot("Delete the mapping?");
		await app.press("x", "enter");
		await app.see("6 attribute mappings");
		expect(mappings()?.some(({ target }) => target === "title")).toBe(false);
		await app.press("R");
		await app.see("The mappings are already the defaults.");
		await save();
		await app.press("R");
		await app.see("Restore the default mappings?");
		await app.see("- title ← jobTitle");
		await app.press("enter");
		await app.see("Default mappings restored.");
	});
});

describe("editing a mapping", () => {
	it("adds one with completion of target and attribute", async () => {
		const { app, saved } = await open();
		await app.press("a");
		await app.type("tit");
		await app.see("❯ title");
		await app.press("tab");
		await app.see(/Target +title/u);
		await app.press("enter", "down", "enter");
		await app.type("job");
		await app.see("❯ jobTitle");
		await app.press("tab", "enter", "\u0013");
		await app.see("✓ Saved title. The next cycle will be an initial cycle");
		await app.see("7 attribute mappings");
		await app.see(/❯ title +jobTitle/u);
		expect(saved("title")?.source).toEqual({ type: "direct", attribute: "jobTitle" });
	});

	it("takes constants, defaults, matching, apply and null values", async () => {
		const { app, saved } = await open();
		await app.press("a");
		await app.type("userType");
		await app.press("enter", "enter", "down");
		await app.see("◉ constant");
		await app.press("enter");
		await app.type("q1Employee?");
		await app.press("enter", "enter");
		await app.type("Nobody");
		await app.press("enter", "down", "space");
		await app.see("only when the account is created");
		await app.press("down", "enter");
		await app.see("flow: clear the target");
		await app.press("s");
		await app.see("Saved userType.");
		expect(saved("userType")).toEqual({
			target: "userType",
			source: { type: "constant", value: "q1Employee?" },
			defaultValue: "Nobody",
			apply: "creation",
			flowNull: true,
		});
	});

	it("puts edits on top of what others have saved of the mapping meanwhile", async () => {
		const session = mappingSession();
		const { mapping } = await session.session.rules();
		const other = {
			target: "userType",
			source: { type: "direct", attribute: "userType" },
			apply: "always",
			flowNull: false,
		} as const;
		await mapping.save(other);
		const { app, saved } = await open({}, session);
		await app.press("end", "enter");
		await app.see("userType");
		await app.press("down", "down", "down", "enter");
		await app.type("Nobody");
		await app.press("enter");
		await mapping.save({ ...other, flowNull: true }, "userType");
		await app.press("s");
		await app.see("was changed elsewhere");
		await app.see("flow: clear the target");
		await app.press("s");
		await app.see("Saved userType.");
		expect(saved("userType")).toEqual({ ...other, defaultValue: "Nobody", flowNull: true });
	});

	it("changes the order of matching by a key, after saying what that means", async () => {
		const session = mappingSession();
		await (await session.session.rules()).mapping.save({
			target: "externalId",
			source: { type: "direct", attribute: "id" },
			matchingPrecedence: 2,
			apply: "always",
			flowNull: false,
		});
		const { app, saved } = await open({}, session);
		await app.press("<");
		await app.see("It is already the first matching attribute.");
		await app.press(">");
		await app.see("Accounts are matched by userName after externalId.");
		await app.see("The next cycle will be an initial cycle");
		await app.press("enter");
		await app.see("Matching order changed.");
		await app.see(/❯ userName +userPrincipalName +direct +⇄ 2/u);
		expect(saved("externalId")?.matchingPrecedence).toBe(1);
	});

	it("saves nothing when nothing was edited, and shows it", async () => {
		const { app } = await open();
		await app.press("enter", "s");
		await app.see("There are no edits to save.");
		await app.see("Edit userName");
	});

	it("takes digits only for matching", async () => {
		const { app } = await open();
		await app.press("enter", "down", "down", "down", "down", "enter", "ctrl+u");
		await app.type("a0-2x");
		await app.see(/Matching +2$/mu);
	});

	it("shows errors while typing, in their place, and the result for the sample user", async () => {
		const { app } = await open();
		await app.press("j", "enter", "down", "down", "enter");
		await app.see("= true");
		await app.see("❯ Expression");
		await app.press("ctrl+u", "up", "ctrl+u");
		await app.paste('ToUpper([surname], "en-US"');
		await app.see("✗ error (line 1, column");
		await app.see(/^ *\^+$/mu);
		await app.type(")");
		await app.press("tab");
		await app.see(/Ada Brink (= BRINK|✗)/u);
	});

	it("evaluates for the next user too", async () => {
		const { app } = await open();
		await app.press("enter");
		await app.see("Ada Brink = ada@example.com");
		await app.press("n");
		await app.see("Ben Otieno = ben@example.com");
	});

	it("asks before edits are dropped", async () => {
		const { app, mappings } = await open();
		await app.press("enter", "down", "down", "enter");
		await app.type("x");
		await app.press("escape");
		await app.see('The field "Attribute" has changes that are not saved.');
		await app.press("escape");
		await app.seeNot("not saved");
		await app.press("enter", "escape");
		await app.see("The mapping has changes that are not saved.");
		await app.press("escape");
		await app.see("* unsaved; saving makes the next cycle initial");
		await app.press("u");
		await app.seeNot("unsaved");
		await app.press("escape");
		await app.see("6 attribute mappings");
		expect(mappings()).toBeUndefined();
	});

	it("does not save an error, and shows it", async () => {
		const { app, mappings } = await open();
		await app.press("enter", "down", "down", "enter", "ctrl+u");
		await app.type("surnam");
		await app.press("\u0013");
		await app.see("✗ userName:");
		expect(mappings()).toBeUndefined();
	});
});
