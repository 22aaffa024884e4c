import { expect, it } from "vitest";
import { SchemaChangedError } from "../../../src/entra/synchronization/schema-errors.ts";

it("names a changed place of the mapping of users without its rule, and another place as it is", () => {
	const rule = "synchronizationRules[USERGROUP_OUTBOUND_USERGROUP]";
	const { message } = new SchemaChangedError([
		`${rule}.objectMappings[Provision Microsoft Entra ID Users].attributeMappings[title].defaultValue: null → "x"`,
		`${rule}.objectMappings[Provision Microsoft Entra ID Groups].enabled: false → true`,
		`${rule}.priority: 1 → 2`,
	]);
	expect(message.split("\n")).toEqual([
		"The job's schema has been changed since it was last shown here, and nothing was written:",
		'  attributeMappings[title].defaultValue: null → "x"',
		`  ${rule}.objectMappings[Provision Microsoft Entra ID Groups].enabled: false → true`,
		`  ${rule}.priority: 1 → 2`,
		"",
	]);
});
