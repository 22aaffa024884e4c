import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { graphemes, widthOf } from "../../../src/tui/text/fit-text.ts";
import { graphemeSegmenter, isOneCellEach } from "../../../src/tui/text/grapheme-segmenter.ts";

const reference = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const everyUnit = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit));

/** Text of the console, and of people: marks, lines, letters, escape sequences, and what combines with them. */
const text = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				..."·…○●❯✓✗─│┌┘▶⠋⣿←↑→↓",
				"é",
				"ß",
				"ŷ",
				"\u001B[1m",
				"\u0301",
				"\u200D",
				"\r\n",
				"ก",
				"👩‍👩‍👧",
				"🇨🇭",
				"長",
				"र्जु",
				"क्",
				"ำ",
			),
			fc.string({ unit: "grapheme", maxLength: 3 }),
			fc.string({ unit: "binary", maxLength: 3 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));

const divided = (segments: Iterable<{ readonly segment: string; readonly index: number }>) =>
	Array.from(segments, ({ segment, index }) => `${index} ${segment}`);

describe("the segmenter of the console", () => {
	it("divides text as Intl.Segmenter does, and what that joins only before a letter", () => {
		fc.assert(
			fc.property(text, (one) => {
				const found = [...graphemeSegmenter.segment(one)];
				expect(found.map(({ segment }) => segment).join("")).toBe(one);
				const starts = new Set(Array.from(reference.segment(one), ({ index }) => index));
				const more = found.filter(({ index }) => !starts.delete(index));
				expect([...starts]).toEqual([]);
				for (const { segment } of more) expect(segment).toMatch(/^\p{Lo}/u);
			}),
			{ numRuns: 2_000 },
		);
	});

	it("finds the grapheme at an index as it divides the text", () => {
		fc.assert(
			fc.property(text, fc.integer({ min: -1, max: 40 }), (one, index) => {
				const expected = [...graphemeSegmenter.segment(one)].find(
					({ index: start, segment }) => start <= index && index < start + segment.length,
				);
				expect(graphemeSegmenter.segment(one).containing(index)).toEqual(expected);
			}),
			{ numRuns: 2_000 },
		);
		expect(graphemeSegmenter.segment("ab").containing()?.segment).toBe("a");
	});

	it.each([
		["अर्जुन", "अ र् जु न", 4],
		["क्षत्रिय", "क् ष त् रि य", 6],
		["కృష్ణ", "కృ ష్ ణ", 4],
		["ខ្មែរ", "ខ្ មែ រ", 4],
		["น้ำ", "น้ ำ", 2],
		["한국 각", "한 국   각", 7],
		["👩‍👩‍👧", "👩‍👩‍👧", 2],
	])("divides %s into %s, as wide as terminals count", (whole, parts, cells) => {
		expect(graphemes(whole).join(" ")).toBe(parts);
		expect(widthOf(whole)).toBe(cells);
	});

	it("takes no two units for simple that Intl.Segmenter joins", () => {
		const simple = everyUnit.filter((unit) => isOneCellEach(unit));
		expect(simple.length).toBeGreaterThan(1_000);
		const joined = simple.join("");
		expect(divided(reference.segment(joined))).toHaveLength(joined.length);
		expect(divided(reference.segment(`\n${joined}\u001B`))).toHaveLength(joined.length + 2);
	});

	it("takes only units of one cell for such", () => {
		for (const unit of everyUnit)
			if (isOneCellEach(unit)) expect([unit, stringWidth(unit)]).toEqual([unit, 1]);
	});
});
