import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	bracketAt,
	check,
	compile,
	complete,
	explain,
	highlight,
	signatureAt,
} from "../../src/expression/index.ts";

const attributes = ["givenName", "surname", "department", "appRoleAssignments"];

/** Severity, code, text of the place, and suggestion of each problem. */
function problems(text: string, options: Parameters<typeof check>[1] = { attributes }) {
	return check(text, options).map(({ severity, code, span, suggestion }) =>
		[severity, code, text.slice(span.start, span.end), suggestion].filter((part) => part !== undefined),
	);
}

describe("check", () => {
	it("finds nothing in a sound expression", () => {
		expect(problems('Join(" ", [givenName], [SURNAME])')).toEqual([]);
	});

	it.each([
		["Apend([givenName], 1)", ["error", "UnknownFunction", "Apend", "Append"]],
		["Append([givenname], [surnam])", ["error", "UnknownAttribute", "[surnam]", "[surname]"]],
		["Left([surname])", ["error", "ArgumentCount", "Left([surname])"]],
		['Left([surname], "two")', ["error", "ArgumentKind", '"two"']],
		["CDate(5)", ["error", "ArgumentKind", "5"]],
		['CDate("soon")', ["error", "ArgumentKind", '"soon"']],
		['DateAdd("q", 1, Now())', ["error", "ArgumentKind", '"q"']],
		["BitAnd(Now(), 1)", ["error", "ArgumentKind", "Now()"]],
		["AppRoleAssignments([surname])", ["error", "ArgumentKind", "[surname]", "[appRoleAssignments]"]],
		[
			"ToLower(AppRoleAssignmentsComplex([appRoleAssignments]))",
			["error", "ArgumentKind", "AppRoleAssignmentsComplex([appRoleAssignments])"],
		],
		['ToLower(Split([surname], ","))', ["warning", "SeveralValues", 'Split([surname], ",")']],
		["Append([surname], word)", ["error", "UnexpectedWord", "word", '"word"']],
		[
			"InStr([surname], [surname], 1, vbTextCompar)",
			["error", "ArgumentKind", "vbTextCompar", "vbTextCompare"],
		],
		['Replace([surname], "a")', ["error", "InvalidReplace", 'Replace([surname], "a")']],
		['Replace([surname], , "(a", , "", , )', ["error", "InvalidPattern", "("]],
		['Replace([surname], , "\\\\d\\"\\\\q", , "", , )', ["error", "InvalidPattern", "\\\\"]],
		['Replace([surname], , "a\\d[", , "", , )', ["error", "InvalidPattern", "["]],
		['Replace([surname], , "a\\\\", , "", , )', ["error", "InvalidPattern", "\\\\"]],
		['Replace([surname], , "a)", , "", , )', ["error", "InvalidPattern", ")"]],
		[
			'Replace([surname], , "(?:a{1,1000}){1,1000}", , "", , )',
			["error", "InvalidPattern", '"(?:a{1,1000}){1,1000}"'],
		],
		['Replace([surname], , "(?<x>a)", "y", "", , )', ["error", "UnknownGroup", '"y"']],
		[`Replace([surname], , "a", , "\${y}", , )`, ["warning", "UnknownGroup", `\${y}`]],
		[`Replace([surname], , "a", , "\\\\\${y}", , )`, ["warning", "UnknownGroup", `\${y}`]],
		['FormatDateTime([surname], , "yyyy", "x")', ["error", "InvalidDateFormat", '"x"']],
		[`FormatDateTime([surname], , "yyyy 'at", "yy")`, ["error", "InvalidDateFormat", "'"]],
		['FormatDateTime([surname], , "yyyy", "HH ffffffff")', ["error", "InvalidDateFormat", "f"]],
		['FormatDateTime([surname], "Never", "yyyy", "yy")', ["error", "InvalidArgument", '"Never"']],
		['IIF([surname] = "x", 1, 2)', ["warning", "EntraNullCondition", '[surname] = "x"']],
		["IIF(IsPresent([surname]), 1, 2)", ["warning", "EntraNullCondition", "IsPresent([surname])"]],
		['Switch(IsNull([surname]), "", "True", "x")', ["warning", "EntraSwitchSource", "IsNull([surname])"]],
		['Switch([surname], "", "a", 1, "a", 2)', ["warning", "DuplicateKey", '"a"']],
		["tolower([surname])", ["warning", "EntraFunctionCase", "tolower", "ToLower"]],
		["Mid([surname], 0, 2)", ["error", "ArgumentKind", "0"]],
		["Mid([surname], 1, -2)", ["error", "ArgumentKind", "-2"]],
		['InStr([surname], "x", 0)', ["error", "ArgumentKind", "0"]],
		['ToLower([surname], "Türkiye")', ["error", "InvalidArgument", '"Türkiye"']],
		["[surname]", ["warning", "EntraNotAFunction", "[surname]"]],
		["surname", ["error", "UnexpectedWord", "surname", "[surname]"]],
		["Append([surname] = 1, 2)", ["warning", "EntraMisplacedCondition", "[surname] = 1"]],
		["Item([surname], 0)", ["warning", "EntraIndex", "0", "1"]],
		["Append([surname]", ["error", "UnexpectedEnd", "Append"]],
	])("finds the one problem of %s", (text, expected) => {
		expect(problems(text)).toEqual([expected]);
	});

	it("warns of a Switch on a reference, as Microsoft does", () => {
		const found = problems('Switch([manager], "", "a", "b")', { attributes: ["manager"] });
		expect(found).toEqual([["warning", "EntraSwitchSource", "[manager]"]]);
	});

	it("lets SelectUniqueValue stand outermost only, on no matching attribute, and on creation only", () => {
		const call = "SelectUniqueValue([givenName], [surname])";
		const creation = { matching: false, creationOnly: true };
		const codes = (text: string, target = creation) =>
			problems(text, { target }).map(([severity, code]) => [severity, code]);
		const warning = ["warning", "EntraUnsupportedTarget"];
		const error = ["error", "MisplacedFunction"];
		expect(codes(call)).toEqual([warning]);
		expect(codes(`ToLower(${call})`)).toEqual([error, warning]);
		expect(codes(call, { matching: true, creationOnly: false })).toEqual([error, error, warning]);
	});

	it("examines 200 nested conditions and a call of 200,000 arguments", () => {
		const nested = `${"IIF(".repeat(200)}[surname]${' = "x", 1, 2)'.repeat(200)}`;
		expect(new Set(problems(nested).map(([, code]) => code))).toEqual(new Set(["EntraNullCondition"]));
		expect(problems(`Join("", ${"[surname], ".repeat(200_000)}1)`)).toEqual([]);
	});

	it("gives line and column", () => {
		const [problem] = check('Append(\n  [givenName],\n  Lef("x", 1)\n)', { attributes });
		expect(problem).toMatchObject({
			line: 3,
			column: 3,
			message: "There is no function Lef. Did you mean Left?",
		});
	});
});

