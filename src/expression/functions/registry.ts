import type { FunctionDescriptor } from "../call/descriptor.ts";
import * as all from "./all.ts";

/** Every function of the language, in alphabetical order. */
export const functions: readonly FunctionDescriptor[] = Object.values(all).sort((a, b) =>
	a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1,
);

const byName = new Map(functions.map((each) => [each.name.toLowerCase(), each]));

/** The function of this name, in any case. */
export function findFunction(name: string): FunctionDescriptor | undefined {
	return byName.get(name.toLowerCase());
}
