import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	answersQuery,
	backgroundOfAnswer,
	backgroundOfVariable,
} from "../../../src/tui/terminal/background.ts";
import { filterAnswers } from "../../../src/tui/terminal/background-answer.ts";

describe("the background", () => {
	it.each([
		["rgb:ffff/ffff/ffff", "light"],
		["rgb:0000/0000/0000", "dark"],
		["rgb:fdfd/f6f6/e3e3", "light"],
		["rgb:00/2b/36", "dark"],
		["rgba:1e1e/1e1e/1e1e/ffff", "dark"],
		["rgb:f/f/e", "light"],
		["rgb:0000/0000/ffff", "dark"],
		["rgb:/ffff", undefined],
		["", undefined],
	])("of the answer %s is %s", (answer, background) => {
		expect(backgroundOfAnswer(answer)).toBe(background);
	});

	it.each([
		["0;15", "light"],
		["15;0", "dark"],
		["0;default;15", "light"],
		["0;7", "light"],
		["15;8", "dark"],
		["default;default", undefined],
		["", undefined],
		[undefined, undefined],
	])("of COLORFGBG=%s is %s", (variable, background) => {
		expect(backgroundOfVariable(variable)).toBe(background);
	});

	it("is not asked of terminals that would print the question", () => {
		for (const term of ["linux", "dumb", "vt100", "", undefined]) expect(answersQuery(term)).toBe(false);
		for (const term of ["xterm-256color", "tmux-256color", "screen", "rxvt-unicode"])
			expect(answersQuery(term)).toBe(true);
	});
});

describe("the filter of answers", () => {
	const answer = fc.constantFrom(
		"\u001B]11;rgb:ffff/ffff/ffff\u0007",
		"\u001B]11;rgb:0000/0000/0000\u001B\\",
		"\u001B]11;rgba:1e1e/1e1e/1e1e/ffff\u0007",
	);
	const keys = fc.string({ unit: fc.constantFrom("j", "k", "]", "1", ";", "q", "é", "\r") });
	const pieces = (text: string, cuts: readonly number[]) => {
		const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((one, other) => one - other);
		return [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end));
	};

	it("passes on what was typed and nothing of the answer, however it is cut and whatever waits too long", () => {
		fc.assert(
			fc.property(
				keys,
				answer,
				keys,
				fc.array(fc.nat(60)),
				fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
				(before, reply, after, cuts, waits) => {
					const answers: string[] = [];
					const filter = filterAnswers((text) => answers.push(text));
					let typed = "";
					for (const [index, piece] of pieces(before + reply + after, cuts).entries()) {
						typed += filter.push(piece);
						if (waits[index] && filter.doubts()) typed += filter.release();
					}
					expect(answers).toEqual([reply.slice(5).replace(/\u0007|\u001B\\/, "")]);
					// A start that a person could have typed, and that waited too long, was passed on.
					const starts = ["", "\u001B", "\u001B]", "\u001B]1", "\u001B]11"];
					expect(starts.map((start) => before + start + after)).toContain(typed);
					if (!waits.includes(true)) expect(typed).toBe(before + after);
				},
			),
		);
	});

	it("passes on Esc, and Alt with a key, once nothing follows", () => {
		const filter = filterAnswers(() => expect.unreachable());
		expect(filter.push("\u001B")).toBe("");
		expect(filter.doubts()).toBe(true);
		expect(filter.release()).toBe("\u001B");
		expect(filter.push("j")).toBe("j");
		expect(filter.push("\u001B[A\u001B[B")).toBe("\u001B[A\u001B[B");
		expect(filter.push("\u001B]x")).toBe("\u001B]x");
		expect(filter.push("\u001B")).toBe("");
		expect(filter.release()).toBe("\u001B");
		expect(filter.push("\u001B")).toBe("");
		expect(filter.release()).toBe("\u001B");
	});
});
