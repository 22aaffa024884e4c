import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const stripSpaces: FunctionDescriptor = {
	name: "StripSpaces",
	family: "Text",
	parameters: [{ name: "source", kind: "text", doc: "The string to strip." }],
	returns: "text",
	summary: "Removes every space character (U+0020).",
	examples: [{ expression: 'StripSpaces(" de la  Cruz ")', output: "delaCruz" }],
	evaluate: (call) => call.textOrNull(0)?.replaceAll(" ", "") ?? null,
};
