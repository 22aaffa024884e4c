import { describe, expect, it } from "vitest";
import { operatorNamed } from "../../src/scoping/clause.ts";
import { ScopeError } from "../../src/scoping/errors.ts";
import { compileScope, describeClause } from "../../src/scoping/evaluate.ts";
import {
	type Clause,
	type Operator,
	operators,
	type Scope,
	type ScopingFilter,
} from "../../src/scoping/scope.ts";
import { defaultAccess } from "../../src/source/app-role.ts";
import type { Entitlement } from "../../src/source/entitlement.ts";
import type { AttributeValue, SourceUser } from "../../src/source/source-user.ts";

const user = (attributes: Record<string, AttributeValue>): SourceUser => ({ id: "u1", attributes });
const assigned: readonly Entitlement[] = [
	{ role: defaultAccess, assignmentId: "a1", via: { type: "group", id: "g", displayName: "Sales" } },
];
const scope = (filters: readonly ScopingFilter[], more: Partial<Scope> = {}): Scope => ({
	users: "assigned",
	filters,
	skipOutOfScopeDeletions: false,
	...more,
});
const clause = (attribute: string, operator: Operator, value = ""): Clause => ({
	attribute,
	operator,
	value,
});
const judge = (filters: readonly ScopingFilter[], who: SourceUser, more: Partial<Scope> = {}) =>
	compileScope(scope(filters, more)).evaluate(who, assigned);

describe("an operator", () => {
	const cases: readonly (readonly [Operator, string, AttributeValue, boolean])[] = [
		["EQUALS", "Sales", "Sales", true],
		["EQUALS", "sales", "Sales", false],
		["EQUALS", "7", 7, true],
		["EQUALS", "true", true, true],
		["NOT EQUALS", "Sales", "Marketing", true],
		["NOT EQUALS", "Sales", "Sales", false],
		["IS TRUE", "", true, true],
		["IS TRUE", "", "True", true],
		["IS TRUE", "", false, false],
		["IS FALSE", "", false, true],
		["IS FALSE", "", "x", false],
		["IS NULL", "", null, true],
		["IS NULL", "", "", true],
		["IS NULL", "", "x", false],
		["IS NOT NULL", "", "x", true],
		["IS NOT NULL", "", "", false],
		["REGEX MATCH", ".*\\@domain.com", "ada@domain.com", true],
		["REGEX MATCH", ".*\\@domain.com", "ada@DOMAIN.com", false],
		["REGEX MATCH", "(1[0-9][0-9][0-9][0-9][0-9][0-9])", 1500000, true],
		["NOT REGEX MATCH", ".*\\@domain.com", "ada@other.com", true],
		["NOT REGEX MATCH", ".*\\@domain.com", "ada@domain.com", false],
		["GREATER_THAN", "10", "11", true],
		["GREATER_THAN", "10", 10, false],
		["GREATER_THAN", "9007199254740992", "9007199254740993", true],
		["GREATER_THAN", "10", "9.5e3", false],
		["GREATER_THAN_OR_EQUALS", "10", 10, true],
		["GREATER_THAN_OR_EQUALS", "10", "x", false],
		["INCLUDES", "ale", "Sales", true],
		["INCLUDES", "ALE", "Sales", false],
		["ENDS_WITH", "@domain.com", "ada@domain.com", true],
		["ENDS_WITH", "@domain.com", "ada@domain.com.org", false],
		["&", "2", 514, true],
		["&", "2", "512", false],
		["!&", "2", 512, true],
		["!&", "2", 514, false],
		["&", "Sales;Marketing", "Sales", true],
		["!&", "Sales;Marketing", "Legal", true],
	];

	it.each(cases)("%s %j on %j is %s", (operator, value, actual, holds) => {
		const filters = [{ name: "f", clauses: [clause("x", operator, value)] }];
		expect(judge(filters, user({ x: actual })).inScope).toBe(holds);
	});

	const onNull: readonly Operator[] = [
		"EQUALS",
		"NOT EQUALS",
		"IS TRUE",
		"IS FALSE",
		"IS NOT NULL",
		"REGEX MATCH",
		"NOT REGEX MATCH",
		"GREATER_THAN",
		"GREATER_THAN_OR_EQUALS",
		"INCLUDES",
		"ENDS_WITH",
		"&",
		"!&",
	];

	it.each(onNull)("%s is false on a null, empty or unread value", (operator) => {
		const filters = [{ name: "f", clauses: [clause("x", operator, "0")] }];
		for (const who of [user({ x: null }), user({ x: "" }), user({})]) {
			expect(judge(filters, who).inScope).toBe(false);
		}
	});

	it("judges every kind of value: null and empty never hold, numbers and booleans as their text", () => {
		const values: readonly AttributeValue[] = [null, "", "10", "9", "True", "false", 10, 0, true, false];
		const held: readonly (readonly [Operator, string, string])[] = [
			["EQUALS", "10", "..x...x..."],
			["EQUALS", "True", "....x...x."],
			["EQUALS", "false", ".....x...x"],
			["NOT EQUALS", "10", "...xxx.xxx"],
			["IS TRUE", "", "....x...x."],
			["IS FALSE", "", ".....x...x"],
			["IS NULL", "", "xx........"],
			["IS NOT NULL", "", "..xxxxxxxx"],
			["REGEX MATCH", "^1", "..x...x..."],
			["NOT REGEX MATCH", "^1", "...xxx.xxx"],
			["GREATER_THAN", "9", "..x...x..."],
			["GREATER_THAN_OR_EQUALS", "9", "..xx..x..."],
			["INCLUDES", "0", "..x...xx.."],
			["ENDS_WITH", "e", "....xx..xx"],
			["&", "2", "..x...x..."],
			["!&", "2", "...xxx.xxx"],
		];
		for (const [operator, value, expected] of held) {
			const filters = [{ name: "f", clauses: [clause("x", operator, value)] }];
			const marks = values.map((x) => (judge(filters, user({ x })).inScope ? "x" : "."));
			expect(`${operator} ${value} ${marks.join("")}`).toBe(`${operator} ${value} ${expected}`);
			for (const x of [[], ["10"], ["10", "9"]]) {
				expect(() => judge(filters, user({ x }))).toThrow(expect.objectContaining({ code: "multi-valued" }));
			}
		}
		expect(new Set(held.map(([operator]) => operator))).toEqual(new Set(operators));
	});

	it("is found by its name in any case", () => {
		expect(operatorNamed("Greater_Than_OR_EQUALS")).toBe("GREATER_THAN_OR_EQUALS");
		expect(operatorNamed("includes")).toBe("INCLUDES");
		expect(operatorNamed("IS_NOT_NULL")).toBe("IS NOT NULL");
		expect(operatorNamed("NotRegexMatch")).toBe("NOT REGEX MATCH");
		expect(operatorNamed("IsMemberOf")).toBe(undefined);
	});
});

