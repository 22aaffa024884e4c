import { describe, expect, it } from "vitest";
import { type EntraSchema, readDocument, userMappingOf } from "../../src/entra-schema/document.ts";
import { savesBetween } from "../../src/entra-schema/saves-between.ts";
import { isSameApartFromDefaults, missingParts } from "../../src/entra-schema/schema-changes.ts";
import { graphSchema } from "./schema.ts";

type Mapping = { readonly targetAttributeName: string; readonly [member: string]: unknown };

/** The schema with the mappings of users changed. */
function withMappings(change: (mappings: readonly Mapping[]) => readonly Mapping[]): EntraSchema {
	const schema = readDocument(graphSchema());
	const { json } = userMappingOf(schema);
	json.attributeMappings = change(json.attributeMappings ?? []).map((one) => ({ ...one }));
	return schema;
}

const edit = (target: string, members: object) =>
	withMappings((all) =>
		all.map((one) => (one.targetAttributeName === target ? { ...one, ...members } : one)),
	);

describe("what a schema lacks after it was written", () => {
	const before = readDocument(graphSchema());
	const written = edit("title", { flowType: "ObjectAddOnly", extra: null });

	it("is nothing when it reads as written", () => {
		expect(missingParts(before, written, written)).toEqual([]);
	});

	it("is nothing when Entra fills in what was empty, adds members, or counts on", () => {
		const present = {
			...edit("title", { flowType: "ObjectAddOnly", extra: "filled in", another: 1 }),
			version: "Version:9, ",
		};
		expect(missingParts(before, written, present)).toEqual([]);
		expect(isSameApartFromDefaults(written, present)).toBe(true);
	});

	it("is nothing when someone has added a mapping since, which is a change of theirs", () => {
		const present = {
			...written,
			...withMappings((all) => [
				...all.map((one) =>
					one.targetAttributeName === "title" ? { ...one, flowType: "ObjectAddOnly" } : one,
				),
				{ targetAttributeName: "locale" },
			]),
		};
		expect(missingParts(before, written, present)).toEqual([]);
		expect(isSameApartFromDefaults(written, present)).toBe(false);
	});

	it("is the edit when it was undone", () => {
		expect(missingParts(before, written, before)).toEqual([
			expect.stringMatching(/\[title\]\.flowType: "ObjectAddOnly" → /),
		]);
	});

	it("is a mapping that is gone, and one that was removed and is back", () => {
		const without = (target: string) =>
			withMappings((all) => all.filter((one) => one.targetAttributeName !== target));
		expect(missingParts(before, before, without("title"))).toEqual([
			expect.stringMatching(/\[title\]: removed$/),
		]);
		expect(missingParts(before, without("title"), before)).toEqual([
			expect.stringMatching(/\[title\]: added$/),
		]);
	});

	it("is a value that was cleared and is back", () => {
		const filled = edit("title", { defaultValue: "x" });
		const cleared = edit("title", { defaultValue: null });
		expect(missingParts(filled, cleared, filled)).toEqual([
			expect.stringMatching(/defaultValue: null → "x"$/),
		]);
	});
});

describe("the number of saves between two versions", () => {
	const at = (version: unknown): EntraSchema => ({ synchronizationRules: [], version });

	it.each([
		["Version:5, ", "Version:6, ", 1],
		["Date:2026-03-02T08:05:00.0000000Z, Version:5, ", "Date:2026-03-02T08:06:00Z, Version:7", 2],
		["Version:5", "Version:5", 0],
		["Version:5", "Version:4", null],
		["Date:2025-03-30T07:00:28Z, ActivityId:816f35a8", "Date:2025-03-31T07:00:28Z, ActivityId:9", null],
		[undefined, "Version:4", null],
		["Version:99999999999999999999", "Version:4", null],
	])("%s and %s: %s", (before, after, expected) => {
		expect(savesBetween(at(before), at(after))).toBe(expected);
	});
});
