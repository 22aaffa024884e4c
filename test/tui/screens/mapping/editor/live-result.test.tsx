import { describe, expect, it, vi } from "vitest";
import type { Mapping, PreviewLine } from "../../../../../src/app/mapping/mapping.ts";
import { drawConsole } from "../../../render-console.tsx";
import { mappingSession } from "../mapping-session.ts";

async function open(preview: Mapping["preview"]) {
	const session = mappingSession({ preview });
	const app = await drawConsole(session, { begin: "mapping" });
	await app.see("attribute mappings");
	await app.see("Preview: Ada Brink");
	return app;
}

const nothing: readonly PreviewLine[] = [];

describe("the live result", () => {
	it("asks nothing of the directory before the attribute is named", async () => {
		const preview = vi.fn<Mapping["preview"]>(async () => nothing);
		const app = await open(preview);
		await app.press("a");
		await app.see("Ada Brink … enter target and source to see the result");
		await app.type("title");
		await app.see("Ada Brink … complete the mapping to see the result");
		expect(app.frame()).not.toContain("✗");
		await app.press("enter", "down", "enter", "enter");
		await app.see("✗ error: name the attribute that title receives");
		await app.see("Ada Brink … fix the error to see the result");
		await app.press("up", "enter");
		await app.type("j");
		await app.see("Ada Brink … complete the attribute to see the result");
		await app.type("ob");
		await app.press("tab");
		await vi.waitFor(
			() => expect(preview.mock.calls.some(([, draft]) => draft !== undefined)).toBe(true),
			60_000,
		);
		const asked = preview.mock.calls.flatMap(([, draft]) => (draft === undefined ? [] : [draft.source]));
		expect(new Set(asked.map((source) => JSON.stringify(source)))).toEqual(
			new Set([JSON.stringify({ type: "direct", attribute: "jobTitle" })]),
		);
	});

	it("shows in its own area, and nowhere else, why there is none", async () => {
		const app = await open(async () => {
			throw new Error("the directory is away");
		});
		await app.press("enter");
		await app.see("Ada Brink ✗ the directory is away");
		expect(app.frame().split("the directory is away")).toHaveLength(2);
	});
});
