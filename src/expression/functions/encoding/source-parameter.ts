import type { Parameter } from "../../call/descriptor.ts";

/** The parameter of every encoding. */
export const source: Parameter = { name: "source", kind: "text", doc: "The string to convert." };
