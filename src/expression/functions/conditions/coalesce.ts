import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isList } from "../../value/value.ts";

export const coalesce: FunctionDescriptor = {
	name: "Coalesce",
	family: "Conditions",
	parameters: [
		{ name: "source1", kind: "any", doc: "Usually an attribute." },
		{
			name: "source",
			kind: "any",
			optional: true,
			repeats: true,
			doc: "More values to try, in order; the last can be a constant default.",
		},
	],
	returns: "any",
	summary: "The first value that is not null.",
	remarks: ['"" is not null. Null when all are.'],
	examples: [
		{
			expression: "Coalesce([mail], [userPrincipalName])",
			input: { mail: null, userPrincipalName: "John.Doe@contoso.com" },
			output: "John.Doe@contoso.com",
		},
		{ expression: 'Coalesce([mail], [otherMails], "none")', output: "none" },
	],
	evaluate: (call) => {
		for (let index = 0; index < call.count; index++) {
			const value = call.value(index);
			if (value !== null && !(isList(value) && value.length === 0)) return value;
		}
		return null;
	},
};
