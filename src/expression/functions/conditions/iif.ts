import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { attributesOf, type CallNode, descendants } from "../../syntax/ast.ts";
import type { Finding } from "../../syntax/problem.ts";
import { isPresenceTest } from "./presence-test.ts";

/** Entra fails an IIF whose condition reads an empty attribute; a test for emptiness can never succeed there. */
function checkCondition({ arguments: [condition] }: CallNode): Finding[] {
	if (!condition || attributesOf(condition).length === 0) return [];
	const names = attributesOf(condition).map((name) => `[${name}]`);
	const testsForNull = [...descendants(condition)].some(
		(node) =>
			isPresenceTest(node) ||
			(node.kind === "comparison" &&
				[node.left, node.right].some((side) => side.kind === "text" && side.value === "")),
	);
	const message = testsForNull
		? `Works here, but in Entra an IIF can't test for an empty value: nothing flows when ${names.join(" or ")} is empty. Write Switch(${names[0]}, ${names[0]}, "", "Other")`
		: `Entra would not flow this when ${names.join(" or ")} is empty: its IIF fails on null`;
	const span = { start: condition.start, end: condition.end };
	return [{ severity: "warning", code: "EntraNullCondition", message, span }];
}

export const iif: FunctionDescriptor = {
	name: "IIF",
	family: "Conditions",
	parameters: [
		{
			name: "condition",
			kind: "condition",
			doc: "Two values compared by =, <>, >, >=, < or <=, or one value that is True or False.",
		},
		{ name: "valueIfTrue", kind: "any", doc: "The result when the condition holds." },
		{ name: "valueIfFalse", kind: "any", doc: "The result when it doesn't." },
	],
	returns: "any",
	summary: "One of two values, by a condition.",
	remarks: [
		"AND and OR don't exist: nest IIF.",
		'Entra fails an IIF whose condition reads an empty attribute, and nothing flows. Here null equals "" and the condition is evaluated as written, unless the mapping set is strict. Switch([country], [country], "", "Other") works in both.',
	],
	examples: [
		{
			expression: 'IIF([country]="USA", [country], [department])',
			input: { country: "FR", department: "Sales" },
			output: "Sales",
		},
		{
			expression: 'IIF([country]="USA", IIF([state]="CA", "True", "False"), "False")',
			input: { country: "USA", state: "CA" },
			output: "True",
			note: "AND.",
		},
		{
			expression: 'IIF([country]="USA", "True", IIF([state]="CA", "True", "False"))',
			input: { country: "FR", state: "CA" },
			output: "True",
			note: "OR.",
		},
	],
	check: checkCondition,
	evaluate: (call) => {
		call.refuseNulls(0);
		return call.value(call.boolean(0) ? 1 : 2);
	},
};
