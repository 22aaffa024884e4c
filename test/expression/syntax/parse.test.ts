import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type Ast,
	ExpressionError,
	ExpressionSyntaxError,
	format,
	highlight,
	type Node,
	parse,
} from "../../../src/expression/index.ts";
import { expressions } from "../arbitrary.ts";

/** A tree without its places, to compare what was read. */
function shape({ root }: Ast): unknown {
	const bare = (node: Node): unknown => {
		switch (node.kind) {
			case "call":
				return [node.name.toLowerCase(), ...node.arguments.map(bare)];
			case "comparison":
				return [node.operator, bare(node.left), bare(node.right)];
			case "number":
				return { number: node.value };
			case "omitted":
				return { omitted: true };
			case "text":
				return { text: node.value };
			default:
				return { [node.kind]: node.name.toLowerCase() };
		}
	};
	return bare(root);
}

function errorOf(text: string): ExpressionSyntaxError {
	try {
		parse(text);
	} catch (error) {
		if (error instanceof ExpressionSyntaxError) return error;
		throw error;
	}
	throw new Error(`"${text}" was read`);
}

describe("parse", () => {
	it("counts parameters that are left out, also at the end", () => {
		expect(shape(parse('Replace([a], , "x", , "", , )'))).toEqual([
			"replace",
			{ attribute: "a" },
			{ omitted: true },
			{ text: "x" },
			{ omitted: true },
			{ text: "" },
			{ omitted: true },
			{ omitted: true },
		]);
		expect(shape(parse("f()"))).toEqual(["f"]);
		expect(shape(parse("f(,)"))).toEqual(["f", { omitted: true }, { omitted: true }]);
	});

	it('reads \\\\ and \\" in text as one character and leaves other backslashes', () => {
		expect(shape(parse(String.raw`"\\d+"`))).toEqual({ text: String.raw`\d+` });
		expect(shape(parse(String.raw`"\d+"`))).toEqual({ text: String.raw`\d+` });
		expect(shape(parse(String.raw`"a \"quoted\" word \\"`))).toEqual({
			text: 'a "quoted" word \\',
		});
	});

	it("reads numbers in decimal, negative, with fractions, in hexadecimal and of any size", () => {
		expect(shape(parse("f(1, -10, 2.5, &HF7, &hff, 129699324000000000)"))).toEqual([
			"f",
			{ number: 1 },
			{ number: -10 },
			{ number: 2.5 },
			{ number: 247 },
			{ number: 255 },
			{ number: 129699324000000000n },
		]);
	});

	it("reads attribute names with dots, colons and brackets", () => {
		const names = [
			"manager.displayName",
			"extension_0123_x",
			"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
			'emails[type eq "work"].value',
		];
		for (const name of names) expect(shape(parse(`[ ${name} ]`))).toEqual({ attribute: name.toLowerCase() });
	});

	it("takes white space and line breaks between any two parts", () => {
		expect(shape(parse('\n IIF (\t[a]\r\n = "x" ,\u00a01, 2 ) '))).toEqual(shape(parse('IIF([a]="x",1,2)')));
	});

	it("gives every node its place", () => {
		const text = 'Append( [a] , Left("b",1))';
		const { root } = parse(text);
		if (root.kind !== "call") throw new Error("not a call");
		expect(root.arguments.map(({ start, end }) => text.slice(start, end))).toEqual(["[a]", 'Left("b",1)']);
	});

	it.each([
		["", "EmptyExpression", 1, 1],
		["  \n ", "EmptyExpression", 2, 2],
		["Append([a]", "UnexpectedEnd", 1, 1],
		['Append([a],\n  "b)', "UnterminatedString", 2, 3],
		["Append([a, 1)", "UnterminatedAttribute", 1, 8],
		["Append([ ])", "EmptyAttribute", 1, 8],
		["Append([a] [b])", "UnexpectedToken", 1, 12],
		["Append(1) x", "TextAfterExpression", 1, 11],
		["Append(1))", "TextAfterExpression", 1, 10],
		["IIF([a] = )", "UnexpectedToken", 1, 11],
		["IIF([a] = 1 = 2, 1, 2)", "UnexpectedToken", 1, 13],
		["f(12ab)", "InvalidNumber", 1, 3],
		["f(;)", "UnexpectedCharacter", 1, 3],
		["f(\n😀)", "UnexpectedCharacter", 2, 1],
	])("says what is wrong with %j and where", (text, code, line, column) => {
		const error = errorOf(text);
		expect({ code: error.code, line: error.line, column: error.column }).toEqual({ code, line, column });
	});

	it.each([
		["Append(“a”, “b”)", 'Write strings in straight quotes ("), not typographic ones (“)'],
		["Append([a], 'b')", "Write strings in double quotes (\"), not in '"],
		['Append("a"; "b")', "Separate arguments with commas (,), not ;"],
		['Append("a" & "b")', "The operator & doesn't exist: Append and Join combine strings"],
		["IIF([a] != 1, 2, 3)", "Not equal is written <>"],
		["IIF([a] == 1, 2, 3)", "Equal is written with one ="],
		["IIF([a] = 1 and [b] = 2, 3, 4)", "AND doesn't exist: nest IIF"],
		["Append([a], 1)\u200b", "Unexpected character U+200B"],
		[
			'Append([a], "\\")',
			'The string that starts here has no closing quote (") (the quote of \\" belongs to the string: a backslash is \\\\)',
		],
		["\0", "Unexpected character U+0000"],
		["\ud800", "Unexpected character U+D800"],
	])("names what was probably meant in %j", (text, message) => {
		expect(errorOf(text).message).toBe(message);
	});

	it("draws a caret under the place", () => {
		const text = 'Append([a],\n\tf(;), "b")';
		expect(errorOf(text).caret(text)).toBe('\tf(;), "b")\n\t  ^');
	});

	it("reads calls nested 50 and 256 levels deep, and refuses more with a place", () => {
		const nested = (depth: number) => `${"Not(".repeat(depth)}[a]${")".repeat(depth)}`;
		expect(format(parse(nested(50)))).toBe(nested(50));
		expect(format(parse(nested(256)))).toBe(nested(256));
		expect(errorOf(nested(257)).code).toBe("NestedTooDeeply");
		expect(errorOf("Not(".repeat(100_000)).code).toBe("NestedTooDeeply");
	});

	it("reads 32 kB of text", () => {
		const text = `Join("", ${Array.from({ length: 3000 }, (_, at) => `[a${at}]`).join(", ")})`;
		expect(text.length).toBeGreaterThan(24_000);
		expect(format(parse(text))).toBe(text);
	});

	it("reads what it wrote the same again, and writes it the same (property)", () => {
		fc.assert(
			fc.property(expressions, (text) => {
				const ast = parse(text);
				const written = format(ast);
				expect(shape(parse(written))).toEqual(shape(ast));
				expect(format(parse(written))).toBe(written);
				expect(shape(parse(format(ast, { width: 30 })))).toEqual(shape(ast));
			}),
		);
	});

	it("ends in a tree or in an error with a place, whatever the text (property)", () => {
		const pieces = fc.constantFrom(
			"(",
			")",
			",",
			"[",
			"]",
			'"',
			"\\",
			"=",
			"<>",
			"f",
			"1",
			"&H",
			"-",
			" ",
			"\n",
			"é",
			"\ud800",
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: "binary" }),
					fc.array(pieces).map((all) => all.join("")),
				),
				(text) => {
					expect(
						highlight(text)
							.map((token) => token.text)
							.join(""),
					).toBe(text);
					try {
						parse(text);
					} catch (error) {
						if (!(error instanceof ExpressionError)) throw error;
						expect(error.offset).toBeGreaterThanOrEqual(0);
						expect(error.offset).toBeLessThanOrEqual(text.length);
					}
				},
			),
		);
	});
});

describe("format", () => {
	it("writes canonical names and one space after each comma", () => {
		expect(format(parse('replace( [mail],"@x.y" , , ,"", ,)'))).toBe('Replace([mail], "@x.y", , , "", , )');
		expect(format(parse("iif([a]<>&hff,VBTEXTCOMPARE,Unknown(  ))"))).toBe(
			"IIF([a] <> &HFF, vbTextCompare, Unknown())",
		);
	});

	it("puts each argument on its own line when a call is wider than asked", () => {
		expect(
			format(parse('Switch([state],"none","NSW","Sydney",ToLower("QLD"),"Brisbane")'), { width: 30 }),
		).toBe('Switch(\n  [state],\n  "none",\n  "NSW",\n  "Sydney",\n  ToLower("QLD"),\n  "Brisbane"\n)');
	});
});
