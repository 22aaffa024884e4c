import type { FunctionDescriptor, Parameter } from "../../call/descriptor.ts";
import { attributesOf, type CallNode, descendants, type Node } from "../../syntax/ast.ts";
import type { Finding } from "../../syntax/problem.ts";
import { isEmpty, isList, toText } from "../../value/value.ts";

const expression: Parameter = { name: "expression", kind: "any", doc: "An attribute or a call." };

const presenceTests: readonly string[] = ["isnull", "isnullorempty", "ispresent"];

function isPresenceTest(node: Node | undefined): boolean {
	return node?.kind === "call" && presenceTests.includes(node.name.toLowerCase());
}

/** Entra fails an IIF whose condition reads an empty attribute; testing for emptiness can never succeed there. */
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
		? `Works here; in Entra an IIF cannot test for an empty value: nothing flows when ${names.join(" or ")} is empty. Write Switch(${names[0]}, ${names[0]}, "", "Other")`
		: `Entra would not flow this when ${names.join(" or ")} is empty: its IIF fails on null`;
	const span = { start: condition.start, end: condition.end };
	return [{ severity: "warning", code: "EntraNullCondition", message, span }];
}

function checkSwitch({ arguments: [source, , ...pairs] }: CallNode): Finding[] {
	const findings: Finding[] = [];
	if (source && isPresenceTest(source)) {
		findings.push({
			severity: "warning",
			code: "EntraSwitchSource",
			message:
				'Microsoft warns against this as the source of Switch in Entra: use the attribute, with "" as a key',
			span: { start: source.start, end: source.end },
		});
	}
	if (source?.kind === "attribute" && /^manager(?:\.id)?$/iu.test(source.name)) {
		findings.push({
			severity: "warning",
			code: "EntraSwitchSource",
			message: "Works here; Microsoft says not to use Switch on references such as the manager",
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
				message: "This key stands here twice: the first one wins",
				span: { start: key.start, end: key.end },
			});
		}
		seen.add(key.value);
	}
	return findings;
}

const iif: FunctionDescriptor = {
	name: "IIF",
	family: "Conditions",
	parameters: [
		{
			name: "condition",
			kind: "condition",
			doc: "Two values compared by =, <>, >, >=, < or <=, or one value that is True or False.",
		},
		{ name: "valueIfTrue", kind: "any", doc: "The result when the condition holds." },
		{ name: "valueIfFalse", kind: "any", doc: "The result when it does not." },
	],
	returns: "any",
	summary: "One of two values, by a condition.",
	remarks: [
		"There is no AND and no OR: nest IIF.",
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

const switchFunction: FunctionDescriptor = {
	name: "Switch",
	family: "Conditions",
	parameters: [
		{ name: "source", kind: "any", doc: "The value to look up." },
		{
			name: "defaultValue",
			kind: "any",
			optional: true,
			doc: "The result when no key matches; null when left out.",
		},
		{
			name: "key",
			kind: "text",
			repeats: true,
			doc: 'Compared with the source, case-sensitively; "" matches null.',
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

const coalesce: FunctionDescriptor = {
	name: "Coalesce",
	family: "Conditions",
	parameters: [
		{ name: "source1", kind: "any", doc: "Usually an attribute." },
		{
			name: "source",
			kind: "any",
			optional: true,
			repeats: true,
			doc: "More to try, in order; the last can be a constant default.",
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

const not: FunctionDescriptor = {
	name: "Not",
	family: "Conditions",
	parameters: [
		{ name: "source", kind: "boolean", doc: "True or False, as a boolean or as text in any case." },
	],
	returns: "boolean",
	summary: "False when the source is True; True for everything else.",
	examples: [
		{ expression: "Not([accountEnabled])", input: { accountEnabled: true }, output: false },
		{ expression: 'Not("False")', output: true },
		{ expression: "Not([accountEnabled])", output: true, note: "The attribute is absent." },
	],
	evaluate: (call) => toText(call.single(0)).trim().toLowerCase() !== "true",
};

const cBool: FunctionDescriptor = {
	name: "CBool",
	family: "Conditions",
	parameters: [{ name: "expression", kind: "condition", doc: "Two values compared, or one value." }],
	returns: "boolean",
	summary: "True for True and for a number other than 0.",
	remarks: ["Null and empty are False; text that is neither a number nor True or False is an error."],
	examples: [
		{
			expression: "CBool([attribute1] = [attribute2])",
			input: { attribute1: "a", attribute2: "a" },
			output: true,
		},
		{ expression: 'CBool("0")', output: false },
	],
	evaluate: (call) => call.boolean(0),
};

const isNull: FunctionDescriptor = {
	name: "IsNull",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for null: the attribute is absent.",
	examples: [
		{ expression: "IsNull([displayName])", output: true },
		{ expression: "IsNull([displayName])", input: { displayName: "" }, output: false },
	],
	evaluate: (call) => call.value(0) === null,
};

const isNullOrEmpty: FunctionDescriptor = {
	name: "IsNullOrEmpty",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for null, an empty text, and no values at all.",
	examples: [
		{ expression: "IsNullOrEmpty([displayName])", input: { displayName: "" }, output: true },
		{ expression: "IsNullOrEmpty([displayName])", input: { displayName: "John" }, output: false },
	],
	evaluate: (call) => isEmpty(call.value(0)),
};

const isPresent: FunctionDescriptor = {
	name: "IsPresent",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for what is neither null nor empty: the inverse of IsNullOrEmpty.",
	examples: [
		{
			expression:
				"Switch(IsPresent([directManager]), [directManager], IsPresent([skiplevelManager]), [skiplevelManager], IsPresent([director]), [director])",
			input: { directManager: "Ada" },
			output: "Ada",
		},
	],
	evaluate: (call) => !isEmpty(call.value(0)),
};

const isString: FunctionDescriptor = {
	name: "IsString",
	family: "Conditions",
	parameters: [expression],
	returns: "boolean",
	summary: "True for a single text.",
	examples: [
		{ expression: "IsString([city])", input: { city: "Oslo" }, output: true },
		{ expression: "IsString(7)", output: false },
	],
	evaluate: (call) => typeof call.value(0) === "string",
};

export const conditionFunctions = [
	iif,
	switchFunction,
	coalesce,
	not,
	cBool,
	isNull,
	isNullOrEmpty,
	isPresent,
	isString,
];
