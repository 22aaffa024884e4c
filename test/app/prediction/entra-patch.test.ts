import { describe, expect, it } from "vitest";
import { asksForStandard, entraPatch } from "../../../src/app/prediction/entra-patch.ts";

const changes = [
	{ name: "active", old: "True", new: "False" },
	{ name: "name.familyName", old: null, new: "High" },
	{ name: 'emails[type eq "work"].value', old: "a@example.com", new: "b@example.com" },
	{ name: "title", old: "Engineer", new: null },
];
const isBoolean = (name: string) => name === "active";

describe("entraPatch", () => {
	it("writes Entra's older form: one path per operation, booleans as strings", () => {
		expect(entraPatch(changes, isBoolean, false)).toEqual([
			{ op: "Replace", path: "active", value: "False" },
			{ op: "Add", path: "name.familyName", value: "High" },
			{ op: "Replace", path: 'emails[type eq "work"].value', value: "b@example.com" },
			{ op: "Remove", path: "title" },
		]);
	});

	it("writes the form of the flag: lower case, booleans, attributes without a filter joined", () => {
		expect(entraPatch(changes, isBoolean, true)).toEqual([
			{ op: "replace", value: { active: false, "name.familyName": "High" } },
			{ op: "replace", path: 'emails[type eq "work"].value', value: "b@example.com" },
			{ op: "remove", path: "title" },
		]);
		expect(entraPatch([], isBoolean, true)).toEqual([]);
	});
});

describe("asksForStandard", () => {
	it("finds the flag in a Tenant URL in any case", () => {
		expect(asksForStandard("https://x.example/scim?aadOptscim062020")).toBe(true);
		expect(asksForStandard("https://x.example/scim/?a=1&AADOPTSCIM062020")).toBe(true);
		expect(asksForStandard("https://aadoptscim062020.example/scim")).toBe(false);
	});
});
