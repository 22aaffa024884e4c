import { describe, expect, it } from "vitest";
import type { Profile } from "../../../src/config/profile.ts";
import { EntraSchemaError } from "../../../src/entra-schema/document.ts";
import { graphSchema } from "../../entra-schema/schema.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { importable, open } from "./mapping-of-a-profile.ts";

describe("importing Entra's schema into a profile", () => {
	it("imports mappings, actions and filters, and lists what is kept but not used", async () => {
		const { mapping, profile } = open();
		const { schema } = importable();
		const report = await mapping.importSchema(schema);
		expect(report.saved).toBe(true);
		expect(report.notes).toContain("Provision Groups is kept, but not used here: users only are provisioned");
		expect(report.changes.map(({ type }) => type)).toContain("filterAdded");
		expect(profile().mappings?.map(({ target }) => target)).toContain("nickName");
		expect(profile().actions).toEqual({ create: true, update: true, delete: false });
		expect(profile().scope.filters.map(({ name }) => name)).toEqual(["Sales"]);
	});

	it("loses nothing of the schema on the way out again", async () => {
		const { mapping } = open();
		const { schema } = importable();
		await mapping.importSchema(schema);
		const { schema: exported, isWhole } = await mapping.exportSchema();
		expect(isWhole).toBe(true);
		expect(JSON.stringify(exported)).toBe(JSON.stringify(schema));
	});

	it("exports what was edited since, on top of what was kept", async () => {
		const { mapping } = open();
		await mapping.importSchema(importable().schema);
		await mapping.save({
			target: "userType",
			source: { type: "constant", value: "Employee" },
			apply: "always",
			flowNull: false,
		});
		const text = JSON.stringify((await mapping.exportSchema()).schema);
		expect(text).toContain('"targetAttributeName":"userType"');
		expect(text).toContain("IsMemberOf");
	});

	it("makes the next cycle an initial one, unless nothing changed", async () => {
		const { mapping } = open();
		expect(await mapping.importSchema(importable().schema)).toMatchObject({ initialCycle: true });
		expect(await mapping.importSchema(importable().schema)).toMatchObject({
			initialCycle: false,
			changes: [],
		});
	});

	it("counts another order as a change for the engine, though a diff does not show it", async () => {
		const { mapping } = open();
		await mapping.importSchema(importable().schema);
		const { schema, users } = importable();
		users.attributeMappings.reverse();
		expect(await mapping.importSchema(schema)).toMatchObject({ initialCycle: true, changes: [] });
	});

	it("keeps Entra strictness, the choice of users, and what happens to users who leave the scope", async () => {
		const scope = { users: "all", filters: [], skipOutOfScopeDeletions: true } as const;
		const { mapping, profile } = open({ entraStrict: true, scope: { ...scope, filters: [] } });
		await mapping.importSchema(importable().schema);
		expect(profile()).toMatchObject({
			entraStrict: true,
			scope: { users: "all", skipOutOfScopeDeletions: true },
		});
	});

	it("changes nothing when the mappings have an error, and lists all of them", async () => {
		const { mapping, saves } = open();
		const report = await mapping.importSchema(graphSchema());
		expect(report.saved).toBe(false);
		expect(saves()).toBe(0);
		const errors = report.problems.filter(({ severity }) => severity === "error").map(({ target }) => target);
		expect(errors).toEqual(
			expect.arrayContaining(['emails[type eq "work"].value', "name.givenName", "name.familyName"]),
		);
	});

	it("does not put all users in scope when no filter of the schema is supported", async () => {
		const { mapping, saves } = open();
		const { schema, users } = importable();
		users.scope?.groups.splice(1);
		const report = await mapping.importSchema(schema);
		expect(report.saved).toBe(false);
		expect(report.problems[0]?.message).toContain("none of the schema's scoping filters is supported");
		expect(saves()).toBe(0);
	});

	it("leaves the profile's filters alone when asked to", async () => {
		const filters: Profile["scope"]["filters"] = [
			{ name: "Own", clauses: [{ attribute: "country", operator: "EQUALS", value: "IT" }] },
		];
		const { mapping, profile } = open({
			scope: { users: "assigned", filters, skipOutOfScopeDeletions: false },
		});
		const { schema, users } = importable();
		users.scope?.groups.splice(1);
		expect((await mapping.importSchema(schema, { filters: "keep" })).saved).toBe(true);
		expect(profile().scope.filters).toEqual(filters);
	});

	it("rejects JSON that is not a schema", async () => {
		const { mapping, saves } = open();
		await expect(mapping.importSchema({ mappings: [] })).rejects.toThrow(EntraSchemaError);
		expect(saves()).toBe(0);
	});
});