describe("explain", () => {
	it("gives the value of every part, and the skipped parts", () => {
		const { root, result } = explain(compile('IIF([a] = "x", Left([b], 1), ToUpper([c]))'), {
			a: "x",
			b: "yes",
			c: "no",
		});
		expect(result?.value).toBe("y");
		expect(root.outcome).toEqual({ type: "value", value: "y" });
		const [condition, taken, skipped] = root.children;
		expect(condition?.outcome).toEqual({ type: "value", value: true });
		expect(taken?.children.map(({ text, outcome }) => [text, outcome])).toEqual([
			["[b]", { type: "value", value: "yes" }],
			["1", { type: "value", value: 1 }],
		]);
		expect(skipped?.outcome).toEqual({ type: "skipped" });
	});

	it("gives the error at the part that failed", () => {
		const { root, result } = explain(compile('Append("x", CStr(CDate([a])))'), { a: "soon" });
		expect(result).toBeUndefined();
		const failing = root.children[1]?.children[0];
		expect(failing?.text).toBe("CDate([a])");
		expect(failing?.outcome).toMatchObject({ type: "error", error: { code: "NotADate" } });
		expect(failing?.children[0]?.outcome).toEqual({ type: "value", value: "soon" });
	});

	it("evaluates random parts once", () => {
		const { root } = explain(compile("ToUpper(Guid())"), {});
		const [guid] = root.children;
		if (guid?.outcome.type !== "value" || root.outcome.type !== "value") throw new Error("no values");
		expect(root.outcome.value).toBe(String(guid.outcome.value).toUpperCase());
	});
});

