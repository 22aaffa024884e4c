import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, withoutSecret } from "../../src/text/plain-text.ts";

describe("A server's words", () => {
	it("never hold control characters, direction marks, lone surrogates or line breaks, and keep to the length", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: "binary", maxLength: 150 }),
				fc.integer({ min: 1, max: 300 }),
				(text, length) => {
					const shown = plainText(text, length);
					expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
					expect(Array.from(shown).length).toBeLessThanOrEqual(length);
				},
			),
		);
	});

	it("lose the tags, scripts and styles of a web page", () => {
		expect(
			plainText(
				"<!doctype html><style>a{}</style><h1>Sign&nbsp;in</h1><script>let a = 1</script>\n<p>now</p>",
			),
		).toBe("Sign&nbsp;in now");
	});

	it("keep a name in any script", () => {
		expect(plainText("李小龍 Ünal\u0007")).toBe("李小龍 Ünal");
	});
});

describe("A credential", () => {
	it("is taken out with and without its scheme", () => {
		expect(withoutSecret("Bearer abc= and abc=", "Bearer abc=")).toBe("Bearer ******** and ********");
		expect(withoutSecret("nothing", "Bearer ")).toBe("nothing");
	});
});
