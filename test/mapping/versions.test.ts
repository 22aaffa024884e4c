import { describe, expect, it } from "vitest";
import { noAttributes } from "../../src/attributes/attribute-list.ts";
import { describeSetChange, diffSets } from "../../src/mapping/versions.ts";
import { mapping } from "./people.ts";
import { defaultMappingSet } from "./sumo-defaults.ts";

describe("diffSets", () => {
	it("finds nothing between equal sets", () => {
		expect(diffSets(defaultMappingSet, structuredClone(defaultMappingSet))).toEqual([]);
	});

	it("says what was added, removed and changed, property by property", () => {
		const after = {
			mappings: [
				...defaultMappingSet.mappings.slice(0, 4),
				mapping("name.familyName", "ToUpper([surname])", { defaultValue: "X", apply: "creation" }),
				mapping("title", { type: "constant", value: "Boss" }),
			],
			actions: { ...defaultMappingSet.actions, delete: false },
			dialect: defaultMappingSet.dialect,
			entraStrict: true,
			attributes: noAttributes,
		};
		expect(diffSets(defaultMappingSet, after).flatMap(describeSetChange)).toEqual([
			'- roles[primary eq "True"].value ← AppRoleAssignments([appRoleAssignments])',
			"~ name.familyName: type: direct → expression",
			"~ name.familyName: source: surname → ToUpper([surname])",
			"~ name.familyName: default value: none → X",
			"~ name.familyName: apply: always → only during creation",
			'+ title ← "Boss"',
			"~ All mappings: delete: yes → no",
			"~ All mappings: fail where Entra would: no → yes",
		]);
	});
});
