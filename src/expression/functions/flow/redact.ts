import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const redact: FunctionDescriptor = {
	name: "Redact",
	family: "Flow",
	parameters: [{ name: "value", kind: "any", doc: "The attribute or string to hide in the logs." }],
	returns: "any",
	summary: "Provisions the value, and shows [Redact] instead of it in the logs.",
	remarks: ["Inside another call, it hides the result of the whole mapping."],
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
