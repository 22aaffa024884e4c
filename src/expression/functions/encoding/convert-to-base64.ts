import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { source } from "./source-parameter.ts";

/** Base64 of UTF-16 in little-endian order, which .NET calls Unicode. */
function base64OfUtf16(text: string): string {
	let bytes = "";
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		bytes += String.fromCharCode(unit & 0xff, unit >> 8);
	}
	return btoa(bytes);
}

export const convertToBase64: FunctionDescriptor = {
	name: "ConvertToBase64",
	family: "Encoding",
	parameters: [source],
	returns: "text",
	summary: "Base64 of the string in UTF-16, little-endian.",
	examples: [{ expression: 'ConvertToBase64("Hello world!")', output: "SABlAGwAbABvACAAdwBvAHIAbABkACEA" }],
	evaluate: (call) => {
		const text = call.textOrNull(0);
		return text === null ? null : base64OfUtf16(text);
	},
};