describe("judge", () => {
	const sales = { name: "Sales", clauses: [clause("department", "EQUALS", "Sales")] };
	const french = {
		name: "French staff",
		clauses: [clause("country", "EQUALS", "FR"), clause("userType", "EQUALS", "Member")],
	};

	it("wants every clause of a filter, and one filter", () => {
		const filters = [sales, french];
		expect(judge(filters, user({ department: "Sales" })).inScope).toBe(true);
		expect(judge(filters, user({ country: "FR", userType: "Member" })).inScope).toBe(true);
		expect(judge(filters, user({ country: "FR", userType: "Guest" })).inScope).toBe(false);
	});

	it("says why, step by step", () => {
		expect(judge([french], user({ country: "FR", userType: "Guest" }))).toEqual({
			inScope: false,
			reason: "OutOfScope",
			steps: [
				{
					description: "Assigned to the application",
					found: "Default Access through Sales",
					holds: true,
					clauses: [],
				},
				{
					description: "Scoping filter French staff",
					found: "",
					holds: false,
					clauses: [
						{ description: 'country EQUALS "FR"', found: '"FR"', holds: true, clauses: [] },
						{ description: 'userType EQUALS "Member"', found: '"Guest"', holds: false, clauses: [] },
					],
				},
			],
		});
	});

	it("lets in only the assigned, or all", () => {
		const judgeBare = (users: Scope["users"]) => compileScope(scope([], { users })).evaluate(user({}), []);
		expect(judgeBare("assigned")).toMatchObject({ inScope: false, reason: "NotAssigned" });
		expect(judgeBare("all")).toMatchObject({ inScope: true, reason: null });
	});

	it("reads attributes under Entra's names", () => {
		const filters = [{ name: "f", clauses: [clause("physicalDeliveryOfficeName", "EQUALS", "London")] }];
		expect(judge(filters, user({ officeLocation: "London" })).inScope).toBe(true);
		expect(compileScope(scope(filters)).attributes).toEqual(["officeLocation"]);
	});
});

describe("compileScope", () => {
	it.each<[string, Clause, ScopeError["code"]]>([
		["a multi-valued attribute", clause("proxyAddresses", "EQUALS", "a"), "multi-valued"],
		["a limit that is no integer", clause("x", "GREATER_THAN", "1.5"), "not-an-integer"],
		["a broken pattern", clause("x", "REGEX MATCH", "(a"), "invalid-pattern"],
		["no attribute", clause(" ", "EQUALS", "a"), "no-attribute"],
	])("refuses %s", (_, broken, code) => {
		const filters = [{ name: "f", clauses: [clause("y", "IS NULL"), broken] }];
		expect(() => compileScope(scope(filters))).toThrow(
			expect.objectContaining({ code, filter: "f", clause: 1 }),
		);
	});

	it("rejects a filter without clauses, which would match all users", () => {
		expect(() => compileScope(scope([{ name: "f", clauses: [] }]))).toThrow(ScopeError);
	});

	it("does not hang on a pattern that backtracks without end, and names the user", () => {
		const filters = [{ name: "f", clauses: [clause("x", "REGEX MATCH", "^(a+)+\\1b$")] }];
		const who = user({ x: `${"a".repeat(5000)}!`, displayName: "Ada" });
		expect(() => judge(filters, who)).toThrow(
			expect.objectContaining({ code: "pattern-too-slow", message: expect.stringContaining("x of Ada") }),
		);
	});

	it("refuses to judge by an attribute that turns out to have several values", () => {
		const filters = [{ name: "f", clauses: [clause("extension_tags", "EQUALS", "a")] }];
		expect(() => judge(filters, user({ extension_tags: ["a"] }))).toThrow(
			expect.objectContaining({ code: "multi-valued" }),
		);
	});
});

describe("describeClause", () => {
	it("says it for people, without a value where the operator takes none", () => {
		expect(describeClause(clause("state", "EQUALS", "NY"))).toBe('state EQUALS "NY"');
		expect(describeClause(clause("jobTitle", "IS NOT NULL"))).toBe("jobTitle IS NOT NULL");
	});
});
