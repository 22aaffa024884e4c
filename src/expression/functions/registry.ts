import type { FunctionDescriptor } from "../call/descriptor.ts";
import { conditionFunctions } from "./conditions/switch.ts";
import { dateFunctions } from "./dates/date-diff.ts";
import { encodingFunctions } from "./encoding/convert-to-utf8-hex.ts";
import { flowFunctions } from "./flow/select-unique-value.ts";
import { listFunctions } from "./multiple-values/join.ts";
import { numberFunctions } from "./numbers/bit-and.ts";
import { randomFunctions } from "./random/random-string.ts";
import { roleFunctions } from "./roles/single-app-role-assignment.ts";
import { textFunctions } from "./text/in-str.ts";
import { letterCaseFunctions } from "./text/p-case.ts";
import { replaceFunctions } from "./text/replace.ts";

/** Every function of the language, in alphabetical order. */
export const functions: readonly FunctionDescriptor[] = [
	...textFunctions,
	...letterCaseFunctions,
	...replaceFunctions,
	...conditionFunctions,
	...listFunctions,
	...dateFunctions,
	...numberFunctions,
	...encodingFunctions,
	...roleFunctions,
	...flowFunctions,
	...randomFunctions,
].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

const byName = new Map(functions.map((each) => [each.name.toLowerCase(), each]));

/** The function of this name, in any case. */
export function findFunction(name: string): FunctionDescriptor | undefined {
	return byName.get(name.toLowerCase());
}
