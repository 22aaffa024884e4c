import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { source } from "./source-parameter.ts";

export const convertToUtf8Hex: FunctionDescriptor = {
	name: "ConvertToUTF8Hex",
	family: "Encoding",
	parameters: [source],
	returns: "text",
	summary: "The bytes of the string in UTF-8, as upper-case hexadecimal digits.",
	examples: [
		{ expression: 'ConvertToUTF8Hex("Hello world!")', output: "48656C6C6F20776F726C6421" },
		{
			expression: 'Join("", 1000, Replace(ConvertToUTF8Hex([objectId]), , "[a-zA-Z_]*", , "", , ))',
			input: { objectId: "00aa00aa-bb11-cc22-dd33-44ee44ee44ee" },
			output: "100030306161303061612626231312636332322646433332343465653434656534346565",
			note: "An ID of digits. The output in Microsoft's reference belongs to another input.",
		},
	],
	evaluate: (call) => {
		const text = call.textOrNull(0);
		if (text === null) return null;
		const bytes = new TextEncoder().encode(text);
		return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
	},
};
