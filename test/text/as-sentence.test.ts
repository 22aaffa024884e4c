import { expect, it } from "vitest";
import { asSentence } from "../../src/text/as-sentence.ts";

it.each([
	["3 created", "3 created."],
	["There is no file users.csv.", "There is no file users.csv."],
	["Really?", "Really?"],
	["", ""],
])("ends %j as %j", (words, sentence) => {
	expect(asSentence(words)).toBe(sentence);
});
