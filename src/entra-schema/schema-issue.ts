import type { z } from "zod";

/**
 * The first problem with external JSON, with its path:
 * `synchronizationRules[0].objectMappings: expected array, received object (and 2 more)`.
 */
export function describeIssue({ issues }: z.ZodError): string {
	const [first, ...more] = issues;
	if (first === undefined) return "it cannot be read";
	const place = first.path
		.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
		.join("")
		.replace(/^\./, "");
	const problem = first.message.replace(/^Invalid input: /, "");
	const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
	return `${place === "" ? "" : `${place}: `}${problem}${others}`;
}
