import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
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
	it("divides text as Intl.Segmenter does", () => {
		fc.assert(
			fc.property(text, (one) => {
				expect(divided(graphemeSegmenter.segment(one))).toEqual(divided(reference.segment(one)));
			}),
			{ numRuns: 2_000 },
		);
	});

	it("finds the grapheme at an index as Intl.Segmenter does", () => {
		fc.assert(
			fc.property(text, fc.integer({ min: -1, max: 40 }), (one, index) => {
				expect(graphemeSegmenter.segment(one).containing(index)).toEqual(
					reference.segment(one).containing(index),
				);
			}),
			{ numRuns: 2_000 },
		);
		expect(graphemeSegmenter.segment("ab").containing()?.segment).toBe("a");
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
