import { describe, expect, it } from "vitest";
import {
	addMapping,
	matchingOf,
	movePrecedence,
	removeMapping,
	replaceMapping,
	restoreDefaults,
	whyKept,
} from "../../../src/mapping/definition/change.ts";
import { mapping } from "../people.ts";
import { defaultMappingSet } from "../sumo-defaults.ts";

const title = mapping("title", { type: "direct", attribute: "jobTitle" });
const targets = (set: { readonly mappings: readonly { readonly target: string }[] }) =>
	set.mappings.map(({ target }) => target);

describe("addMapping", () => {
	it("appends, and refuses a target that is mapped already in another spelling", () => {
		expect(targets(addMapping(defaultMappingSet, title)).at(-1)).toBe("title");
		const roles = mapping("ROLES[primary EQ true].value", { type: "none" });
		expect(() => addMapping(defaultMappingSet, roles)).toThrow(
			expect.objectContaining({ code: "duplicate" }),
		);
	});
});

describe("replaceMapping", () => {
	it("keeps the place", () => {
		const constant = mapping("active", { type: "constant", value: "True" });
		const set = replaceMapping(defaultMappingSet, "active", constant);
		expect(set.mappings[1]).toEqual(constant);
		expect(defaultMappingSet.mappings[1]).not.toEqual(constant);
	});

	it("lets an optional mapping take another target, but not a required one", () => {
		const set = addMapping(defaultMappingSet, title);
		expect(targets(replaceMapping(set, "title", { ...title, target: "nickName" }))).toContain("nickName");
		expect(() => replaceMapping(set, "userName", { ...title, target: "nickName" })).toThrow(
			expect.objectContaining({ code: "required" }),
		);
		expect(() => replaceMapping(set, "title", { ...title, target: "active" })).toThrow(
			expect.objectContaining({ code: "duplicate" }),
		);
		expect(() => replaceMapping(set, "locale", title)).toThrow(expect.objectContaining({ code: "unknown" }));
	});
});

describe("removeMapping", () => {
	it("removes an optional mapping", () => {
		expect(targets(removeMapping(addMapping(defaultMappingSet, title), "title"))).not.toContain("title");
		expect(targets(removeMapping(defaultMappingSet, "active"))).not.toContain("active");
	});

	it("refuses the only one that matches users, and lets it go once another does", () => {
		const unmatched = defaultMappingSet.mappings.map(({ matchingPrecedence: _, ...one }) => one);
		const external = mapping(
			"externalId",
			{ type: "direct", attribute: "employeeId" },
			{ matchingPrecedence: 1 },
		);
		const set = addMapping({ ...defaultMappingSet, mappings: unmatched }, external);
		expect(() => removeMapping(set, "externalId")).toThrow("externalId alone matches users");
		const both = addMapping(set, { ...title, matchingPrecedence: 2 });
		expect(targets(removeMapping(both, "externalId"))).not.toContain("externalId");
	});

	it("removes another e-mail than the one that is required", () => {
		const other = 'emails[type eq "alumni"].value';
		const set = addMapping(defaultMappingSet, mapping(other, { type: "direct", attribute: "mail" }));
		expect(targets(removeMapping(set, other))).not.toContain(other);
	});

	it.each(["userName", "username", "name.givenName", 'emails[type eq "work"].value'])(
		"refuses %s, with the reason",
		(target) => {
			expect(() => removeMapping(defaultMappingSet, target)).toThrow("instead of deleting it");
			expect(whyKept(defaultMappingSet, target)).not.toBe(null);
		},
	);
});

describe("movePrecedence", () => {
	const set = {
		...defaultMappingSet,
		mappings: [
			{ ...title, matchingPrecedence: 5 },
			...defaultMappingSet.mappings,
			mapping("externalId", { type: "direct", attribute: "objectId" }, { matchingPrecedence: 9 }),
		],
	};
	const order = (changed: typeof defaultMappingSet) =>
		matchingOf(changed).map(({ target, matchingPrecedence }) => [target, matchingPrecedence]);

	it("moves one place and numbers anew, stopping at the ends", () => {
		expect(order(movePrecedence(set, "externalId", -1))).toEqual([
			["userName", 1],
			["externalId", 2],
			["title", 3],
		]);
		expect(order(movePrecedence(set, "userName", -1))[0]).toEqual(["userName", 1]);
		expect(() => movePrecedence(set, "active", 1)).toThrow(expect.objectContaining({ code: "not-matching" }));
	});
});

describe("restoreDefaults", () => {
	it("brings the guide's mappings back and keeps the choice of strictness", () => {
		const changed = { ...addMapping(defaultMappingSet, title), entraStrict: true };
		expect(restoreDefaults(changed)).toEqual({ ...defaultMappingSet, entraStrict: true });
	});
});
