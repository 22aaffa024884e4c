import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainedPart } from "../../../src/app/mapping/explained-part.ts";
import { compile, explain } from "../../../src/expression/index.ts";

/** Calls that read `[secret]` or not, that have a value or fail. */
const calls = fc.letrec<{ call: string }>((tie) => ({
	call: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom("[secret]", "[SECRET]", "[a]", "[list]", '"y"', "[none]"),
		fc
			.tuple(
				fc.constantFrom(
					(x: string) => `ToUpper(${x})`,
					(x: string) => `CDate(${x})`,
					(x: string) => `Item(${x}, 1)`,
					(x: string) => `Replace("a", , ${x}, ${x}, "b", , )`,
					(x: string) => `FormatDateTime("2020", , ${x}, "yyyy")`,
					(x: string) => `IIF(${x} = "y", ${x}, [a])`,
					(x: string) => `Switch(${x}, [a], "x", ${x})`,
				),
				tie("call"),
			)
			.map(([call, argument]) => call(argument)),
	),
})).call;

describe("an explanation as text", () => {
	it("never contains what Redact hides, in any expression (property)", () => {
		const input = { secret: "(S3cret", a: "x", list: ["x", "y"] };
		fc.assert(
			fc.property(calls, calls, calls, (before, inside, behind) => {
				const text = `Join("-", ${before}, Redact(Append([secret], ${inside})), ${behind})`;
				const { root } = explain(compile(text), input);
				expect(JSON.stringify(explainedPart(root))).not.toMatch(/s3cret/iu);
			}),
			{ numRuns: 500 },
		);
	});
});
