import fc from "fast-check";
import { functions, quote } from "../../src/expression/index.ts";

const names = [...functions.map(({ name }) => name), "toupper", "Unknown"];
const attributes = [
	"a",
	"givenName",
	"Émile",
	"manager.displayName",
	"urn:x:User:department",
	"list",
	"roles",
];
const blank = fc.constantFrom("", " ", "\n", " \t");

const leaf = fc.oneof(
	fc.constantFrom(...attributes).map((name) => `[${name}]`),
	fc.string({ unit: "grapheme" }).map(quote),
	fc.constantFrom("yyyy", "d", "M/d/yyyy", "2020-03-16-07:00", "(a+)+$", "[", ",", "True", "7").map(quote),
	fc.integer().map(String),
	fc.constantFrom("&HF7", "2.5", "129699324000000000", "vbTextCompare"),
);

/** Texts that parse: calls of known and unknown functions with any arguments, conditions, and places left empty. */
export const expressions: fc.Arbitrary<string> = fc.letrec<{ term: string; call: string }>((tie) => ({
	term: fc.oneof({ maxDepth: 4, depthSize: "small" }, leaf, tie("call")),
	call: fc
		.tuple(
			fc.constantFrom(...names),
			fc.array(
				fc.oneof(
					{ weight: 8, arbitrary: tie("term") },
					{ weight: 1, arbitrary: fc.constant("") },
					{
						weight: 1,
						arbitrary: fc
							.tuple(tie("term"), fc.constantFrom("=", "<>", ">", ">=", "<", "<="), tie("term"))
							.map((parts) => parts.join(" ")),
					},
				),
				{ maxLength: 7 },
			),
			blank,
		)
		.map(([name, all, space]) => `${name}${space}(${space}${all.join(`${space},`)}${space})`),
})).call;
