import { conditionFunctions } from "./conditions.ts";
import { dateFunctions } from "./dates.ts";
import type { FunctionDescriptor } from "./descriptor.ts";
import { encodingFunctions } from "./encoding.ts";
import { flowFunctions } from "./flow.ts";
import { letterCaseFunctions } from "./letter-case.ts";
import { listFunctions } from "./lists.ts";
import { numberFunctions } from "./numbers.ts";
import { randomFunctions } from "./random.ts";
import { replaceFunctions } from "./replace.ts";
import { roleFunctions } from "./roles.ts";
import { textFunctions } from "./text.ts";

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
