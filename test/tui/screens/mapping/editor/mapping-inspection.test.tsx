import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { drawConsole, type Size } from "../../../render-console.tsx";
import { mappingSession } from "../mapping-session.ts";

const ctrl = { explain: "\u0018", tryOn: "\u0014", next: "\u000F", previous: "\u0019", choose: "\u0012" };

async function open(size: Partial<Size> = {}, session = mappingSession()) {
	const app = await drawConsole(session, { begin: "mapping", ...size });
	await app.see("Preview: Ada Brink");
	return { app, ...session };
}

/** The editor of a new mapping to displayName, with its expression being typed. */
async function typing(expression: string, size: Partial<Size> = {}) {
	const opened = await open(size);
	const { app } = opened;
	await app.press("a");
	await app.type("displayName");
	await app.press("enter", "enter", "down", "down", "enter");
	await app.paste(expression);
	return opened;
}

describe("the explanation of a mapping", () => {
	it("opens while an expression is typed, and closes into the same place", async () => {
		const { app } = await typing('IIF([surname] = "Brink", Left([givenName], 2), ToUpper([mail]))');
		await app.see("Ada Brink = Ad");
		await app.see("Ctrl+X explain");
		await app.press(ctrl.explain);
		await app.see("displayName for Ada Brink");
		await app.see(/\[surname\] = "Brink" +│? *= True/u);
		await app.see(/Left\(\[givenName\], 2\) += "Ad"/u);
		await app.see(/ToUpper\(\[mail\]\) +– not evaluated/u);
		await app.press("escape");
		await app.seeNot("displayName for Ada Brink");
		await app.type("!");
		await app.see("ToUpper([mail]))!");
	});

	it("shows the whole of the part under the cursor, and the parts for the next user", async () => {
		const { app } = await typing('Append([givenName], "x")');
		await app.see("Ada Brink = Adax");
		await app.press(ctrl.explain, "j");
		await app.see(/❯ +\[givenName\] += "Ada"/u);
		await app.see(/^\W+= "Ada"/mu);
		await app.press("n");
		await app.see("displayName for Ben Otieno");
		await app.see(/\[givenName\] += "Ben"/u);
	});

	it("masks what Redact hides, in the preview and in every part", async () => {
		const { app } = await typing("Append(Redact([givenName]), ToLower([givenName]))");
		await app.see("Ada Brink = [Redact]");
		await app.press(ctrl.explain);
		await app.see(/ToLower\(\[givenName\]\) += \[Redact\]/u);
		expect(app.frame()).not.toMatch(/= "?ada/iu);
	});

	it("does not open while there is an error, and shows it", async () => {
		const { app } = await typing("Append([givenName]");
		await app.see("✗ error");
		await app.press(ctrl.explain);
		await app.see("! The mapping has an error. Fix it, then try again.");
		await app.press(ctrl.tryOn);
		await app.seeNot("Try displayName on users");
	});

	it("opens from the list and by the palette too, for a mapping of any type", async () => {
		const { app } = await open();
		await app.press(ctrl.explain);
		await app.see("userName for Ada Brink");
		await app.see(/\[userPrincipalName\] += "ada@example\.com"/u);
		await app.press("escape", "j", "ctrl+k");
		await app.type("explain the mapping");
		await app.see("❯ Explain the mapping");
		await app.press("enter");
		await app.see("active for Ada Brink");
		await app.see(/"True" +– not evaluated/u);
	});

	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 160, rows: 45 },
	]) {
		it(`stays whole at ${size.columns}×${size.rows} and scrolls through a deep tree with hostile values`, async () => {
			const { app } = await typing(
				`${"Append(".repeat(30)}[displayName]${', "👩‍👩‍👧\u202E田中")'.repeat(30)}`,
				size,
			);
			await app.press(ctrl.next, ctrl.next, ctrl.explain);
			await app.see("displayName for 田中");
			await app.see("Part of the expression");
			await app.press("G");
			await app.see(/❯ .*"👩田中"/u);
			expect(app.lines()).toHaveLength(size.rows);
			for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
			expect(app.frame().replace(/\u001B\[[\d;]*m|\n/gu, "")).not.toMatch(/[\p{Cc}\u202E]/u);
		});
	}
});

describe("the table of results", () => {
	it("compares an edit with the mapping as it is saved", async () => {
		const { app } = await open();
		await app.press("enter", "down", "enter", "down", "down", "enter", "down", "enter");
		await app.paste('Replace([userPrincipalName], "ada", , , "eva", , )');
		await app.see("Ada Brink = eva@example.com");
		await app.press(ctrl.tryOn);
		await app.see("The first 3 users in scope: 1 would change");
		await app.see(/≠ Ada Brink +ada@example\.com +eva@example\.com/u);
	});

	it("compares with nothing for a new mapping, and previews with the user who is taken", async () => {
		const { app } = await typing("ToUpper([surname])");
		await app.see("Ada Brink = BRINK");
		await app.press(ctrl.tryOn);
		await app.see("Try displayName on users");
		await app.see("The first 3 users in scope: 1 would change");
		await app.see(/❯ +≠ Ada Brink +– null +BRINK/u);
		await app.see(/Ben Otieno +– null +– null/u);
		await app.press("v");
		await app.see("Of 3 users in scope: 1 would change");
		await app.seeNot("Ben Otieno");
		await app.press("v");
		await app.see("Ben Otieno");
		await app.press("down", "enter");
		await app.see("Ben Otieno – null");
	});

	it("shows the users that the draft fails for", async () => {
		const { app } = await typing("CDate([surname])");
		await app.press(ctrl.tryOn);
		await app.see("The first 3 users in scope: 1 would change · fails for 1");
		await app.see(/Ada Brink .*✗/u);
	});

	it("shows that no user changes for the saved mapping", async () => {
		const { app } = await open();
		await app.press(ctrl.tryOn);
		await app.see("The first 3 users in scope: 0 would change");
		await app.press("v");
		await app.see("No values would change.");
	});

	it("ends the reading when it is closed", async () => {
		const signals: AbortSignal[] = [];
		const session = mappingSession({
			tryOn: (_draft, { signal } = {}) => {
				if (signal) signals.push(signal);
				return new Promise(() => undefined);
			},
		});
		const { app } = await open({}, session);
		await app.press(ctrl.tryOn, "v");
		await app.see("Evaluating for all users in scope… Esc stops");
		await app.press("escape");
		await app.until(() => expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]));
	});
});

describe("the sample user, while an expression is typed", () => {
	it("is taken with Ctrl+O, Ctrl+Y and Ctrl+R, and n types an n", async () => {
		const { app } = await typing('Append([givenName], "x")');
		await app.see("Ada Brink = Adax");
		await app.press(ctrl.next);
		await app.see("Ben Otieno = Benx");
		await app.press(ctrl.previous);
		await app.see("Ada Brink = Adax");
		await app.press(ctrl.choose);
		await app.see("Choose a user to preview");
		await app.press("escape", "left", "left", "n");
		await app.see('"xn"');
	});
});
