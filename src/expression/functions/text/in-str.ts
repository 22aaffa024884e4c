import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { foldCase } from "../../text/casing.ts";

export const inStr: FunctionDescriptor = {
	name: "InStr",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "The string to search." },
		{ name: "find", kind: "text", doc: "The string to find." },
		{
			name: "start",
			kind: "integer",
			optional: true,
			min: 1,
			doc: "Where to start; the first character is 1.",
		},
		{
			name: "compareType",
			kind: "compareType",
			optional: true,
			doc: "vbBinaryCompare (the default) is case-sensitive, vbTextCompare is not.",
		},
	],
	returns: "integer",
	summary: "The position of a string in another, from 1; 0 if not found.",
	examples: [
		{ expression: 'InStr("The quick brown fox", "quick")', output: 5 },
		{ expression: 'InStr("repEated", "e", 3, vbBinaryCompare)', output: 7 },
		{ expression: 'InStr("repEated", "e", 3, vbTextCompare)', output: 4 },
		{ expression: 'InStr("fox", "dog")', output: 0 },
	],
	evaluate: (call) => {
		const compareType = call.word(3) ?? "vbbinarycompare";
		const ignoresCase = compareType === "vbtextcompare" || compareType === "1";
		if (!ignoresCase && compareType !== "vbbinarycompare" && compareType !== "0") {
			throw call.errorAt(3, "InvalidArgument", "InStr compares by vbBinaryCompare or vbTextCompare");
		}
		const start = call.integer(2, 1);
		if (start < 1) throw call.errorAt(2, "InvalidArgument", "InStr counts characters from 1");
		const source = call.text(0);
		const find = call.text(1);
		if (start > source.length) return 0;
		const found = ignoresCase
			? foldCase(source).indexOf(foldCase(find), start - 1)
			: source.indexOf(find, start - 1);
		return found + 1;
	},
};
