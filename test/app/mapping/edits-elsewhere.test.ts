import { describe, expect, it } from "vitest";
import { open } from "./mapping-of-a-profile.ts";

const givenName = "name.givenName";

function mappingTo(mapping: ReturnType<typeof open>["mapping"], target: string) {
	const found = mapping.rows().find((row) => row.mapping.target === target);
	if (found === undefined) throw new Error(`no mapping to ${target}`);
	return found.mapping;
}

describe("saving a mapping that was edited on top of another one than the saved one", () => {
	it("is refused with what has changed, and possible on top of that", async () => {
		const { mapping } = open();
		const began = mappingTo(mapping, givenName);
		const others = { ...began, source: { type: "direct", attribute: "displayName" } } as const;
		await mapping.save(others, givenName);
		const own = { ...began, source: { type: "direct", attribute: "surname" } } as const;
		await expect(mapping.save(own, givenName, began)).rejects.toThrow(
			/^Not saved: the profile test was changed elsewhere .*name\.givenName.*"givenName" → "displayName"/,
		);
		expect(mappingTo(mapping, givenName)).toEqual(others);
		await mapping.save(own, givenName, mappingTo(mapping, givenName));
		expect(mappingTo(mapping, givenName)).toEqual(own);
	});

	it("is not refused when others changed another mapping", async () => {
		const { mapping } = open();
		const began = mappingTo(mapping, givenName);
		const family = mappingTo(mapping, "name.familyName");
		await mapping.save({ ...family, source: { type: "direct", attribute: "displayName" } }, family.target);
		await mapping.save({ ...began, source: { type: "direct", attribute: "surname" } }, givenName, began);
		expect(mappingTo(mapping, "name.familyName").source).toEqual({
			type: "direct",
			attribute: "displayName",
		});
	});

	it("is refused where others removed it", async () => {
		const { mapping } = open();
		const added = { ...mappingTo(mapping, givenName), target: "title" };
		await mapping.save(added);
		await mapping.remove("title");
		await expect(
			mapping.save({ ...added, source: { type: "direct", attribute: "surname" } }, "title", added),
		).rejects.toThrow("Not saved: the profile test was changed elsewhere");
	});
});
