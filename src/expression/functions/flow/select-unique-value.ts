import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const selectUniqueValue: FunctionDescriptor = {
	name: "SelectUniqueValue",
	family: "Flow",
	parameters: [
		{ name: "rule1", kind: "text", doc: "The preferred value." },
		{ name: "rule2", kind: "text", doc: "The value when the first is taken." },
		{ name: "rule", kind: "text", optional: true, repeats: true, doc: "More values to try." },
	],
	returns: "text",
	summary: "The first value that no object in the target has.",
	remarks: [
		"Only as the outermost call, not on a matching attribute, and only on creation. Null and empty values are skipped.",
		"Entra limits it to provisioning into Active Directory; here it works with any target that supports search.",
	],
	examples: [
		{
			expression:
				'SelectUniqueValue(Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com"), Join("@", NormalizeDiacritics(StripSpaces(Join(".", Mid([PreferredFirstName], 1, 1), [PreferredLastName]))), "contoso.com"), Join("@", NormalizeDiacritics(StripSpaces(Join(".", Mid([PreferredFirstName], 1, 2), [PreferredLastName]))), "contoso.com"))',
			input: { PreferredFirstName: "John", PreferredLastName: "Smith" },
			output: "John.Smith@contoso.com",
			note: "If the target has no such value; otherwise J.Smith@contoso.com, then Jo.Smith@contoso.com.",
		},
	],
	evaluate: (call) => {
		const { isTaken } = call.run.environment;
		if (!isTaken) throw call.error("NoTarget", "SelectUniqueValue needs a target in which to look up values");
		for (let index = 0; index < call.count; index++) {
			const value = call.text(index);
			if (value === "") continue;
			const taken = isTaken(value);
			if (taken === undefined) throw call.uniquenessUnknown(index, value);
			if (!taken) return value;
		}
		throw call.error("NoUniqueValue", "All values of SelectUniqueValue are taken in the target");
	},
};
