import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor } from "../../call/descriptor.ts";
import type { CallNode } from "../../syntax/ast.ts";
import type { Finding } from "../../syntax/problem.ts";
import { type Culture, cultureOf } from "../../text/casing.ts";

/** The parameters of ToLower and ToUpper. */
export const parameters: FunctionDescriptor["parameters"] = [
	{ name: "source", kind: "text", doc: "Usually an attribute." },
	{
		name: "culture",
		kind: "text",
		optional: true,
		doc: "The name of a culture, such as tr-TR; by default the invariant culture.",
	},
];

const noCulture = "A culture is a name such as en-US or tr-TR";

/** The culture that the second argument names; by default the invariant culture. */
export function cultureFor(call: Arguments): Culture {
	const culture = cultureOf(call.textOrNull(1));
	if (culture) return culture;
	throw call.errorAt(1, "InvalidArgument", noCulture);
}

/** Reports a constant that does not name a culture. */
export function check({ arguments: [, culture] }: CallNode): Finding[] {
	if (culture?.kind !== "text" || cultureOf(culture.value)) return [];
	const span = { start: culture.start, end: culture.end };
	return [{ severity: "error", code: "InvalidArgument", message: noCulture, span }];
}

/** Remarks of ToLower and ToUpper. */
export const turkish =
	"tr and az pair i with İ and ı with I; the invariant culture leaves İ and ı unchanged.";

export const oneToOne = "One character becomes one character: ß and ﬁ have no capital letter.";