describe("exporting without an import", () => {
	it("reports that the schema contains the mapping of users only", async () => {
		const { schema, isWhole } = await open().mapping.exportSchema();
		expect(isWhole).toBe(false);
		expect(schema.synchronizationRules[0]?.objectMappings?.[0]?.attributeMappings).toHaveLength(6);
	});

	it("gives a schema that imports to the same mappings", async () => {
		const { mapping } = open();
		const { schema } = await mapping.exportSchema();
		const other = open();
		expect(await other.mapping.importSchema(schema)).toMatchObject({ saved: true, changes: [] });
	});
});

describe("comparing a profile's mappings", () => {
	const title = {
		target: "title",
		source: { type: "direct", attribute: "jobTitle" },
		apply: "always",
		flowNull: false,
	} as const;
	const withTitle = () => open({ mappings: [...defaultMappings, title] });

	it("with the defaults shows what restoring them would change", async () => {
		expect((await open().mapping.diff()).changes).toEqual([]);
		expect((await withTitle().mapping.diff()).changes).toMatchObject([{ type: "removed", target: "title" }]);
	});

	it("with a list of mappings compares those only", async () => {
		const { mapping } = open({ actions: { create: true, update: true, delete: false } });
		const other = { mappings: [...defaultMappings, { target: "title", source: title.source }] };
		expect(await mapping.diff(other)).toEqual({
			changes: [{ type: "added", target: "title", mapping: title }],
			notes: [],
		});
	});

	it("with Entra's schema compares actions and filters too", async () => {
		const { changes, notes } = await open().mapping.diff(graphSchema());
		expect(changes).toEqual(
			expect.arrayContaining([
				{ type: "settings", fields: [{ field: "delete", old: "yes", new: "no" }] },
				expect.objectContaining({ type: "filterAdded" }),
			]),
		);
		expect(notes).not.toEqual([]);
	});

	it.each([[{}], [[]], [{ mappings: [{ target: 1 }] }], ["text"], [null]])("refuses %j", async (other) => {
		await expect(open().mapping.diff(other)).rejects.toThrow("neither a synchronization schema");
	});
});

describe("checking all of a profile's mappings", () => {
	it("finds nothing wrong with the defaults", async () => {
		expect(await open().mapping.checkAll()).toEqual([]);
	});

	it("lists problems of mappings with places, and of scoping filters, errors first", async () => {
		const problems = await open({
			mappings: [
				...defaultMappings,
				{
					target: "nickName",
					source: { type: "expression", expression: 'Lefd("a", 1)' },
					apply: "always",
					flowNull: false,
				},
				{
					target: "title",
					source: { type: "direct", attribute: "jobTitle" },
					apply: "always",
					flowNull: false,
				},
			],
			scope: {
				users: "assigned",
				skipOutOfScopeDeletions: false,
				filters: [{ name: "Bad", clauses: [{ attribute: "mail", operator: "REGEX MATCH", value: "(" }] }],
			},
		}).mapping.checkAll();
		expect(problems).toMatchObject([
			{ severity: "error", target: "scoping filters", message: expect.stringContaining('"Bad"') },
			{ severity: "error", target: "nickName", place: { line: 1, column: 1 } },
			{ severity: "warning", target: "nickName" },
			{ severity: "warning", target: "title" },
		]);
	});
});

describe("restoring the defaults", () => {
	const filter = { name: "f", clauses: [{ attribute: "mail", operator: "IS NOT NULL", value: "" } as const] };
	const scope: Profile["scope"] = { users: "all", skipOutOfScopeDeletions: true, filters: [filter] };

	it("also removes the scoping filters, shows this before, and one version restores everything", async () => {
		const kept = defaultMappings.slice(0, 4).map((one) => ({ ...one }));
		const { mapping, profile } = open({ mappings: kept, scope });
		const before = profile();
		const announced = mapping.changesToDefaults();
		expect(announced).toContainEqual({ type: "filterRemoved", filter });
		expect(await mapping.restoreDefaults()).toEqual({ changes: announced, initialCycle: true });
		expect(profile()).toMatchObject({ mappings: defaultMappings, scope: { ...scope, filters: [] } });
		await mapping.restore(1);
		expect(profile()).toEqual(before);
	});

	it("changes nothing where nothing else is", async () => {
		expect(await open().mapping.restoreDefaults()).toEqual({ changes: [], initialCycle: false });
	});
});
