import { describe, it } from "vitest";
import { drawConsole } from "../../render-console.tsx";
import { mappingSession } from "./mapping-session.ts";

const ctrl = { format: "\u0006", stepBack: "\u001A" };

/** The editor with an expression of displayName being typed. */
async function typing(expression: string) {
	const session = mappingSession();
	const app = await drawConsole(session, { begin: "mapping" });
	await app.see("Preview: Ada Brink");
	await app.press("a");
	await app.type("displayName");
	await app.press("enter", "enter", "down", "down", "enter");
	await app.see("Tab done");
	await app.paste(expression);
	return app;
}

describe("typing an expression", () => {
	it("formats as saving does, and takes that back step by step", async () => {
		const app = await typing("toupper( [surname]  )");
		await app.see("Ada Brink = BRINK");
		await app.press("left", ctrl.format);
		await app.see(/^ +ToUpper\(\[surname\]\)/mu);
		await app.type("!");
		await app.see(/^ +ToUpper\(\[surname\]!\)/mu);
		await app.press(ctrl.stepBack, ctrl.stepBack);
		await app.see("toupper( [surname]  )");
		await app.press(ctrl.stepBack);
		await app.see("The expression is empty");
		await app.press(ctrl.stepBack);
		await app.see("There is no edit to undo.");
	});

	it("shows why it cannot format, and changes nothing", async () => {
		const app = await typing("toupper( [surname]");
		await app.press(ctrl.format);
		await app.see("The call of toupper has no closing parenthesis");
		await app.see("toupper( [surname]");
	});

	it("finds the keys of this place in the palette", async () => {
		const app = await typing("toupper( [surname]  )");
		await app.press("ctrl+k");
		await app.type("format");
		await app.see(/❯ Format the expression.* Ctrl\+F/u);
		await app.press("enter");
		await app.see(/^ +ToUpper\(\[surname\]\)/mu);
	});

	it("offers the columns that a file has of its own, also when they are read after the editor opened", async () => {
		const { mapping: real } = await mappingSession().session.rules();
		const read = Promise.withResolvers<void>();
		const samples: typeof real.samples = async (text) => {
			await read.promise;
			return real.samples(text);
		};
		const app = await drawConsole(mappingSession({ ...real, samples }), { begin: "mapping" });
		await app.press("a");
		await app.type("displayName");
		await app.press("enter", "enter", "down", "down", "enter");
		await app.type("Append([bad");
		await app.seeNot("badgeColour");
		read.resolve();
		await app.see("❯ badgeColour");
	});

	it("lists all functions where there is none under the caret", async () => {
		const app = await typing("");
		await app.press("\u001BOP");
		await app.see("Expression functions");
		await app.press("/");
		await app.type("toupper");
		await app.press("enter", "enter");
		await app.see("ToUpper(source, [culture])");
		await app.press("escape");
		await app.see("Expression functions");
		await app.press("escape");
		await app.seeNot("Expression functions");
		await app.see("Tab done");
	});

	it("shows that there are lines above and below", async () => {
		const app = await typing('Switch([surname],\n"a",\n"b",\n"c",\n"d",\n"e",\n"f",\n"g"\n)');
		await app.see(/"d", +↑$/mu);
		await app.press("up", "up", "up", "up", "up", "up", "up", "up");
		await app.see(/"d", +↓$/mu);
	});

	it("shows the parameter that the caret fills below the text", async () => {
		const app = await typing('Append([surname], "');
		await app.see(/^ +suffix: /mu);
	});
});
