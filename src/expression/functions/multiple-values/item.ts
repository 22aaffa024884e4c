import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const item: FunctionDescriptor = {
	name: "Item",
	family: "Multiple values",
	parameters: [
		{ name: "attribute", kind: "values", doc: "A multi-valued attribute." },
		{ name: "index", kind: "integer", doc: "Which value; the first is 1." },
	],
	returns: "text",
	summary: "One value of a multi-valued attribute.",
	remarks: ["Null when there is no such value, as for index 0."],
	examples: [
		{
			expression: "Item([proxyAddresses], 1)",
			input: { proxyAddresses: ["SMTP:john@contoso.com", "smtp:j.doe@contoso.com"] },
			output: "SMTP:john@contoso.com",
		},
		{ expression: 'Item(Split("a,b", ","), 2)', output: "b" },
	],
	check: ({ arguments: [, index] }) =>
		index?.kind === "number" && index.value === 0
			? [
					{
						severity: "warning",
						code: "EntraIndex",
						message: "Item counts from 1, so index 0 yields nothing",
						span: { start: index.start, end: index.end },
						suggestion: "1",
					},
				]
			: [],
	evaluate: (call) => call.texts(0)[call.integer(1) - 1] ?? null,
};
