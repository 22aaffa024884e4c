import { describe, expect, it } from "vitest";
import type { Mapping } from "../../../../../src/app/mapping/mapping.ts";
import { drawConsole } from "../../../render-console.tsx";
import { mappingSession } from "../mapping-session.ts";

const ctrl = { explain: "\u0018", tryOn: "\u0014" };

/** The mappings of a source whose answers about Ben have not come yet. */
async function openSlow() {
	const held = Promise.withResolvers<undefined>();
	const answered = async (userId: string) => {
		if (userId === "u2") await held.promise;
	};
	const change = (real: Mapping): Partial<Mapping> => ({
		async preview(userId, draft) {
			await answered(userId);
			return real.preview(userId, draft);
		},
		async explain(userId, draft) {
			await answered(userId);
			return real.explain(userId, draft);
		},
	});
	const app = await drawConsole(mappingSession(change), { begin: "mapping" });
	await app.see(/Preview: Ada Brink[\s\S]*ada@example\.com/u);
	return { app, answer: () => held.resolve(undefined) };
}

describe("the values of the sample user, while the next one's are read", () => {
	it("are not those of the one before in the preview", async () => {
		const { app, answer } = await openSlow();
		await app.press("n");
		await app.see("Preview: Ben");
		expect(app.frame()).not.toContain("ada@example.com");
		answer();
		await app.see("ben@example.com");
	});

	it("are not those of the one before beside the edited mapping", async () => {
		const { app, answer } = await openSlow();
		await app.press("enter");
		await app.see("Ada Brink = ada@example.com");
		await app.press("n");
		await app.see(/Ben.* Otieno …/u);
		answer();
		await app.see(/Ben.* Otieno = ben@example\.com/u);
	});

	it("are not those of the one before in the explanation", async () => {
		const { app, answer } = await openSlow();
		await app.press(ctrl.explain);
		await app.see('"ada@example.com"');
		await app.press("n");
		await app.see("userName for Ben");
		await app.see("Evaluating…");
		expect(app.frame()).not.toContain("ada@example.com");
		answer();
		await app.see('"ben@example.com"');
	});
});

it("counts no users as all users in scope before they are evaluated", async () => {
	const held = Promise.withResolvers<undefined>();
	const session = mappingSession((real) => ({
		async tryOn(draft, options) {
			if (options?.changedOnly === true) await held.promise;
			return real.tryOn(draft, options);
		},
	}));
	const app = await drawConsole(session, { begin: "mapping" });
	await app.see("Preview: Ada Brink");
	await app.press(ctrl.tryOn);
	await app.see("The first 3 users in scope: 0 would change");
	await app.press("v");
	await app.see("Evaluating for all users in scope…");
	expect(app.written().join("")).not.toContain("Of 3 users in scope");
	held.resolve(undefined);
	await app.see("Of 3 users in scope: 0 would change");
});
