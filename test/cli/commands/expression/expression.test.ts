import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkExpression } from "../../../../src/cli/commands/expression/check.ts";
import { evalExpression } from "../../../../src/cli/commands/expression/eval.ts";
import { explainExpression } from "../../../../src/cli/commands/expression/explain.ts";
import { formatExpression } from "../../../../src/cli/commands/expression/format.ts";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { exitCode } from "../../../../src/cli/output/exit-code.ts";
import { functions, toJson } from "../../../../src/expression/index.ts";
import { fakeStreams } from "../../fake-streams.ts";

const json = { json: true };
const words = { json: false };

function evaluated(text: string, input?: string) {
	const { streams, json: records } = fakeStreams();
	const code = evalExpression(text, { json: true, ...(input === undefined ? {} : { input }) }, streams);
	return { code, record: records()[0] };
}

describe("expression eval", () => {
	it("prints the value as JSON", () => {
		expect(evaluated('Append([mail], ".test")', '{"mail": "a@b.c"}')).toEqual({
			code: exitCode.done,
			record: { value: "a@b.c.test" },
		});
	});

	it("finds attributes in any case, the exact name first", () => {
		expect(evaluated("Append([MAIL], [mail])", '{"Mail": "x", "mail": "y"}').record).toEqual({ value: "xy" });
	});

	it("prints date-times in the form of CDate", () => {
		expect(evaluated('CDate("2021-06-30+08:00")').record).toEqual({ value: "6/29/2021 4:00:00 PM" });
	});

	it("takes arrays for several values, and objects for role assignments", () => {
		const input = {
			otherMails: ["a", "b"],
			appRoleAssignments: [{ id: "1", value: "Analyst", displayName: "Analyst" }],
		};
		expect(evaluated("Count([otherMails])", JSON.stringify(input)).record).toEqual({ value: 2 });
		expect(evaluated("AppRoleAssignments([appRoleAssignments])", JSON.stringify(input)).record).toEqual({
			value: ["Analyst"],
		});
	});

	it("reports with line and column why there is no value", () => {
		expect(evaluated('Append("a",\n  Lefd("b", 1))')).toEqual({
			code: exitCode.error,
			record: {
				error: {
					code: "UnknownFunction",
					message: "There is no function Lefd. Did you mean Left?",
					line: 2,
					column: 3,
				},
			},
		});
	});

	it("marks a value that was dropped from the flow", () => {
		expect(evaluated("IgnoreFlowIfNullOrEmpty([department])").record).toEqual({ value: null, dropped: true });
	});

	it("lets SelectUniqueValue choose among the values that are not taken", () => {
		const { streams, json: records } = fakeStreams();
		evalExpression('SelectUniqueValue("Ann", "Bea")', json, streams);
		evalExpression('SelectUniqueValue("Ann", "Bea")', { json: true, taken: ["ann"] }, streams);
		expect(records()).toEqual([{ value: "Ann" }, { value: "Bea" }]);
	});

	it("fails where Entra would when asked to", () => {
		const { streams, json: records } = fakeStreams();
		const text = 'IIF([country] = "US", "a", "b")';
		expect(evalExpression(text, { json: true, entraStrict: true }, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([{ error: { code: "NullCondition" } }]);
	});

	it("prints plain text, and marks the position of an error below it, without --json", () => {
		const good = fakeStreams();
		evalExpression('"a"', words, good.streams);
		expect(good.printed).toEqual(["a"]);
		const bad = fakeStreams();
		evalExpression('Left("a",\n\tCDate("x"))', words, bad.streams);
		expect(bad.printed).toEqual([]);
		expect(bad.said[0]).toMatch(/^NotADate at line 2, column \d+: /);
		expect(bad.said[1]).toBe('   CDate("x"))');
		expect(bad.said[2]?.trim()).toBe("^");
	});

	it("lets no control character through to a terminal, as text or as JSON", () => {
		const input = JSON.stringify({ displayName: "a\u001B[31mb\u009B31m\u202Ec" });
		const text = fakeStreams();
		evalExpression("[displayName]", { json: false, input }, text.streams);
		expect(text.printed).toEqual(["abc"]);
		const lines = fakeStreams();
		evalExpression("[displayName]", { json: true, input }, lines.streams);
		expect(lines.printed[0]).toMatch(/^[ -~]+$/);
		expect(lines.json()).toEqual([{ value: "a\u001B[31mb\u009B31m\u202Ec" }]);
	});

	it("reads the input from a file after @", () => {
		const file = join(mkdtempSync(join(tmpdir(), "expression-")), "user.json");
		writeFileSync(file, '\uFEFF{"mail": "a@b.c"}');
		expect(evaluated("[mail]", `@${file}`).record).toEqual({ value: "a@b.c" });
	});

	it.each([
		["no JSON", "{mail}", "--input: this is not JSON"],
		["no object", "[1]", "--input takes a JSON object"],
		[
			"a missing file",
			"@/nowhere/user.json",
			"--input @/nowhere/user.json cannot be read: there is no such file.",
		],
		["an object as an attribute", '{"mail": {"a": 1}}', "The input's mail cannot be read"],
	])("refuses %s as input", (_name, input, message) => {
		expect(() => evaluated("[mail]", input)).toThrow(UsageError);
		expect(() => evaluated("[mail]", input)).toThrow(message);
	});

	it("yields the outputs that the function reference shows", () => {
		const shown = functions
			.flatMap(({ examples }) => examples)
			.flatMap(({ output, ...example }) => (output instanceof RegExp ? [] : [{ ...example, output }]))
			.filter(({ expression }) => !expression.includes("Now()"));
		expect(shown.length).toBeGreaterThan(60);
		for (const { expression, input = {}, output } of shown) {
			const attributes = Object.entries(input).map(([name, value]) => [name, toJson(value)]);
			const { record } = evaluated(expression, JSON.stringify(Object.fromEntries(attributes)));
			// The reference shows file times as text; they are numbers.
			const isNumber =
				typeof record === "object" &&
				record !== null &&
				"value" in record &&
				typeof record.value === "number";
			expect(record, expression).toMatchObject({ value: isNumber ? Number(output) : toJson(output) });
		}
	});
});

describe("expression check", () => {
	it("lists the problems with places and fails", () => {
		const { streams, json: records } = fakeStreams();
		expect(checkExpression('Replac([mail], "a")', json, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([
			{
				problems: [{ severity: "error", code: "UnknownFunction", line: 1, column: 1, suggestion: "Replace" }],
			},
		]);
	});

	it("passes a good expression, and one with warnings only", () => {
		const good = fakeStreams();
		expect(checkExpression("ToLower([displayName])", words, good.streams)).toBe(exitCode.done);
		expect(good.printed).toEqual(["No problems."]);
		const own = fakeStreams();
		expect(checkExpression("ToLower([shoeSizeInEurope])", words, own.streams)).toBe(exitCode.done);
		expect(own.printed[0]).toMatch(/^warning at line 1, column 9: /);
	});

	it("takes a slip in an attribute's name for an error, with the nearest name", () => {
		const { streams, printed } = fakeStreams();
		expect(checkExpression("ToLower([displayNam])", words, streams)).toBe(exitCode.error);
		expect(printed[0]).toContain("displayName");
		expect(printed.slice(1)).toEqual(["  ToLower([displayNam])", "          ^^^^^^^^^^^^"]);
	});

	it("accepts the attributes of the input, and custom names of the tenant", () => {
		const { streams, printed } = fakeStreams();
		checkExpression("ToLower([displayNam])", { json: false, input: '{"displayNam": 1}' }, streams);
		checkExpression("ToLower([extension_0123_badge])", words, streams);
		expect(printed).toEqual(["No problems.", "No problems."]);
	});

	it("reports text that is not an expression in the same way", () => {
		const { streams, json: records } = fakeStreams();
		expect(checkExpression('Left("a', json, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([{ problems: [{ code: "UnterminatedString", line: 1, column: 6 }] }]);
	});
});

describe("expression explain", () => {
	it("shows the value of every part, and the branch that was not taken", () => {
		const { streams, printed } = fakeStreams();
		const text = 'IIF([country] = "US", Append([a], "!"), "b")';
		expect(explainExpression(text, { json: false, input: '{"country": "FR"}' }, streams)).toBe(exitCode.done);
		expect(printed).toEqual([
			`${text} → "b"`,
			'  [country] = "US" → "False"',
			'    [country] → "FR"',
			'    "US" → "US"',
			'  Append([a], "!") → not evaluated',
			"    [a] → not evaluated",
			'    "!" → not evaluated',
			'  "b" → "b"',
		]);
	});

	it("prints the value and the tree as JSON", () => {
		const { streams, json: records } = fakeStreams();
		explainExpression("Count([mails])", { json: true, input: '{"mails": ["a"]}' }, streams);
		expect(records()).toEqual([
			{
				value: 1,
				explanation: {
					text: "Count([mails])",
					span: { start: 0, end: 14 },
					value: 1,
					children: [{ text: "[mails]", span: { start: 6, end: 13 }, value: ["a"], children: [] }],
				},
			},
		]);
	});

	it("shows nothing of what Redact hides, as text and as JSON", () => {
		const { streams, printed } = fakeStreams();
		const text = 'Join("-", Redact([pin]), [PIN], [city])';
		const input = '{"pin": "s3cret", "city": "Oslo"}';
		for (const json of [false, true]) explainExpression(text, { json, input }, streams);
		expect(printed.slice(0, 6)).toEqual([
			`${text} → [Redact]`,
			'  "-" → "-"',
			"  Redact([pin]) → [Redact]",
			"    [pin] → [Redact]",
			"  [PIN] → [Redact]",
			'  [city] → "Oslo"',
		]);
		expect(printed.join()).not.toContain("s3cret");
	});

	it("fails with the error of the part at fault", () => {
		const { streams, json: records } = fakeStreams();
		expect(explainExpression('Append("a", CDate("x"))', json, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([
			{
				error: { code: "NotADate" },
				explanation: { children: [{ value: "a" }, { error: { code: "NotADate" } }] },
			},
		]);
	});

	it("reports text that is not an expression as eval does", () => {
		const { streams, json: records } = fakeStreams();
		expect(explainExpression("Left(", json, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([{ error: { code: "UnexpectedEnd", line: 1 } }]);
	});
});

describe("expression format", () => {
	it("writes names as documented and one space after each comma", () => {
		const { streams, printed } = fakeStreams();
		expect(formatExpression('append( [mail],".x" )', words, streams)).toBe(exitCode.done);
		expect(printed).toEqual(['Append([mail], ".x")']);
	});

	it("breaks long calls at a width", () => {
		const { streams, printed } = fakeStreams();
		formatExpression('Append([mail], ".x")', { json: false, width: 10 }, streams);
		expect(printed).toEqual(["Append(", "  [mail],", '  ".x"', ")"]);
	});

	it("answers as JSON, errors too", () => {
		const { streams, json: records } = fakeStreams();
		expect(formatExpression("left([mail],2)", json, streams)).toBe(exitCode.done);
		expect(formatExpression("left(", json, streams)).toBe(exitCode.error);
		expect(records()).toMatchObject([
			{ expression: "Left([mail], 2)" },
			{ error: { code: "UnexpectedEnd" } },
		]);
	});
});
