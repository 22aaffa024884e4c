import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const word: FunctionDescriptor = {
	name: "Word",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The string to read a word from." },
		{ name: "number", kind: "integer", doc: "Which word; the first is 1." },
		{ name: "delimiters", kind: "text", doc: "The characters that separate words." },
	],
	returns: "text",
	summary: "One word of a string.",
	remarks: ['Null, or a word that does not exist, yields "". Consecutive delimiters count as one.'],
	examples: [
		{ expression: 'Word("The quick brown fox", 3, " ")', output: "brown" },
		{ expression: 'Word("This,string!has&many separators", 3, ",!&#")', output: "has" },
		{ expression: 'Word("The quick brown fox", 0, " ")', output: "" },
		{ expression: 'Word("The quick brown fox", 5, " ")', output: "" },
	],
	evaluate: (call) => {
		const delimiters = new Set(call.text(2));
		const number = call.integer(1);
		const words: string[] = [];
		let current = "";
		for (const character of call.text(0)) {
			if (!delimiters.has(character)) current += character;
			else if (current !== "") {
				words.push(current);
				current = "";
			}
		}
		if (current !== "") words.push(current);
		return words[number - 1] ?? "";
	},
};
