import type { FunctionDescriptor } from "../../call/descriptor.ts";
import type { CallNode } from "../../syntax/ast.ts";
import type { Finding } from "../../syntax/problem.ts";
import { isPresenceTest } from "./presence-test.ts";

function checkSwitch({ arguments: [source, , ...pairs] }: CallNode): Finding[] {
	const findings: Finding[] = [];
	if (source && isPresenceTest(source)) {
		findings.push({
			severity: "warning",
			code: "EntraSwitchSource",
			message:
				'Microsoft advises against this source of Switch in Entra: use the attribute, with "" as a key',
			span: { start: source.start, end: source.end },
		});
	}
	if (source?.kind === "attribute" && /^manager(?:\.id)?$/iu.test(source.name)) {
		findings.push({
			severity: "warning",
			code: "EntraSwitchSource",
			message: "Works here, but Microsoft advises against Switch on references such as the manager",
			span: { start: source.start, end: source.end },
		});
	}
	const seen = new Set<string>();
	for (const [index, key] of pairs.entries()) {
		if (index % 2 !== 0 || key.kind !== "text") continue;
		if (seen.has(key.value)) {
			findings.push({
				severity: "warning",
				code: "DuplicateKey",
				message: "Duplicate key: the first one wins",
				span: { start: key.start, end: key.end },
			});
		}
		seen.add(key.value);
	}
	return findings;
}

export const switchFunction: FunctionDescriptor = {
	name: "Switch",
	family: "Conditions",
	parameters: [
		{ name: "source", kind: "any", doc: "The value to look up." },
		{
			name: "defaultValue",
			kind: "any",
			optional: true,
			doc: "The result when no key matches; null if left out.",
		},
		{
			name: "key",
			kind: "text",
			repeats: true,
			doc: 'Compared with the source, case-sensitive; "" matches null.',
		},
		{ name: "value", kind: "any", repeats: true, doc: "The result for its key." },
	],
	returns: "any",
	summary: "The value whose key equals the source.",
	remarks: ["The first matching key wins. Values are evaluated only when their key matches."],
	examples: [
		{
			expression:
				'Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney", "QLD", "Australia/Brisbane", "SA", "Australia/Adelaide")',
			input: { state: "QLD" },
			output: "Australia/Brisbane",
		},
		{
			expression: 'Switch(ToLower([statusFlag]), "0", "true", "1", "false", "0")',
			input: { statusFlag: "TRUE" },
			output: "1",
		},
		{
			expression: 'Switch([statusFlag], "Default Value", "true", "1", "", "0")',
			output: "0",
			note: "The attribute is absent.",
		},
		{
			expression: 'Switch([country], [country], "", "Other")',
			input: { country: "France" },
			output: "France",
		},
		{
			expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
			input: { IsSoftDeleted: true },
			output: "False",
		},
	],
	check: checkSwitch,
	evaluate: (call) => {
		const source = call.text(0);
		for (let key = 2; key < call.count; key += 2) {
			if (call.text(key) === source) return call.value(key + 1);
		}
		return call.value(1);
	},
};
