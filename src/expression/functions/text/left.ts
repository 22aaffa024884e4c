import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { halves, wholeCharacters } from "./whole-characters.ts";

export const left: FunctionDescriptor = {
	name: "Left",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The string to cut." },
		{ name: "count", kind: "integer", doc: "The number of characters to keep; below 0 keeps all." },
	],
	returns: "text",
	summary: "The first characters of a string.",
	remarks: ['Null yields "".', halves],
	examples: [
		{ expression: 'Left("John Doe", 3)', output: "Joh" },
		{ expression: 'Left("John Doe", -1)', output: "John Doe" },
		{ expression: 'Left("John Doe", 0)', output: "" },
		{ expression: "Left([city], 3)", output: "", note: "The attribute is absent." },
	],
	evaluate: (call) => {
		const count = call.integer(1);
		const source = call.text(0);
		return count < 0 ? source : wholeCharacters(source.slice(0, count));
	},
};
