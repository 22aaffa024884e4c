import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const selectUniqueValue: FunctionDescriptor = {
	name: "SelectUniqueValue",
	family: "Flow",
	parameters: [
		{ name: "rule1", kind: "text", doc: "The value that is wanted most." },
		{ name: "rule2", kind: "text", doc: "The value when the first is taken." },
		{ name: "rule", kind: "text", optional: true, repeats: true, doc: "More values to try." },
	],
	returns: "text",
	summary: "The first value that no object of the target has yet.",
	remarks: [
		"Only as the outermost call, not on a matching attribute, and only on creation. Null and empty values are passed over.",
		"Entra limits it to provisioning into Active Directory; here it works with any target that can be searched.",
	],
	examples: [
		{
			expression:
				'SelectUniqueValue(Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com"), Join("@", NormalizeDiacritics(StripSpaces(Join(".", Mid([PreferredFirstName], 1, 1), [PreferredLastName]))), "contoso.com"), Join("@", NormalizeDiacritics(StripSpaces(Join(".", Mid([PreferredFirstName], 1, 2), [PreferredLastName]))), "contoso.com"))',
			input: { PreferredFirstName: "John", PreferredLastName: "Smith" },
			output: "John.Smith@contoso.com",
			note: "When the target has no such value yet; else J.Smith@contoso.com, else Jo.Smith@contoso.com.",
		},
	],
	evaluate: (call) => {
		const { isTaken } = call.run.environment;
		if (!isTaken) throw call.error("NoTarget", "SelectUniqueValue needs a target to look values up in");
		for (let index = 0; index < call.count; index++) {
			const value = call.text(index);
			if (value === "") continue;
			const taken = isTaken(value);
			if (taken === undefined) throw call.uniquenessUnknown(index, value);
			if (!taken) return value;
		}
		throw call.error("NoUniqueValue", "Every value that SelectUniqueValue offers is taken in the target");
	},
};
