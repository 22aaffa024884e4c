import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format, PathError, parsePath, read, readAll, remove, write } from "../../src/scim/path.ts";
import { enterpriseUserSchema, type Json, type JsonObject } from "../../src/scim/resource.ts";
import { comparisons, matches, type ValueFilter } from "../../src/scim/value-filter.ts";

const user: JsonObject = {
	userName: "ada@example.com",
	name: { givenName: "Ada", familyName: "Lovelace" },
	emails: [
		{ type: "home", value: "ada@home.example" },
		{ type: "work", value: "ada@example.com", primary: true },
	],
	roles: ["Analyst", "User"],
	[enterpriseUserSchema]: { department: "Engines", manager: { value: "42" } },
};

/** The filter of `x[…]`. */
function filter(text: string): ValueFilter {
	const parsed = parsePath(`x[${text}]`).filter;
	if (parsed === null) throw new Error("no filter");
	return parsed;
}

describe("parsePath", () => {
	it("reads an attribute, a sub-attribute and a filter", () => {
		expect(parsePath("userName")).toEqual({
			schema: null,
			attribute: "userName",
			filter: null,
			subAttribute: null,
		});
		expect(parsePath("name.givenName")).toMatchObject({ attribute: "name", subAttribute: "givenName" });
		expect(parsePath('emails[type eq "work"].value')).toEqual({
			schema: null,
			attribute: "emails",
			filter: { type: "compare", attribute: "type", operator: "eq", value: "work" },
			subAttribute: "value",
		});
	});

	it("reads a schema in front, whose version holds a dot", () => {
		expect(parsePath(`${enterpriseUserSchema}:department`)).toMatchObject({
			schema: enterpriseUserSchema,
			attribute: "department",
			subAttribute: null,
		});
		expect(parsePath(`${enterpriseUserSchema}:manager.value`)).toMatchObject({
			schema: enterpriseUserSchema,
			attribute: "manager",
			subAttribute: "value",
		});
		expect(parsePath(`${enterpriseUserSchema}:costs[type eq "a"].value`)).toMatchObject({
			schema: enterpriseUserSchema,
			attribute: "costs",
			subAttribute: "value",
		});
	});

	it("takes a schema alone as the extension's key in the resource", () => {
		expect(parsePath(enterpriseUserSchema)).toMatchObject({ schema: null, attribute: enterpriseUserSchema });
	});

	it("reads Entra's text for primary as the boolean, in any case", () => {
		for (const written of ['"True"', '"true"', "true", '"TRUE"']) {
			expect(format(parsePath(`roles[primary eq ${written}].value`))).toBe("roles[primary eq true].value");
		}
	});

	it("gives and precedence over or, and not over both", () => {
		expect(filter('a eq 1 or b eq 2 and not (c pr or d lt "x")')).toMatchObject({
			type: "or",
			right: { type: "and", right: { type: "not", filter: { type: "or" } } },
		});
	});

	it.each([
		["", 0],
		["emails[", 7],
		["emails[type", 11],
		["emails[type is 1]", 12],
		["emails[type eq ]", 15],
		["emails[type eq work]", 15],
		['emails[type eq "work"', 21],
		['emails[(type eq "work"]', 22],
		["name.", 5],
		["name.given.x", 10],
		["name givenName", 4],
		["9lives", 0],
		[`${enterpriseUserSchema}:manager.a.b`, enterpriseUserSchema.length + 1],
	])("refuses %j and names column %i", (text, position) => {
		const failure = catching(() => parsePath(text));
		expect(failure).toBeInstanceOf(PathError);
		expect(failure).toMatchObject({ code: "invalid-path", position });
	});

	it("refuses a filter nested without end instead of overflowing", () => {
		expect(() => parsePath(`x[${"(".repeat(50_000)}`)).toThrow(PathError);
	});

	it("reads back what it writes, for any path", () => {
		fc.assert(
			fc.property(paths, (path) => {
				expect(parsePath(format(path))).toEqual(path);
			}),
		);
	});

	it("ends in a path or in an error with a position, for any text", () => {
		const pieces = fc.constantFrom("emails", "[", "]", "(", ")", "not", " ", "eq", '"a"', ".", "urn:", "and");
		const text = fc.oneof(
			fc.string(),
			fc.array(pieces).map((parts) => parts.join("")),
		);
		fc.assert(
			fc.property(text, (written) => {
				const failure = catching(() => parsePath(written));
				if (failure === undefined) return;
				expect(failure).toBeInstanceOf(PathError);
				if (failure instanceof PathError) expect(failure.position).toBeLessThanOrEqual(written.length);
			}),
		);
	});
});

describe("matches", () => {
	const element = { type: "work", rank: 3, primary: true, at: "2020-01-01T00:00:00Z", tags: ["a", "b"] };

	it.each([
		['type eq "WORK"', true],
		['TYPE EQ "work"', true],
		['type ne "home"', true],
		['type co "or"', true],
		['type sw "wo"', true],
		['type ew "rk"', true],
		['type gt "home"', true],
		['type lt "home"', false],
		["rank gt 2", true],
		["rank ge 3", true],
		["rank lt 3", false],
		["rank le 3", true],
		['rank eq "3"', false],
		["primary eq true", true],
		["primary ne true", false],
		["primary gt false", false],
		['at lt "2020-01-01T00:30:00+01:00"', false],
		['at eq "2020-01-01T01:00:00+01:00"', true],
		['tags eq "b"', true],
		["type pr", true],
		["display pr", false],
		["display eq null", true],
		['display ne "x"', true],
		["not (display pr)", true],
		['not (type eq "work" and rank eq 3)', false],
		['(type eq "home" or rank eq 3) and primary eq true', true],
	])("%s is %s", (text, expected) => {
		expect(matches(filter(text), element)).toBe(expected);
	});

	it("takes a plain element as its value", () => {
		expect(matches(filter('value eq "Analyst"'), "Analyst")).toBe(true);
		expect(matches(filter("primary eq true"), "Analyst")).toBe(false);
	});
});

