import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLines, cleanText } from "../../src/text/clean-text.ts";

describe("cleanText", () => {
	it("leaves ordinary names in any script alone", () => {
		for (const name of [
			"Anna Kowalska",
			"O'Brien-Smith",
			"Zoë Ångström",
			"田中 太郎",
			"김민준",
			"محمد",
			"שלום",
			"नमस्ते",
		]) {
			expect(cleanText(name)).toBe(name);
		}
	});

	it("takes out escape sequences whole, with what they carry", () => {
		expect(cleanText("a\u001B[31mred\u001B[0m b")).toBe("ared b");
		expect(cleanText("a\u001B]0;new title\u0007b")).toBe("ab");
		expect(cleanText("a\u001B]8;;http://evil\u001B\\link\u001B]8;;\u001B\\b")).toBe("alinkb");
		expect(cleanText("a\u001BPq#0;2;0\u001B\\b")).toBe("ab");
		expect(cleanText("a\u009B2Jb\u009D52;c;AAAA\u009Cc")).toBe("abc");
		expect(cleanText("a\u001Bcb\u001B(0c")).toBe("abc");
	});

	it("hides the rest of a string sequence that never ends", () => {
		expect(cleanText("a\u001B]52;c;QUJD")).toBe("a");
		expect(cleanText("a\u001B")).toBe("a");
		expect(cleanText("a\u001B[")).toBe("a");
	});

	it("turns tabs and line ends into single spaces and drops other controls", () => {
		expect(cleanText("a\tb\r\nc\nd\u2028e\u2029f\u0085g")).toBe("a b c d e f g");
		expect(cleanText("a\u0000\u0007\u0008\u007F\u0081b")).toBe("ab");
	});

	it("takes out bidirectional overrides, isolates and marks", () => {
		expect(cleanText("photo\u202Egpj.exe")).toBe("photogpj.exe");
		expect(cleanText("\u2066a\u2067b\u2068c\u2069d\u200Ee\u200Ff\u061Cg\u202Ah\u202Bi\u202Cj\u202Dk")).toBe(
			"abcdefghijk",
		);
	});

	it("takes out characters without width or ink", () => {
		expect(cleanText("a\u200Bb\u200Cc\u200Dd\u2060e\uFEFFf\u00ADg\u3164h")).toBe("abcdefgh");
	});

	it("keeps emoji sequences and tames selectors and tags elsewhere", () => {
		for (const emoji of ["👩‍👩‍👧‍👦", "❤️", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈", "🇩🇪", "👩🏽‍💻"]) {
			expect(cleanText(`a ${emoji} b`)).toBe(`a ${emoji} b`);
		}
		expect(cleanText("A\uFE0FB\uFE0EC\u{E0041}\u{E0042}D\u{E0100}")).toBe("ABCD");
	});

	it("replaces half of a surrogate pair", () => {
		expect(cleanText("a\uD83Db\uDE00c")).toBe("a\uFFFDb\uFFFDc");
	});

	it("never lets a control, bidi or unpaired character through, and changes nothing the second time", () => {
		const nasty = fc.string({
			unit: fc.oneof(
				fc.constantFrom(
					"\u001B",
					"[",
					"]",
					"31m",
					"\u0007",
					"\u009B",
					"\u202E",
					"\u2066",
					"\u200D",
					"\uFE0F",
					"\uD83D",
					"👩",
					"é",
					"字",
				),
				fc.integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code)),
			),
		});
		fc.assert(
			fc.property(nasty, (text) => {
				const cleaned = cleanText(text);
				expect(cleaned).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200B\uFEFF\u2028\u2029]/u);
				expect(cleaned.isWellFormed()).toBe(true);
				expect(cleanText(cleaned)).toBe(cleaned);
			}),
		);
	});
});

describe("cleanLines", () => {
	it("splits at line ends and cleans each line", () => {
		expect(cleanLines("a\u001B[1m\r\nb\u2028c")).toEqual(["a", "b", "c"]);
	});
});
