import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passwordIn, plainText, unescapedPart, withoutSecrets } from "../../src/text/plain-text.ts";

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

	it.each([
		["a URL", "c2VjcmV0%2BdG9r%2FZW4%3D"],
		["a URL with small digits", "c2VjcmV0%2bdG9r%2fZW4%3d"],
		["JSON with escaped slashes", "c2VjcmV0+dG9r\\/ZW4="],
		["JSON that is safe in HTML", "c2VjcmV0\\u002bdG9r/ZW4\\u003d"],
		["JSON that escapes only = of it", "c2VjcmV0+dG9r/ZW4\\u003d"],
	])("are replaced where they are escaped for %s", (_where, escaped) => {
		expect(escaped).not.toContain("c2VjcmV0+dG9r/ZW4=");
		expect(withoutSecrets(`got ${escaped}.`, ["c2VjcmV0+dG9r/ZW4="])).toBe("got ********.");
	});

	it("are replaced in quotes and as a form sends them", () => {
		expect(withoutSecrets('{"a":"pass \\"word\\"!"}', ['pass "word"!'])).toBe('{"a":"********"}');
		expect(withoutSecrets("p=pass+%22word%22%21", ['pass "word"!'])).toBe("p=********");
	});

	it("hold a password where they are a pair in Base64", () => {
		const pair = (text: string) => Buffer.from(text).toString("base64");
		expect(passwordIn(pair("ada:pa:55word"))).toEqual(["pa:55word"]);
		for (const other of [pair("ada:short"), pair("no colon here"), pair("ada:\u0001binary--"), "plain"])
			expect(passwordIn(other)).toEqual([]);
	});

	it("have a part that every form keeps", () => {
		expect(unescapedPart("ab/c2VjcmV0+x=")).toBe("c2VjcmV0");
		expect(unescapedPart("+/=")).toBe("");
	});
});