describe("read", () => {
	it.each<[string, Json]>([
		["userName", "ada@example.com"],
		["USERNAME", "ada@example.com"],
		["name.familyName", "Lovelace"],
		['emails[type eq "work"].value', "ada@example.com"],
		["emails.value", "ada@home.example"],
		["roles", ["Analyst", "User"]],
		["roles.value", "Analyst"],
		[`${enterpriseUserSchema}:department`, "Engines"],
		[`${enterpriseUserSchema}:manager.value`, "42"],
		["urn:ietf:params:scim:schemas:core:2.0:User:userName", "ada@example.com"],
		['emails[type eq "other"].value', null],
		["title", null],
		["title.x", null],
		["constructor", null],
	])("finds %s", (path, value) => {
		expect(read(user, parsePath(path))).toEqual(value);
	});

	it("gives every value with readAll", () => {
		expect(readAll(user, parsePath("emails.value"))).toEqual(["ada@home.example", "ada@example.com"]);
	});
});

describe("write", () => {
	it("creates what the path describes", () => {
		expect(write({}, parsePath("name.givenName"), "Ada")).toEqual({ name: { givenName: "Ada" } });
		expect(write({}, parsePath('emails[type eq "work"].value'), "a@b.c")).toEqual({
			emails: [{ type: "work", value: "a@b.c" }],
		});
		expect(write({}, parsePath('roles[primary eq "True"].value'), "User")).toEqual({
			roles: [{ primary: true, value: "User" }],
		});
		expect(write({}, parsePath(`${enterpriseUserSchema}:department`), "R&D")).toEqual({
			[enterpriseUserSchema]: { department: "R&D" },
		});
		expect(write({}, parsePath("emails.value"), "a@b.c")).toEqual({ emails: [{ value: "a@b.c" }] });
	});

	it("changes the selected element only, and leaves the original alone", () => {
		const before = structuredClone(user);
		const after = write(user, parsePath('emails[type eq "work"].value'), "new@example.com");
		expect(after.emails).toEqual([
			{ type: "home", value: "ada@home.example" },
			{ type: "work", value: "new@example.com", primary: true },
		]);
		expect(user).toEqual(before);
	});

	it("keeps the case in which the resource names the attribute", () => {
		expect(write({ UserName: "a" }, parsePath("userName"), "b")).toEqual({ UserName: "b" });
	});

	it("refuses a filter that does not describe an element", () => {
		expect(catching(() => write({}, parsePath('emails[type ne "home"].value'), "a"))).toMatchObject({
			code: "undetermined",
		});
	});

	it("removes with null, and with remove, without leaving an empty shell", () => {
		expect(write({ name: { givenName: "A" } }, parsePath("name.givenName"), null)).toEqual({});
		expect(remove(user, parsePath('emails[type eq "home"]')).emails).toHaveLength(1);
		expect(remove({ roles: ["A", "B"] }, parsePath('roles[value eq "A"]'))).toEqual({ roles: ["B"] });
		const twice = remove(user, parsePath(`${enterpriseUserSchema}:department`));
		expect(remove(twice, parsePath(`${enterpriseUserSchema}:manager`))).not.toHaveProperty([
			enterpriseUserSchema,
		]);
	});

	it("reads back what it wrote, for any path that describes an element", () => {
		const writable = fc.constantFrom(
			"userName",
			"name.givenName",
			'emails[type eq "work"].value',
			'addresses[type eq "work" and primary eq true].street',
			`${enterpriseUserSchema}:department`,
			'roles[primary eq "True"].value',
		);
		fc.assert(
			fc.property(writable, fc.string(), (text, value) => {
				const path = parsePath(text);
				expect(read(write(user, path, value), path)).toBe(value);
				expect(read(write({}, path, value), path)).toBe(value);
			}),
		);
	});
});

const names = fc
	.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,8}$/)
	.filter((text) => !/^(not|and|or|urn)$/.test(text));
const values = fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer());
const { filters } = fc.letrec<{ filters: ValueFilter }>((tie) => ({
	filters: fc.oneof(
		{ maxDepth: 4 },
		fc.record({ type: fc.constant("present" as const), attribute: names }),
		fc
			.record({
				type: fc.constant("compare" as const),
				attribute: names,
				operator: fc.constantFrom(...comparisons),
				value: values,
			})
			.filter(({ attribute }) => attribute !== "primary"),
		fc.record({ type: fc.constant("not" as const), filter: tie("filters") }),
		fc.record({
			type: fc.constantFrom("and" as const, "or" as const),
			left: tie("filters"),
			right: tie("filters"),
		}),
	),
}));
const paths = fc.record({
	schema: fc.constantFrom(null, enterpriseUserSchema, "urn:example:2.0:User"),
	attribute: names,
	filter: fc.option(filters),
	subAttribute: fc.option(names),
});

function catching(action: () => unknown): unknown {
	try {
		action();
	} catch (error) {
		return error;
	}
	return undefined;
}
