import { describe, expect, it } from "vitest";
import { readSetupFile } from "../../../src/config/setup-file/read.ts";
import { writeSetupFile } from "../../../src/config/setup-file/write.ts";
import { deploymentCodes } from "../../../src/setup/deployment.ts";
import { mistakesIn } from "./mistakes.ts";

describe("a setup file", () => {
	it("has the guide's values where it says nothing", () => {
		const file = readSetupFile("version: 1\n", "setup.yaml");
		expect(file).toMatchObject({
			app: { name: "Sumo Logic" },
			saml: { identifier: "https://service.sumologic.com", sumo: true },
			roles: "all",
			assignments: [],
			mappings: "guide",
			scope: { users: "assigned", filters: [] },
			job: { start: true },
		});
		expect(readSetupFile(writeSetupFile(file), "setup.yaml")).toEqual(file);
	});

	it("reads a filter that compares with nothing, and https or this machine as target", () => {
		const text =
			"version: 1\nsumo: {scimUrl: 'http://127.0.0.1:4711/api'}\nscope: {filters: [{name: f, clauses: [{attribute: mail, operator: IS NOT NULL}]}]}\n";
		expect(readSetupFile(text, "setup.yaml").scope.filters[0]?.clauses).toEqual([
			{ attribute: "mail", operator: "IS NOT NULL", value: "" },
		]);
	});

	it("reads anchors and merged maps", () => {
		const text =
			"version: 1\nroles: &roles [User]\nassignments:\n  - &ada {user: ada@contoso.com, role: User}\n  - <<: *ada\n    user: ben@contoso.com\n";
		expect(readSetupFile(text, "setup.yaml").assignments).toEqual([
			{ user: "ada@contoso.com", role: "User" },
			{ user: "ben@contoso.com", role: "User" },
		]);
	});

	it("knows the deployments of Sumo Logic", () => {
		for (const code of deploymentCodes)
			expect(mistakesIn(`version: 1\nsumo: {deployment: ${code}}\n`)).toEqual([]);
		expect(mistakesIn("version: 1\nsumo: {deployment: us9}\n")).toHaveLength(1);
		expect(mistakesIn("version: 1\nsumo: {deployment: constructor}\n")).toHaveLength(1);
	});

	it.each([
		["US2", "us2"],
		["zrh", "ch"],
		["ZRH", "ch"],
		['" Fed "', "fed"],
	])("reads the deployment %s as %s, as flags and profiles do", (written, deployment) => {
		expect(readSetupFile(`version: 1\nsumo: {deployment: ${written}}\n`, "setup.yaml").sumo).toEqual({
			deployment,
		});
	});
});
