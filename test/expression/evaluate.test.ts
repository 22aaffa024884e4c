import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	compile,
	DateTime,
	ExpressionCallError,
	ExpressionError,
	evaluate,
	fromJson,
	type Input,
	RoleAssignments,
	toJson,
	toText,
	UniquenessUnknownError,
} from "../../src/expression/index.ts";
import { expressions } from "./arbitrary.ts";
import { failureOf, resultOf } from "./evaluate.ts";

/** The message of the error that an expression ends in; `""` for none. */
function failureMessage(expression: string, input: Input): string {
	try {
		evaluate(compile(expression), input, { isTaken: () => false });
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return error.message;
	}
	return "";
}

describe("evaluate", () => {
	it("reads attributes in any case, the exact name first, and never what an object inherits", () => {
		expect(resultOf("[GIVENNAME]", { givenName: "Ada" })).toBe("Ada");
		expect(resultOf("[a]", { A: "upper", a: "lower" })).toBe("lower");
		expect(resultOf("[constructor]")).toBeNull();
		expect(resultOf("[__proto__]")).toBeNull();
	});

	it("asks a resolver for attributes by the name as written", () => {
		const compiled = compile("Append([First], [last])");
		expect(evaluate(compiled, (name) => (name === "First" ? "x" : undefined)).value).toBe("x");
	});

	it("refuses unknown functions and wrong numbers of arguments before any evaluation, with the place", () => {
		const refusals = [
			"Apend([a], 1)",
			"Left([a])",
			"Left([a], )",
			'Switch([a], , "x")',
			"Now(1)",
			"Append([a], word)",
		];
		const found = refusals.map((text) => {
			try {
				compile(text);
			} catch (error) {
				if (error instanceof ExpressionCallError)
					return [error.code, text.slice(error.span.start, error.span.end)];
			}
			return [];
		});
		expect(found).toEqual([
			["UnknownFunction", "Apend"],
			["ArgumentCount", "Left([a])"],
			["MissingArgument", " "],
			["ArgumentCount", 'Switch([a], , "x")'],
			["ArgumentCount", "Now(1)"],
			["UnexpectedWord", "word"],
		]);
	});

	it("compiles what it can name only", () => {
		expect(() => compile("Apend([a], 1)")).toThrow("Did you mean Append?");
	});

	it("throws nothing but its own errors, at a place in the text (property)", () => {
		const input = {
			a: "John O'Neill",
			givenName: "Zoë",
			list: ["x", "y", "x"],
			roles: new RoleAssignments([{ id: "1", value: "Analyst", displayName: "Analyst" }]),
			Émile: "2020-02-29",
		};
		fc.assert(
			fc.property(expressions, (text) => {
				try {
					evaluate(compile(text), input, { isTaken: () => false });
				} catch (error) {
					if (!(error instanceof ExpressionError)) throw error;
					expect(error.span.end).toBeLessThanOrEqual(text.length);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it("evaluates 200 nested calls and a call of 3,000 arguments", () => {
		expect(resultOf(`${"Not(".repeat(200)}"True"${")".repeat(200)}`)).toBe(true);
		expect(resultOf(`Join("", ${'"x", '.repeat(3000)}"")`)).toBe("x".repeat(3000));
	});

	it("refuses to grow texts without end", () => {
		let expression = '"aaaaaaaaaa"';
		for (let turn = 0; turn < 20; turn++) expression = `Replace(${expression}, "a", , , "aaaaaaaaaa", , )`;
		expect(failureOf(expression)?.code).toBe("ValueTooLong");
		expect(
			failureOf(`Replace([a], , "x*", , "${"y".repeat(30_000)}", , )`, { a: "z".repeat(1000) })?.code,
		).toBe("ValueTooLong");
	});

	it("gives the argument with a value of the wrong form", () => {
		expect(failureOf("Left([a], [b])", { a: "x", b: "y" })).toEqual({ code: "NotANumber", at: "[b]" });
		expect(failureOf('Append([a], "x")', { a: ["1", "2"] })).toEqual({ code: "NotSingleValued", at: "[a]" });
		expect(failureOf("CDate([a])", { a: "soon" })).toEqual({ code: "NotADate", at: "[a]" });
		expect(failureOf("CBool([a])", { a: "perhaps" })).toEqual({ code: "NotABoolean", at: "[a]" });
		expect(failureOf("AppRoleAssignments([a])", { a: "x" })).toEqual({
			code: "NotRoleAssignments",
			at: "[a]",
		});
	});

	it("keeps values out of its messages, which logs hold", () => {
		expect(() => resultOf("CDate([birthday])", { birthday: "secret" })).toThrow(/^(?!.*secret)/u);
		const computed = [
			'Replace("a", , [s], , "b", , )',
			'Replace("a", , "a", [s], "b", , )',
			'FormatDateTime("2020", , [s], "yyyy")',
			'FormatDateTime("2020", "Se cret", "yyyy", "yyyy")',
		];
		for (const s of ["\\p{secret}", "(?<secret-1>", "\\k<secret>", "'secret", "secret"])
			for (const text of computed) expect(failureMessage(text, { s })).not.toContain("secret");
	});

	it("keeps values out of its messages, whatever they are (property)", () => {
		const value = fc.string({ minLength: 4, maxLength: 8, unit: fc.constantFrom(..."wxyz([{\\'?<") });
		fc.assert(
			fc.property(expressions, value, (text, secret) => {
				fc.pre(!text.includes(secret));
				const message = failureMessage(text, () => secret);
				expect(message).not.toContain(secret);
			}),
			{ numRuns: 500 },
		);
	});

	it("gives the position inside a constant pattern or date format", () => {
		expect(failureOf('Replace("a", , "\\\\d(", , "b", , )')).toEqual({ code: "InvalidPattern", at: "(" });
		expect(failureOf(`FormatDateTime("2020", , "yyyy 'at", "yyyy")`)).toEqual({
			code: "InvalidDateFormat",
			at: "'",
		});
		expect(failureOf('Replace("a", , [p], , "b", , )', { p: "x(" })).toEqual({
			code: "InvalidPattern",
			at: "[p]",
		});
	});
});

describe("null and empty", () => {
	it("stays null through functions of one text", () => {
		for (const call of [
			'Append([a], "x")',
			"ToLower([a])",
			"StripSpaces([a])",
			"Mid([a], 1, 2)",
			'Split([a], ",")',
		])
			expect(resultOf(call)).toBeNull();
	});

	it("compares null as equal to an empty text, and as neither greater nor smaller", () => {
		expect(resultOf('IIF([a] = "", 1, 2)')).toBe(1);
		expect(resultOf('IIF([a] <> "x", 1, 2)')).toBe(1);
		expect(resultOf("IIF([a] > 0, 1, 2)")).toBe(2);
		expect(resultOf("IIF([a] < 0, 1, 2)")).toBe(2);
	});

	it("fails an IIF on a null or empty attribute in a strict run, as Entra does", () => {
		const expression = 'IIF(IsNullOrEmpty([country]), "Other", [country])';
		expect(resultOf(expression)).toBe("Other");
		expect(failureOf(expression, {}, { strict: true })).toEqual({
			code: "NullCondition",
			at: "IsNullOrEmpty([country])",
		});
		expect(failureOf('IIF([c] = "", 1, 2)', { c: "" }, { strict: true })?.code).toBe("NullCondition");
		expect(resultOf('IIF([c] = "x", 1, 2)', { c: "x" }, { strict: true })).toBe(1);
		expect(resultOf('Switch([c], [c], "", "Other")', {}, { strict: true })).toBe("Other");
	});

	it("yields null for a Switch without default and match, and the default as given otherwise", () => {
		expect(resultOf('Switch([a], , "x", "y")', { a: "z" })).toBeNull();
		expect(resultOf('Switch([a], "", "x", "y")', { a: "z" })).toBe("");
		expect(resultOf('Switch([a], "none", "X", "y")', { a: "x" })).toBe("none");
	});

	it("drops an attribute from the flow, also from inside another call, but not from a branch not taken", () => {
		const drop = (text: string) => evaluate(compile(text), {});
		expect(drop("IgnoreFlowIfNullOrEmpty([a])")).toEqual({ value: null, dropped: true, redacted: false });
		expect(drop('Append("x", IgnoreFlowIfNullOrEmpty([a]))')).toEqual({
			value: null,
			dropped: true,
			redacted: false,
		});
		expect(drop('IIF("True", "x", IgnoreFlowIfNullOrEmpty([a]))').dropped).toBe(false);
	});

	it("marks a redacted value and lets it flow", () => {
		expect(evaluate(compile("ToUpper(Redact([a]))"), { a: "x" })).toEqual({
			value: "X",
			dropped: false,
			redacted: true,
		});
	});
});

describe("conditions", () => {
	it("compares texts by case, and numbers and dates by size", () => {
		expect(resultOf('CBool("a" = "A")')).toBe(false);
		expect(resultOf('CBool([n] > "9")', { n: "10" })).toBe(true);
		expect(resultOf('CBool("007" = "7")')).toBe(false);
		expect(resultOf('CBool(7 = "007")')).toBe(true);
		expect(resultOf('CBool("b" > "a")')).toBe(true);
		expect(resultOf('CBool(CDate("2020-01-02") > CDate("2020-01-01"))')).toBe(true);
		expect(resultOf('CBool([on] = "true")', { on: true })).toBe(true);
		expect(resultOf("CBool([list] = [list])", { list: ["a", "b"] })).toBe(true);
	});

	it("evaluates only the branch that it takes", () => {
		expect(resultOf('IIF("True", "yes", CDate("no date"))')).toBe("yes");
		expect(resultOf('Switch("a", CDate("x"), "a", 1, "b", CDate("y"))')).toBe(1);
		expect(resultOf('Coalesce([a], "x", CDate("y"))')).toBe("x");
	});

	it("shows booleans as True and False", () => {
		expect(
			resultOf('Switch([IsSoftDeleted], , "False", "True", "True", "False")', { IsSoftDeleted: false }),
		).toBe("True");
		expect(resultOf('Append([on], "!")', { on: true })).toBe("True!");
	});
});

describe("text", () => {
	it("never leaves half a surrogate pair", () => {
		expect(resultOf("Left([a], 2)", { a: "a😀b" })).toBe("a");
		expect(resultOf("Left([a], 3)", { a: "a😀b" })).toBe("a😀");
		expect(resultOf("Mid([a], 3, 2)", { a: "a😀b" })).toBe("b");
	});

	it("takes a part that starts at 1 or later only", () => {
		expect(failureOf('Mid("x", 0, 1)')).toEqual({ code: "InvalidArgument", at: "0" });
		expect(failureOf('InStr("x", "x", 0)')).toEqual({ code: "InvalidArgument", at: "0" });
		expect(failureOf('InStr("x", "x", 1, vbCompare)')).toBeDefined();
	});

	it("removes marks from Latin letters only, composed or combining", () => {
		expect(resultOf('NormalizeDiacritics("āā́ǡa̱å̄ c̄ē̂u̇̄ ỹ ȱ ǣ ø̄ œ̄ İı ŁłẞẠ")')).toBe(
			"aaaaa ceu y o ae oe oe Ii LlẞA",
		);
		expect(resultOf('NormalizeDiacritics("が Ёлка 한국 שָׁלוֹם")')).toBe("が Ёлка 한국 שָׁלוֹם".normalize("NFC"));
	});

	it("keeps one character for one in every culture", () => {
		expect(resultOf('ToUpper("ß ﬁ ŉ ǰ ᾳ")')).toBe("ß ﬁ ŉ ǰ ᾼ");
		expect(resultOf('ToLower("ΟΔΟΣ")')).toBe("οδοσ");
		expect(resultOf('ToLower("Iİ")')).toBe("iİ");
		expect(resultOf('ToUpper("iı")')).toBe("Iı");
		expect(resultOf('ToLower("Iİ", "tr-TR")')).toBe("ıi");
		expect(resultOf('ToUpper("iı", "az-Latn-AZ")')).toBe("İI");
		expect(resultOf('ToLower("ÌJ", "lt-LT")')).toBe("ìj");
		expect(resultOf('ToUpper("𐐨")')).toBe("𐐀");
		expect(failureOf("ToUpper([a], [c])", { a: "x", c: "no culture" })).toEqual({
			code: "InvalidArgument",
			at: "[c]",
		});
	});
});

describe("multiple values", () => {
	it("joins lists, skips null and empty, splits and trims", () => {
		expect(resultOf('Join(",", [a], [b], "", [c])', { a: ["1", "", "2"], c: "3" })).toBe("1,2,3");
		expect(resultOf('Split(" a ;b;; c", ";")')).toEqual(["a", "b", "", "c"]);
		expect(resultOf('Split("", ";")')).toEqual([]);
		expect(resultOf('Split("ab", "")')).toEqual(["ab"]);
	});

	it("counts items from 1", () => {
		expect(resultOf("Item([a], 0)", { a: ["x"] })).toBeNull();
		expect(resultOf("Item([a], 2)", { a: ["x"] })).toBeNull();
		expect(resultOf("Item([a], 1)", { a: "x" })).toBe("x");
	});
});

describe("roles", () => {
	const appRoleAssignments = fromJson([
		{ id: "0", value: null, displayName: "Default Access" },
		{ id: "1", value: "Analyst", displayName: "Analyst" },
		{ id: "2", value: "Analyst", displayName: "Analyst by group" },
	]);

	it("leaves out default access and repeated roles", () => {
		expect(resultOf("AppRoleAssignments([appRoleAssignments])", { appRoleAssignments })).toEqual(["Analyst"]);
		expect(resultOf("SingleAppRoleAssignment([appRoleAssignments])", { appRoleAssignments })).toBe("Analyst");
	});

	it("has no roles for a user without", () => {
		expect(resultOf("AppRoleAssignments([appRoleAssignments])")).toEqual([]);
		expect(resultOf("SingleAppRoleAssignment([appRoleAssignments])")).toBeNull();
	});

	it("gives structured roles as the objects that Entra sends", () => {
		const value = resultOf("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", {
			appRoleAssignments,
		});
		expect(toJson(value)).toEqual([
			{ primary: false, type: "WindowsAzureActiveDirectoryRole", display: "Analyst", value: "Analyst" },
		]);
	});
});

describe("SelectUniqueValue", () => {
	const expression = "SelectUniqueValue([a], [b], [c])";
	const input = { a: "one", b: null, c: "three" };

	it("takes the first value that is free", () => {
		expect(resultOf(expression, input, { isTaken: (value) => value === "one" })).toBe("three");
	});

	it("requests a lookup of an unknown value", () => {
		const ask = () => resultOf(expression, input, { isTaken: () => undefined });
		expect(ask).toThrow(UniquenessUnknownError);
		expect(ask).toThrow(expect.objectContaining({ value: "one" }));
	});

	it("fails without a target, and when all are taken", () => {
		expect(failureOf(expression, input)?.code).toBe("NoTarget");
		expect(failureOf(expression, input, { isTaken: () => true })?.code).toBe("NoUniqueValue");
	});
});

describe("random values", () => {
	it("come from the environment's generator", () => {
		expect(resultOf("Guid()", {}, { random: () => 0 })).toBe("00000000-0000-4000-8000-000000000000");
	});

	it("hold at least what RandomString's minimums ask, whatever they are (property)", () => {
		const count = fc.integer({ min: 0, max: 20 });
		fc.assert(
			fc.property(count, count, count, count, (numbers, special, capital, lower) => {
				const length = numbers + special + capital + lower + 5;
				const text = toText(
					resultOf(`RandomString(${length}, ${numbers}, ${special}, ${capital}, ${lower}, "0aA!")`),
				);
				expect(text).toHaveLength(length);
				expect(text.replace(/[^0-9]/gu, "").length).toBeGreaterThanOrEqual(numbers);
				expect(text.replace(/[0-9A-Za-z]/gu, "").length).toBeGreaterThanOrEqual(special);
				expect(text.replace(/[^A-Z]/gu, "").length).toBeGreaterThanOrEqual(capital);
				expect(text.replace(/[^a-z]/gu, "").length).toBeGreaterThanOrEqual(lower);
				expect(text).not.toMatch(/[0aA!]/u);
			}),
		);
	});

	it("refuse what cannot be made", () => {
		expect(failureOf("RandomString(3, 2, 2, 0, 0)")?.code).toBe("InvalidArgument");
		expect(failureOf("RandomString(257, 0, 0, 0, 0)")?.code).toBe("InvalidArgument");
		expect(failureOf('RandomString(3, 1, 0, 0, 0, "0123456789")')?.code).toBe("InvalidArgument");
	});
});

describe("values as JSON", () => {
	it("come and go unchanged", () => {
		for (const json of [null, "x", 1.5, true, ["a", "b"], [{ id: "1", value: "v", displayName: "d" }]])
			expect(toJson(fromJson(json))).toEqual(json);
		expect(() => fromJson({ a: 1 })).toThrow(TypeError);
	});

	it("write dates as Entra shows them and big integers exactly", () => {
		expect(toJson(DateTime.fromDate(new Date("2020-03-16T19:05:00Z")))).toBe("3/16/2020 7:05:00 PM");
		expect(toJson(132539615990000000n)).toBe(132539615990000000);
		expect(toJson(9223372036854775807n)).toBe("9223372036854775807");
		expect([1e16, 1e-5, 0.1, -2.5, 123456789012].map(toText)).toEqual([
			"1E+16",
			"1E-05",
			"0.1",
			"-2.5",
			"123456789012",
		]);
	});
});
