import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { halves, wholeCharacters } from "./whole-characters.ts";

export const mid: FunctionDescriptor = {
	name: "Mid",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{ name: "start", kind: "integer", min: 1, doc: "Where the part starts; the first character is 1." },
		{
			name: "length",
			kind: "integer",
			min: 0,
			doc: "The length of the part; it may extend beyond the end.",
		},
	],
	returns: "text",
	summary: "A part of a string.",
	remarks: ["A start below 1 or a length below 0 is an error.", halves],
	examples: [
		{ expression: 'Mid("John Doe", 6, 3)', output: "Doe" },
		{ expression: 'Mid("John", 3, 20)', output: "hn" },
		{ expression: 'Mid("John", 20, 2)', output: "" },
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		const start = call.integer(1);
		const length = call.integer(2);
		if (start < 1) throw call.errorAt(1, "InvalidArgument", "Mid counts characters from 1");
		if (length < 0) throw call.errorAt(2, "InvalidArgument", "Mid takes no length below 0");
		return source === null ? null : wholeCharacters(source.slice(start - 1, start - 1 + length));
	},
};
