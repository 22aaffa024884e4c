import { describe, expect, it } from "vitest";
import {
	type AttributeDefinition,
	type AttributeType,
	plainAttribute,
} from "../../src/attributes/attribute-list.ts";
import { type CheckOptions, checkMappings } from "../../src/mapping/check/check.ts";
import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import { removeMapping } from "../../src/mapping/definition/change.ts";
import {
	defineAttribute,
	listedAttributes,
	undefineAttribute,
} from "../../src/mapping/definition/change-attributes.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { compileMappings } from "../../src/mapping/user/compile.ts";
import { mapUser } from "../../src/mapping/user/map-user.ts";
import { describeSetChange, diffSets } from "../../src/mapping/versions.ts";
import type { Json } from "../../src/scim/resource.ts";
import { account, adaWith, mapping, setWith, source } from "../mapping/people.ts";
import { buildUser, defaultMappingSet, diffUser, missingFields } from "../mapping/sumo-defaults.ts";

const extension = "urn:example:scim:2.0:User";
const badge = `${extension}:badge`;
const own = (name: string, more: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
	...plainAttribute(name),
	...more,
});
const listed = (
	target: readonly AttributeDefinition[],
	mappings: readonly AttributeMapping[] = [],
	from: readonly AttributeDefinition[] = [],
): MappingSet => ({ ...setWith(...mappings), attributes: { source: from, target } });
const problems = (set: MappingSet, options: CheckOptions = {}) =>
	checkMappings(set, options).map(({ severity, code, target }) => `${severity} ${code} ${target}`);
const constant = (value: string) => ({ type: "constant", value }) as const;
const direct = (attribute: string) => ({ type: "direct", attribute }) as const;

describe("the checker", () => {
	it("takes a target near a listed one for a slip, and names that one", () => {
		const found = checkMappings(setWith(mapping("titel", constant("x"))));
		expect(found).toMatchObject([
			{ severity: "error", code: "unknown-target", target: "titel", suggestion: "title" },
		]);
		expect(problems(setWith(mapping("quota", constant("x"))))).toEqual(["warning unknown-target quota"]);
		expect(problems(listed([own("titel")], [mapping("titel", constant("x"))]))).toEqual([
			"warning undocumented-target titel",
		]);
	});

	it("compares extensions by what follows their schema", () => {
		expect(problems(setWith(mapping(`${extension}:manager`, constant("x"))))).toEqual([
			`warning undocumented-target ${extension}:manager`,
		]);
		const slip = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departement";
		expect(problems(setWith(mapping(slip, constant("x"))))).toEqual([`error unknown-target ${slip}`]);
	});

	it("wants what the list requires to be mapped, and kept", () => {
		const required = own(badge, { required: true });
		expect(problems(listed([required]))).toEqual([`error required-unmapped ${badge}`]);
		const set = listed([required], [mapping(badge, direct("employeeId"))]);
		expect(() => removeMapping(set, badge)).toThrow("required in the attribute list");
		const compiled = compileMappings(set);
		const user = buildUser(mapUser(compiled, source()));
		expect(missingFields(user, compiled.targets)).toEqual([badge]);
	});

	it("knows source attributes of the list, and which have several values", () => {
		const tags = own("tags", { multiValued: true });
		expect(problems(listed([], [mapping("title", "Item([tags], 1)")], [tags]))).toEqual([
			"warning undocumented-target title",
		]);
		expect(problems(listed([], [mapping("title", direct("TAGS"))], [tags]))).toContain(
			"warning several-values title",
		);
	});

	it("sees that a target with the core schema in front is the one without", () => {
		const long = "urn:ietf:params:scim:schemas:core:2.0:User:userName";
		expect(problems(setWith(mapping(long, direct("mail"))))).toEqual([`error duplicate-target ${long}`]);
		expect(() => removeMapping(defaultMappingSet, long)).toThrow("userName identifies the account");
	});
});

describe("a value", () => {
	const mapped = (type: AttributeType, value: string, more: Partial<AttributeDefinition> = {}): Json => {
		const set = listed([own(badge, { type, ...more })], [mapping(badge, constant(value))]);
		return mapUser(compileMappings(set), source()).values.at(-1)?.value ?? null;
	};

	it.each<[AttributeType, string, Json]>([
		["Integer", " 0017 ", 17],
		["Integer", "-3", -3],
		["Boolean", "true", true],
		["DateTime", "2020-01-02", "2020-01-02T00:00:00.000Z"],
		["DateTime", "1/2/2020 3:04:05 AM", "2020-01-02T03:04:05.000Z"],
		["DateTime", "2020-01-02T00:00:00+02:00", "2020-01-01T22:00:00.000Z"],
		["Binary", "AQID", "AQID"],
		["String", "17", "17"],
	])("becomes what the target takes: %s %j", (type, given, expected) => {
		expect(mapped(type, given)).toEqual(expected);
	});

	it.each<[AttributeType, string]>([
		["Integer", "1.5"],
		["Integer", "12345678901234567890"],
		["DateTime", "soon"],
		["DateTime", "10:30"],
		["Binary", "not base64!"],
		["Boolean", "maybe"],
	])("that does not fit is refused: %s %j", (type, given) => {
		expect(() => mapped(type, given)).toThrow(expect.objectContaining({ code: "AttributeValidationFailed" }));
		const set = listed([own(badge, { type })], [mapping(badge, constant(given))]);
		expect(problems(set)).toContain(`error unfit-value ${badge}`);
	});

	it("is the account that a reference leads to", () => {
		const set = listed([own(badge, { type: "Reference" })], [mapping(badge, direct("manager"))]);
		const environment = { reference: (id: string) => (id === "m1" ? "0A" : undefined) };
		const { values } = mapUser(compileMappings(set), source(adaWith({ manager: "m1" })), environment);
		expect(values.at(-1)?.value).toBe("0A");
	});

	it("may be a list where the attribute has several", () => {
		const several = listed([own(badge, { multiValued: true })], [mapping(badge, direct("otherMails"))]);
		const from = source(adaWith({ otherMails: ["a@x", "b@x"] }));
		expect(mapUser(compileMappings(several), from).values.at(-1)?.value).toEqual(["a@x", "b@x"]);
		const single = listed([own(badge)], [mapping(badge, direct("otherMails"))]);
		expect(() => mapUser(compileMappings(single), from)).toThrow("it takes one value, and there are 2");
	});
});

