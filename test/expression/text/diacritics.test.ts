import { describe, expect, it } from "vitest";
import { resultOf } from "../evaluate.ts";

/** Microsoft's table: small letters with marks, and what they become. Its capitals are theirs. */
const table = {
	a: "ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ǟ ā̈ ǡ a̱ å̄",
	ae: "æ ǣ",
	c: "ç č ć c̄ c̱",
	d: "ď d̄ ḏ",
	e: "ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄",
	g: "ğ ḡ g̱",
	i: "ï î ì í ı ī ī́ ī̀ ī̂ ī̃ i̱",
	l: "ľ ł l̄ ḹ ḻ",
	n: "ñ ń ň n̄ ṉ",
	o: "ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱",
	oe: "ø ø̄ œ̄",
	r: "ř r̄ ṟ ṝ",
	s: "š ś ș ş s̄ s̱",
	t: "ť ț t̄ ṯ",
	u: "ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱",
	y: "ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱",
	z: "ź ž ż z̄ ẕ",
};

describe("NormalizeDiacritics", () => {
	it.each(Object.entries(table))("makes %s of %s, composed or not, small or capital", (plain, letters) => {
		for (const letter of letters.split(" ")) {
			for (const form of ["NFC", "NFD"]) {
				expect(resultOf("NormalizeDiacritics([x])", { x: letter.normalize(form) })).toBe(plain);
				const capital = letter.toUpperCase().normalize(form);
				expect(resultOf("NormalizeDiacritics([x])", { x: capital })).toBe(plain.toUpperCase());
			}
		}
	});

	it("takes ß and İ, which have no counterpart", () => {
		expect(resultOf('NormalizeDiacritics("ß İ")')).toBe("ss I");
	});
});