/** Splits a text at its `|`, which marks the cursor. */
function cursor(marked: string): readonly [string, number] {
	return [marked.replace("|", ""), marked.indexOf("|")];
}

describe("complete", () => {
	function labels(marked: string) {
		const [text, offset] = cursor(marked);
		const { span, candidates } = complete(text, offset, attributes);
		return [text.slice(span.start, span.end), ...candidates.slice(0, 3).map(({ insert }) => insert)];
	}

	it("offers functions and attributes by what was typed, the ones that start with it first", () => {
		expect(labels("Toup|")).toEqual(["Toup", "ToUpper("]);
		expect(labels("Append(na|")).toEqual(["na", "[givenName]", "[surname]"]);
		expect(labels("rep|([a])")).toEqual(["rep", "Replace"]);
	});

	it("offers attributes inside brackets, closed or not", () => {
		expect(labels("Append([sur|")).toEqual(["[sur", "[surname]"]);
		expect(labels('Append([sur|], "x")')).toEqual(["[sur]", "[surname]"]);
	});

	it("offers the constants that a parameter takes", () => {
		expect(labels('InStr([a], "b", 1, vb|')).toEqual(["vb", "vbBinaryCompare", "vbTextCompare"]);
		expect(labels('DateAdd("y|", 1, Now())')).toEqual(['"y"', '"yyyy"']);
	});

	it("offers nothing in other text or after a finished argument", () => {
		expect(labels('Append("giv|')).toEqual(['"giv']);
		expect(labels("Append([a]|")).toEqual([""]);
	});
});

describe("signatureAt", () => {
	it.each([
		["Append([a], |", "Append", "suffix"],
		['Append(Left("x", |), "y")', "Left", "count"],
		['Append(Left("x", 1)|, "y")', "Append", "source"],
		['Switch([a], , "k", "v", "k|', "Switch", "key"],
		["Unknown(Left(|", "Left", "source"],
		["Left(Unknown(|", "Left", "source"],
		["Now(|)", "Now", undefined],
	])("finds the call around the cursor of %s", (marked, name, parameter) => {
		const [text, offset] = cursor(marked);
		const found = signatureAt(text, offset);
		expect([found?.function.name, found?.parameter?.name]).toEqual([name, parameter]);
	});

	it("finds none outside of calls", () => {
		expect(signatureAt("Now()", 5)).toBeUndefined();
		expect(signatureAt("", 0)).toBeUndefined();
	});
});

describe("highlight and bracketAt", () => {
	it("colours unknown functions and parentheses without partner", () => {
		const kinds = highlight('Apend([a], "x\\"y", -1)) vb = "open').map(({ kind, text }) => `${kind} ${text}`);
		expect(kinds.filter((each) => !each.startsWith("space"))).toEqual([
			"unknown Apend",
			"open (",
			"attribute [a]",
			"comma ,",
			'string "x\\"y"',
			"comma ,",
			"number -1",
			"close )",
			"unmatched )",
			"word vb",
			"operator =",
			'invalid "open',
		]);
	});

	it("pairs parentheses and brackets at or before the cursor, not those inside text", () => {
		const text = 'A(B("(", [c]))';
		expect(bracketAt(text, 1)).toEqual({ open: 1, close: 13 });
		expect(bracketAt(text, 14)).toEqual({ open: 1, close: 13 });
		expect(bracketAt(text, 3)).toEqual({ open: 3, close: 12 });
		expect(bracketAt(text, 9)).toEqual({ open: 9, close: 11 });
		expect(bracketAt(text, 6)).toBeUndefined();
		expect(bracketAt("A(", 1)).toBeUndefined();
	});

	it("never fail, whatever the text and cursor (property)", () => {
		const text = fc
			.array(fc.constantFrom("Left", "(", ")", "[", "]", '"', ",", "a", " ", "\\"))
			.map((all) => all.join(""));
		fc.assert(
			fc.property(text, fc.nat(60), (all, offset) => {
				const { span } = complete(all, offset, attributes);
				signatureAt(all, offset);
				bracketAt(all, offset);
				expect(span.start).toBeLessThanOrEqual(span.end);
			}),
		);
	});
});
