import { format, parse } from "../../expression/index.ts";

/** Columns that an expression takes before its calls are broken into lines: they fit into an editor of 80. */
const columns = 76;

/** An expression as it is saved: names as documented, a line for each argument of a long call. Throws `ExpressionError`. */
export function canonicalExpression(text: string): string {
	return format(parse(text), { width: columns });
}
