import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { integerValue } from "../../value/value.ts";

export const bitAnd: FunctionDescriptor = {
	name: "BitAnd",
	family: "Numbers",
	parameters: [
		{ name: "value1", kind: "integer", doc: "An integer; &HF7 is hexadecimal." },
		{ name: "value2", kind: "integer", doc: "Another integer." },
	],
	returns: "integer",
	summary: "The bits that are set in both numbers (64 bits).",
	examples: [
		{ expression: "BitAnd(&HF, &HF7)", output: 7 },
		{ expression: "BitAnd([userAccountControl], 2)", input: { userAccountControl: 514 }, output: 2 },
	],
	evaluate: (call) => integerValue(BigInt.asIntN(64, call.bigInteger(0) & call.bigInteger(1))),
};
