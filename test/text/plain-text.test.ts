import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, withoutSecrets } from "../../src/text/plain-text.ts";

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

describe("Secrets", () => {
	it("are replaced wherever they occur, unless too short to be secrets", () => {
		expect(withoutSecrets("Bearer abcdefgh= and abcdefgh=", ["abcdefgh="])).toBe(
			"Bearer ******** and ********",
		);
		expect(withoutSecrets("a12345678 and b12345678", ["a12345678", "b12345678"])).toBe(
			"******** and ********",
		);
		expect(withoutSecrets("nothing", ["", "t"])).toBe("nothing");
	});
});
