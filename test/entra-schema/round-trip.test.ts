import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainAttribute } from "../../src/attributes/attribute-list.ts";
import { EntraSchemaError } from "../../src/entra-schema/document.ts";
import { emptySchema, exportSchema } from "../../src/entra-schema/export.ts";
import { textOf, treeOf } from "../../src/entra-schema/expression-tree.ts";
import { noteTexts } from "../../src/entra-schema/schema-note.ts";
import { checkMappings } from "../../src/mapping/check/check.ts";
import { addMapping, removeMapping, replaceMapping } from "../../src/mapping/definition/change.ts";
import { defineAttribute } from "../../src/mapping/definition/change-attributes.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";
import { mapping, setWith } from "../mapping/people.ts";
import { defaultMappingSet, importSchema } from "../mapping/sumo-defaults.ts";
import { graphSchema } from "./schema.ts";

const users = (schema: ReturnType<typeof exportSchema>) =>
	schema.synchronizationRules[0]?.objectMappings?.[1];

describe("importSchema", () => {
	it("reads mappings, actions and filters", () => {
		const { set, filters } = importSchema(graphSchema());
		expect(set).toEqual<MappingSet>({
			actions: { create: true, update: true, delete: false },
			entraStrict: false,
			dialect: sumoDialect,
			attributes: {
				source: [],
				target: [
					{
						name: "title",
						type: "String",
						primaryKey: false,
						required: false,
						multiValued: false,
						caseExact: false,
					},
				],
			},
			mappings: [
				mapping("userName", { type: "direct", attribute: "userPrincipalName" }, { matchingPrecedence: 1 }),
				mapping("active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
				mapping(
					"title",
					{ type: "direct", attribute: "jobTitle" },
					{ defaultValue: "Member", flowNull: true },
				),
				mapping("externalId", { type: "constant", value: "42" }, { apply: "creation" }),
				mapping('emails[type eq "work"].primary', { type: "none" }, { defaultValue: "True" }),
				mapping("nickName", { type: "direct", attribute: "mailNickname" }),
			],
		});
		expect(filters).toEqual([
			{
				name: "Sales",
				clauses: [
					{ attribute: "department", operator: "EQUALS", value: "Sales" },
					{ attribute: "mail", operator: "IS NOT NULL", value: "" },
				],
			},
		]);
	});

	it("lists what is kept and not used", () => {
		expect(noteTexts(importSchema(graphSchema()).notes)).toEqual([
			"Provision Groups is kept, but not used here: users only are provisioned",
			"The schema compares without case: title",
			"nickName: the flow type ValueAddOnly works as Always here",
			"Scoping filter Members: the operator IsMemberOf is not known here: it is kept, but matches no user here",
		]);
	});

	it("names the place of what is wrong", () => {
		const rules = (mapping: object) => ({
			synchronizationRules: [
				{ objectMappings: [{ sourceObjectName: "User", attributeMappings: [mapping] }] },
			],
		});
		const place = "synchronizationRules[0].objectMappings[0].attributeMappings[0]";
		expect(() => importSchema(rules({}))).toThrow(`${place}.targetAttributeName: expected string`);
		expect(() => importSchema(rules({ targetAttributeName: "x", matchingPriority: "1", source: 1 }))).toThrow(
			`${place}.source: expected object, received number (and 1 more)`,
		);
	});

	it.each([
		[{}, "not-a-schema"],
		["text", "not-a-schema"],
		[{ synchronizationRules: [] }, "no-user-mapping"],
	])("refuses %j with %s", (content, code) => {
		expect(() => importSchema(content)).toThrow(EntraSchemaError);
		expect(() => importSchema(content)).toThrow(expect.objectContaining({ code }));
	});
});

describe("a round trip", () => {
	it("loses nothing, to the letter", () => {
		const { set, filters, document } = importSchema(graphSchema());
		expect(JSON.stringify(exportSchema(set, filters, document))).toBe(JSON.stringify(graphSchema()));
	});

	it("loses nothing, whatever members Graph adds and wherever", () => {
		const addTo = (value: unknown, extras: readonly (readonly [string, unknown])[]): unknown => {
			if (Array.isArray(value)) return value.map((one) => addTo(one, extras));
			if (typeof value !== "object" || value === null) return value;
			const own = Object.entries(value).map(([key, one]) => [key, addTo(one, extras)]);
			return Object.fromEntries([...own, ...extras.filter(([key]) => !Object.hasOwn(value, key))]);
		};
		const name = fc.stringMatching(/^(?:@odata\.type|[a-z]{3,9}X)$/);
		fc.assert(
			fc.property(fc.array(fc.tuple(name, fc.jsonValue()), { maxLength: 3 }), (extras) => {
				const schema = addTo(graphSchema(), extras);
				const { set, filters, document } = importSchema(schema);
				expect(JSON.stringify(exportSchema(set, filters, document))).toBe(JSON.stringify(schema));
			}),
			{ numRuns: 200 },
		);
	});

	it("changes only what was changed", () => {
		const { set, filters, document } = importSchema(graphSchema());
		const changed = replaceMapping(
			set,
			"title",
			mapping("title", "Coalesce([jobTitle], [department])", { defaultValue: "Member", flowNull: true }),
		);
		const exported = exportSchema(changed, filters, document);
		const before = graphSchema();
		const title = users(exported)?.attributeMappings?.[2];
		expect(title).toMatchObject({
			defaultValue: "Member",
			source: { type: "Function", name: "Coalesce", expression: "Coalesce([jobTitle], [department])" },
		});
		expect(users(exported)?.attributeMappings?.toSpliced(2, 1)).toEqual(
			before.synchronizationRules[0]?.objectMappings[1]?.attributeMappings.toSpliced(2, 1),
		);
		expect(users(exported)?.scope).toEqual(before.synchronizationRules[0]?.objectMappings[1]?.scope);
		const defined = exported.directories?.[0]?.objects?.[0]?.attributes?.map(({ name }) => name);
		expect(defined).toEqual(["userPrincipalName", "mail", "jobTitle", "department"]);
		expect(exported.version).toBe(before.version);
	});

	it("adds, removes and keeps filters, the ones not understood too", () => {
		const { set, document } = importSchema(graphSchema());
		const filters = [
			{ name: "Paris", clauses: [{ attribute: "city", operator: "EQUALS", value: "Paris" }] },
		] as const;
		const groups = users(exportSchema(set, filters, document))?.scope?.groups;
		expect(groups?.map(({ name }) => name)).toEqual(["Members", "Paris"]);
		expect(importSchema(exportSchema(set, filters, document)).filters).toEqual(filters);
	});

	it("says where nulls flow in the definition of the target", () => {
		const { set, filters, document } = importSchema(graphSchema());
		const quiet = set.mappings.map((one) => ({ ...one, flowNull: false }));
		const again = importSchema(exportSchema({ ...set, mappings: quiet }, filters, document));
		expect(again.set.mappings.every(({ flowNull }) => !flowNull)).toBe(true);
	});

	it("gives the same set back, whatever was edited", () => {
		const { set, filters, document } = importSchema(graphSchema());
		const edited = addMapping(
			removeMapping(removeMapping(set, "nickName"), "externalId"),
			mapping("displayName", 'IIF([mail] = "x", "a", "b")', { apply: "creation", flowNull: true }),
		);
		expect(importSchema(exportSchema(edited, filters, document)).set).toEqual(edited);
	});

	it("begins from nothing with the defaults", () => {
		const exported = exportSchema(defaultMappingSet, []);
		const { set, notes } = importSchema(JSON.parse(JSON.stringify(exported)));
		expect(set).toEqual(defaultMappingSet);
		expect(notes).toEqual([]);
		expect(checkMappings(set)).toEqual([]);
		expect(emptySchema.synchronizationRules[0]?.objectMappings?.[0]?.attributeMappings).toEqual([]);
		const targets = exported.directories?.[1]?.objects?.[0]?.attributes;
		expect(targets?.find(({ name }) => name === "active")).toMatchObject({ type: "Boolean" });
	});

	it("refuses an expression that cannot be read", () => {
		expect(() => exportSchema(setWith(mapping("title", "Join(")), [])).toThrow("closing parenthesis");
	});
});

describe("an expression tree", () => {
	it("names parameters, numbers repeated ones and leaves out what was left out", () => {
		const tree = treeOf('Switch([a], , "x", Append([b], "c"), "y", 2)');
		expect(tree.parameters?.map(({ key, value }) => [key, value?.expression])).toEqual([
			["source", "[a]"],
			["key1", '"x"'],
			["value1", 'Append([b], "c")'],
			["key2", '"y"'],
			["value2", "2"],
		]);
	});

	it("names the parameters of Replace as Graph's parseExpression does, and reads both names", () => {
		const text = 'Replace([preferredLanguage], "-", , , "_", , )';
		const { parameters } = treeOf(text);
		expect(parameters?.map(({ key }) => key)).toEqual(["source", "Find", "Replacement"]);
		const bare = { type: "Function", name: "Replace" };
		const named = (...keys: readonly string[]) =>
			textOf({
				...bare,
				parameters: (parameters ?? []).map(({ value }, index) => ({ key: keys[index] ?? "", value })),
			});
		expect(named("source", "Find", "Replacement")).toBe('Replace([preferredLanguage], "-", , , "_")');
		expect(named("source", "oldValue", "replacementValue")).toBe(
			'Replace([preferredLanguage], "-", , , "_")',
		);
	});

	it("is read without its text", () => {
		const text = 'Switch([a], , "x", Append([b], "c \\"q\\""), "y", "z")';
		const bare = JSON.parse(
			JSON.stringify(treeOf(text), (key, value) => (key === "expression" ? undefined : value)),
		);
		expect(textOf(bare)).toBe(text);
	});
});

describe("attribute lists", () => {
	const defined = (name: string, more: object) => ({
		...graphSchema().directories[1]?.objects[0]?.attributes[0],
		name,
		...more,
	});
	const withTargets = (...attributes: readonly object[]) => {
		const schema = graphSchema();
		const [source, target] = schema.directories;
		const object = { name: "User", attributes: [...(target?.objects[0]?.attributes ?? []), ...attributes] };
		return { ...schema, directories: [source, { ...target, objects: [object] }] };
	};
	const badge = "urn:example:User:badge";

	it("come from the schema where they say something else than the code, and go back to the letter", () => {
		const schema = withTargets(
			defined(badge, { type: "Integer", required: true, caseExact: true }),
			defined("active", { type: "String" }),
			defined("externalId", { type: "string", caseExact: true }),
			defined("id", { anchor: true }),
			defined("[broken", {}),
		);
		const { set, filters, document, notes } = importSchema(schema);
		expect(set.attributes.target.map(({ name }) => name)).toEqual(["title", badge]);
		expect(set.attributes.target[1]).toMatchObject({ type: "Integer", required: true, caseExact: true });
		expect(noteTexts(notes)).toContain("active is Boolean here: the type String of the schema is not used");
		expect(noteTexts(notes)).toContain(
			"[broken in the list of target attributes is not a SCIM path: it is kept, but not used",
		);
		expect(JSON.stringify(exportSchema(set, filters, document))).toBe(JSON.stringify(schema));
	});

	it("take the profile's own entries into the export, beside what else Entra says of them", () => {
		const { set, filters, document } = importSchema(withTargets(defined(badge, { description: "kept" })));
		const changed = defineAttribute(set, "target", {
			...plainAttribute(badge),
			type: "Boolean",
			required: true,
		});
		const own = defineAttribute(changed, "source", {
			...plainAttribute("extension_0a_badge"),
			type: "Integer",
		});
		const exported = exportSchema(own, filters, document);
		const [source, target] = exported.directories ?? [];
		expect(target?.objects?.[0]?.attributes?.at(-1)).toMatchObject({
			name: badge,
			type: "Boolean",
			required: true,
			description: "kept",
		});
		expect(source?.objects?.[0]?.attributes?.at(-1)).toMatchObject({
			name: "extension_0a_badge",
			type: "Integer",
		});
		expect(importSchema(exported).set).toEqual(own);
	});
});
