import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { isEmpty } from "../../value/value.ts";

const ignore: FunctionDescriptor = {
	name: "IgnoreFlowIfNullOrEmpty",
	family: "Flow",
	parameters: [{ name: "expression", kind: "any", doc: "An attribute or a call." }],
	returns: "any",
	summary: "Takes the attribute out of the flow when the value is null or empty: neither set nor cleared.",
	remarks: ["Inside another call it takes the whole mapping out of the flow."],
	examples: [
		{ expression: "IgnoreFlowIfNullOrEmpty([department])", input: { department: "Sales" }, output: "Sales" },
		{
			expression: "IgnoreFlowIfNullOrEmpty([department])",
			output: null,
			note: "Dropped from the flow.",
		},
		{
			expression:
				'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443", "Dr.", "3444", "Prof.", "3445", "Prof. Dr."))',
			input: { prefix: "1" },
			output: null,
			note: "Dropped from the flow.",
		},
	],
	evaluate: (call) => {
		const value = call.value(0);
		if (!isEmpty(value)) return value;
		call.run.dropped = true;
		return null;
	},
};

const redact: FunctionDescriptor = {
	name: "Redact",
	family: "Flow",
	parameters: [{ name: "value", kind: "any", doc: "The attribute or text that logs must not show." }],
	returns: "any",
	summary: "Lets the value flow, and shows [Redact] in its place in the logs.",
	remarks: ["Inside another call it hides the result of the whole mapping."],
	examples: [
		{
			expression: "Redact([userPrincipalName])",
			input: { userPrincipalName: "John.Doe@contoso.com" },
			output: "John.Doe@contoso.com",
		},
		{ expression: 'Redact("StringToBeRedacted")', output: "StringToBeRedacted" },
		{ expression: "Redact(RandomString(6, 3, 0, 0, 3))", output: /^[0-9a-z]{6}$/u },
	],
	evaluate: (call) => {
		call.run.redacted = true;
		return call.value(0);
	},
};

const selectUniqueValue: FunctionDescriptor = {
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

export const flowFunctions = [ignore, redact, selectUniqueValue];
