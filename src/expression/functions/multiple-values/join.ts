import type { FunctionDescriptor } from "../../call/descriptor.ts";

const join: FunctionDescriptor = {
	name: "Join",
	family: "Multiple values",
	parameters: [
		{ name: "separator", kind: "text", doc: 'Stands between the values; can be "".' },
		{ name: "source1", kind: "values", optional: true, doc: "A text or a multi-valued attribute." },
		{ name: "source", kind: "values", optional: true, repeats: true, doc: "More of them." },
	],
	returns: "text",
	summary: "Joins texts, and all values of multi-valued attributes, by a separator.",
	remarks: ['Null and empty values are skipped. With nothing to join the result is "".'],
	examples: [
		{
			expression: 'Join(", ", "", [surname], [givenName])',
			input: { givenName: "John", surname: "Doe" },
			output: "Doe, John",
		},
		{
			expression: 'Join(" ", [givenName], [middleName], [surname])',
			input: { givenName: "John", surname: "Doe" },
			output: "John Doe",
		},
		{
			expression: 'Join("; ", [otherMails])',
			input: { otherMails: ["a@b.c", "d@e.f"] },
			output: "a@b.c; d@e.f",
		},
	],
	evaluate: (call) => {
		const separator = call.text(0);
		const parts: string[] = [];
		let length = 0;
		for (let index = 1; index < call.count; index++) {
			for (const text of call.texts(index)) {
				if (text === "") continue;
				length += text.length + separator.length;
				call.refuseLength(length - separator.length);
				parts.push(text);
			}
		}
		return parts.join(separator);
	},
};

const split: FunctionDescriptor = {
	name: "Split",
	family: "Multiple values",
	parameters: [
		{ name: "source", kind: "text", doc: "The text to split." },
		{ name: "delimiter", kind: "text", doc: 'What separates the values, such as ",".' },
	],
	returns: "values",
	summary: "Splits a text into several values.",
	remarks: ["White space around each value is removed. Null yields null, an empty text no values."],
	examples: [
		{
			expression: 'Split([extensionAttribute5], ",")',
			input: { extensionAttribute5: "PermissionSetOne, PermissionSetTwo" },
			output: ["PermissionSetOne", "PermissionSetTwo"],
		},
	],
	evaluate: (call) => {
		const source = call.textOrNull(0);
		const delimiter = call.text(1);
		if (source === null) return null;
		if (source === "") return [];
		const parts = delimiter === "" ? [source] : source.split(delimiter);
		return parts.map((part) => part.trim());
	},
};

const item: FunctionDescriptor = {
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
						message: "Item counts from 1: index 0 yields nothing",
						span: { start: index.start, end: index.end },
						suggestion: "1",
					},
				]
			: [],
	evaluate: (call) => call.texts(0)[call.integer(1) - 1] ?? null,
};

const count: FunctionDescriptor = {
	name: "Count",
	family: "Multiple values",
	parameters: [{ name: "attribute", kind: "values", doc: "A multi-valued attribute." }],
	returns: "integer",
	summary: "The number of values.",
	remarks: ["A single value counts as one, null as none."],
	examples: [
		{ expression: "Count([otherMails])", input: { otherMails: ["a@b.c", "d@e.f"] }, output: 2 },
		{ expression: "Count([otherMails])", output: 0 },
	],
	evaluate: (call) => call.texts(0).length,
};

const removeDuplicates: FunctionDescriptor = {
	name: "RemoveDuplicates",
	family: "Multiple values",
	parameters: [{ name: "attribute", kind: "values", doc: "A multi-valued attribute." }],
	returns: "values",
	summary: "Keeps the first of equal values.",
	remarks: ["Values that differ in case are different."],
	examples: [
		{
			expression: "RemoveDuplicates([proxyAddresses])",
			input: { proxyAddresses: ["smtp:a@b.c", "smtp:d@e.f", "smtp:a@b.c"] },
			output: ["smtp:a@b.c", "smtp:d@e.f"],
		},
	],
	evaluate: (call) => (call.value(0) === null ? null : [...new Set(call.texts(0))]),
};

export const listFunctions = [join, split, item, count, removeDuplicates];
