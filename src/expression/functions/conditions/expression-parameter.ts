import type { Parameter } from "../../call/descriptor.ts";

/** The parameter of the functions that test one value. */
export const expression: Parameter = { name: "expression", kind: "any", doc: "An attribute or a call." };
