import { describe, expect, it } from "vitest";
import { type TypeAhead, typeAhead } from "../../../../src/tui/components/input/type-ahead.ts";

const options = [
	{ label: "us1", detail: "US East" },
	{ label: "us2", detail: "US West (Oregon)" },
	{ label: "jp", detail: "Tokyo" },
	{ label: "kr", detail: "Seoul" },
	{ label: "Über", detail: "" },
];

/** Where letters lead, one after another. */
function type(letters: string, from = 0): TypeAhead | undefined {
	let state: TypeAhead = { text: "", index: from };
	let found: TypeAhead | undefined;
	for (const letter of letters) {
		found = typeAhead(options, state.index, state.text, letter);
		state = found ?? { text: `${state.text}${letter}`, index: state.index };
	}
	return found;
}

describe("type-ahead", () => {
	it("goes to the option that begins with the letters", () => {
		expect(type("us2")?.index).toBe(1);
		expect(type("ü")?.index).toBe(4);
	});

	it("goes to the next option with the same letter", () => {
		expect(type("u", 1)?.index).toBe(0);
		expect(type("uu")?.index).toBe(0);
	});

	it("finds a word of the detail when no label begins like that", () => {
		expect(type("t")?.index).toBe(2);
		expect(type("ore")?.index).toBe(1);
	});

	it("starts over with a letter that does not continue the text", () => {
		expect(type("us2t")).toEqual({ text: "t", index: 2 });
	});

	it("leaves the letters that move, except within a longer text", () => {
		expect(type("j")).toBeUndefined();
		expect(type("G")).toBeUndefined();
		expect(type("jp")?.index).toBe(2);
		expect(type("kr")?.index).toBe(3);
	});

	it("finds nothing for other letters", () => {
		expect(type("z")).toBeUndefined();
	});
});