describe("comparing with the target", () => {
	const operations = (definition: AttributeDefinition, present: Json, wanted: string) => {
		const { name } = definition;
		const set = listed([definition], [mapping(name, constant(wanted))]);
		const had = name === badge ? { [extension]: { badge: present } } : { [name]: present };
		return diffUser(mapUser(compileMappings(set), source()), account(had)).operations.length;
	};

	it("takes a change of case for a change only where the list says exact", () => {
		expect(operations(own("title", { caseExact: true }), "boss", "Boss")).toBe(1);
		expect(operations(own("title", { caseExact: false }), "boss", "Boss")).toBe(0);
		const mail = 'emails[type eq "work"].value';
		const shouted = source(adaWith({ mail: "ADA@example.com" }));
		const diff = (target: readonly AttributeDefinition[]) =>
			diffUser(mapUser(compileMappings(listed(target)), shouted), account()).operations;
		expect(diff([])).toEqual([]);
		expect(diff([own(mail, { required: true, caseExact: true })])).toEqual([
			{ op: "replace", path: mail, value: "ADA@example.com" },
		]);
	});

	it("compares numbers and instants by what they are", () => {
		expect(operations(own(badge, { type: "Integer" }), 17, "017")).toBe(0);
		expect(operations(own(badge, { type: "Integer" }), 18, "017")).toBe(1);
		const date = own(badge, { type: "DateTime" });
		expect(operations(date, "2020-01-02T01:00:00+01:00", "2020-01-02")).toBe(0);
		expect(operations(date, "2020-01-03T00:00:00Z", "2020-01-02")).toBe(1);
	});

	it("compares lists without their order, and without case where it does not count", () => {
		const set = (caseExact: boolean) =>
			compileMappings(
				listed([own(badge, { multiValued: true, caseExact })], [mapping(badge, direct("otherMails"))]),
			);
		const from = source(adaWith({ otherMails: ["A@x", "b@x"] }));
		const present = account({ [extension]: { badge: ["b@x", "a@x"] } });
		expect(diffUser(mapUser(set(false), from), present).operations).toEqual([]);
		expect(diffUser(mapUser(set(true), from), present).operations).toHaveLength(1);
	});
});

describe("changing the list", () => {
	it("adds, changes and takes out entries, and says so", () => {
		const added = defineAttribute(defaultMappingSet, "target", own(badge, { type: "Integer" }));
		expect(listedAttributes(added, "target").at(-1)).toMatchObject({
			name: badge,
			type: "Integer",
			own: true,
		});
		const changed = defineAttribute(added, "target", own(badge.toUpperCase(), { required: true }));
		expect(changed.attributes.target).toHaveLength(1);
		expect(undefineAttribute(changed, "target", badge)).toEqual(defaultMappingSet);
		const caseless = defineAttribute(defaultMappingSet, "target", own("title"));
		expect(diffSets(defaultMappingSet, caseless).flatMap(describeSetChange)).toEqual([
			"~ target attribute title: exact case: yes → no",
		]);
		expect(diffSets(defaultMappingSet, added).flatMap(describeSetChange)).toEqual([
			`+ target attribute ${badge}: type Integer, primary key no, required no, multi-value no`,
		]);
		expect(diffSets(added, defaultMappingSet).flatMap(describeSetChange)).toEqual([
			`- target attribute ${badge}`,
		]);
	});

	it("leaves nothing behind when an entry says what is known anyway", () => {
		const caseless = defineAttribute(defaultMappingSet, "target", own("title"));
		expect(defineAttribute(caseless, "target", own("title", { caseExact: true }))).toEqual(defaultMappingSet);
	});

	it("refuses what Sumo Logic documents, and what Entra has", () => {
		const define = (side: "source" | "target", definition: AttributeDefinition) => () =>
			defineAttribute(defaultMappingSet, side, definition);
		expect(define("target", own("active"))).toThrow("Sumo Logic documents active as Boolean");
		expect(define("target", own("name.givenName"))).toThrow(expect.objectContaining({ code: "fixed" }));
		expect(define("target", own("name.givenName", { required: true }))).not.toThrow();
		expect(define("source", own("department"))).toThrow("known already");
		expect(() => undefineAttribute(defaultMappingSet, "source", "nothing")).toThrow(
			"not in the profile's own",
		);
	});
});
