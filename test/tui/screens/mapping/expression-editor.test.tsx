import stringWidth from "string-width";
import { afterEach, describe, expect, it, vi } from "vitest";
import { drawConsole, type Size } from "../../render-console.tsx";
import { mappingSession } from "./mapping-session.ts";

async function open(size: Partial<Size> = {}, session = mappingSession()) {
	const app = await drawConsole(session, { begin: "mapping", ...size });
	await app.see("attribute mappings");
	await app.see("Preview: Ada Brink");
	return { app, ...session };
}

describe("the expression editor", () => {
	afterEach(() => {
		vi.unstubAllEnvs();
	});

	async function openExpression(size: Partial<Size> = {}) {
		const opened = await open(size);
		await opened.app.press("a");
		await opened.app.type("displayName");
		await opened.app.press("enter", "enter", "down", "down", "enter");
		return opened;
	}

	it("completes functions and attributes, and shows the signature of the call", async () => {
		const { app, saved } = await openExpression();
		await app.type("toup");
		await app.see(/❯ ToUpper +Tab accepts {2}ToUpper\(source/u);
		await app.press("tab");
		await app.see("ToUpper(source, [culture])");
		await app.type("[surn");
		await app.press("tab");
		await app.type(")");
		await app.see("Ada Brink = BRINK");
		await app.press("\u0013");
		await app.see("Saved displayName.");
		expect(saved("displayName")?.source).toEqual({ type: "expression", expression: "ToUpper([surname])" });
	});

	it("marks other suggestions with Ctrl+N and Ctrl+P, hides them with Esc", async () => {
		const { app } = await openExpression();
		await app.type("to");
		await app.see(/❯ ToLower/u);
		await app.press("\u000E");
		await app.see(/❯ ToUpper/u);
		await app.press("\u0010");
		await app.see(/❯ ToLower/u);
		await app.press("escape");
		await app.seeNot("❯ ToLower");
		await app.see("Tab done");
		await app.press("escape");
		await app.see('The field "Expression" has changes that are not saved.');
		await app.press("n");
		await app.type("p");
		await app.see(/^ +top$/mu);
		await app.press("escape", "escape", "y");
		await app.seeNot(/^ +top$/mu);
		await app.see("Enter edit");
	});

	it("keeps line breaks of pasted text, takes control characters out, and moves by lines", async () => {
		const { app, saved } = await openExpression();
		await app.paste('Join(" ",\r\n\t[givenName],\n [surname\u001B[2J])');
		await app.see('Join(" ",');
		await app.see("Ada Brink = Ada Brink");
		await app.press("up", "up", "end");
		await app.type(" ");
		await app.see(/^ +\[surname\]\)/mu);
		await app.press("enter", "\u0013");
		await app.see("Saved displayName with its expression formatted.");
		expect(saved("displayName")?.source).toEqual({
			type: "expression",
			expression: 'Join(" ", [givenName], [surname])',
		});
	});

	it("shows the reference of the function under the cursor with F1, and with ? outside of text", async () => {
		const { app } = await openExpression();
		await app.paste('Switch([surname], "?", "a", "b")');
		await app.press("\u001BOP");
		await app.see("Expression functions");
		await app.press("escape");
		await app.seeNot("Expression functions");
		await app.press("home", "right", "\u001BOP");
		await app.see("Parameters");
		await app.see("Switch(source, [defaultValue], key, value, …)");
		await app.press("escape");
		await app.seeNot("Parameters");
		await app.press("?");
		await app.see("Parameters");
		await app.press("escape");
		for (let step = 0; step < 18; step += 1) await app.press("right");
		await app.press("?");
		await app.see('"??"');
	});

	it("is edited in $VISUAL with Ctrl+G, and shows when there is none", async () => {
		vi.stubEnv("VISUAL", "sed -i -e s/given/sur/");
		const { app } = await openExpression();
		await app.paste("ToUpper([givenname])");
		await app.see("Ctrl+G editor");
		await app.press("\u0007");
		await app.see("ToUpper([surname])");
		await app.see("Ada Brink = BRINK");
		vi.stubEnv("VISUAL", "false");
		await app.press("\u0007");
		await app.see('✗ "false" ended with an error. The expression was not changed.');
		await app.see("ToUpper([surname])");
		vi.stubEnv("VISUAL", "");
		vi.stubEnv("EDITOR", "");
		await app.press("\u0007");
		await app.see("! No editor is configured. Set VISUAL or EDITOR");
	});

	it("warns of what Entra would see otherwise in another word and glyph than errors", async () => {
		const { app } = await openExpression();
		await app.paste("toUpper([surname])");
		await app.see(/! warning \(line 1, column 1\)/u);
		expect(app.frame()).not.toContain("✗ error");
	});
});

describe("the frame", () => {
	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 160, rows: 45 },
	]) {
		it(`stays whole at ${size.columns}×${size.rows} with hostile names and long expressions`, async () => {
			const { app } = await open(size);
			const whole = () => {
				expect(app.lines()).toHaveLength(size.rows);
				for (const line of app.lines()) {
					expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
					expect(line.replace(/\u001B\[[\d;]*m/gu, "")).not.toMatch(/[\p{Cc}\u202E]/u);
				}
			};
			await app.press("n");
			await app.see("Preview: Ben Otieno");
			whole();
			await app.press("n");
			await app.see("Preview: 田中");
			whole();
			await app.press("U");
			await app.see("Choose a user to preview");
			whole();
			await app.press("escape", "j", "enter", "down", "down", "enter");
			await app.paste(`, "👩‍👩‍👧‍👦\u202E${"田中".repeat(400)}", ${"ToLower(".repeat(200)}`);
			await app.see("✗ error");
			whole();
			await app.press("\u001BOP");
			await app.see("ToLower(source");
			whole();
		});
	}
});
