import type { Arguments } from "../../call/arguments.ts";
import type { FunctionDescriptor } from "../../call/descriptor.ts";
import { PatternError, PatternTooSlowError } from "../../regex/errors.ts";
import { type Regex, regexOf } from "../../regex/regex.ts";
import { parseReplacement } from "../../regex/replacement.ts";
import type { CallNode, Node } from "../../syntax/ast.ts";
import { placeInText } from "../../syntax/literal.ts";
import type { Finding } from "../../syntax/problem.ts";

const place = {
	source: 0,
	oldValue: 1,
	pattern: 2,
	group: 3,
	replacement: 4,
	attribute: 5,
	template: 6,
} as const;

const wanted =
	"Replace takes oldValue with replacementValue or template, or regexPattern with replacementValue, or regexPattern and regexGroupName with replacementValue or replacementAttributeName";

/** Replaces all occurrences of one string with another, both literal. */
function replacePlain(call: Arguments, source: string, oldValue: string, newValue: string): string {
	const parts = source.split(oldValue);
	call.refuseLength(source.length + (parts.length - 1) * (newValue.length - oldValue.length));
	return parts.join(newValue);
}

/** Uses the pattern, and reports its failures as failures of the call. */
function withRegex<Result>(call: Arguments, use: (regex: Regex) => Result): Result {
	try {
		return use(regexOf(call.text(place.pattern)));
	} catch (error) {
		if (error instanceof PatternError) {
			const computed = "The computed value is not a .NET regular expression";
			throw call.errorInText(place.pattern, "InvalidPattern", error, computed);
		}
		if (error instanceof PatternTooSlowError)
			throw call.errorAt(place.pattern, "PatternTooSlow", error.message);
		throw error;
	}
}

function groupOf(call: Arguments, regex: Regex): number {
	const name = call.text(place.group);
	const group = regex.groupNumber(name);
	if (group !== undefined) return group;
	const problem = { message: `The pattern has no group "${name}"`, offset: null };
	const computed = "The pattern has no group with the computed name";
	throw call.errorInText(place.group, "InvalidArgument", problem, computed);
}

/** Replaces every match, or one group of every match, with what `replacement` returns. */
function replaceMatches(
	call: Arguments,
	regex: Regex,
	source: string,
	group: number,
	replacement: (match: Parameters<ReturnType<typeof parseReplacement>>[0]) => string,
): string {
	const parts: string[] = [];
	let length = 0;
	let copied = 0;
	for (const match of regex.matches(source)) {
		const range = match.group(group);
		if (!range || range[0] < copied) continue;
		const part = replacement(match);
		parts.push(source.slice(copied, range[0]), part);
		length += range[0] - copied + part.length;
		call.refuseLength(length);
		copied = range[1];
	}
	parts.push(source.slice(copied));
	return parts.join("");
}

function evaluate(call: Arguments): string | null {
	const source = call.textOrNull(place.source);
	const oldValue = call.text(place.oldValue);
	if (oldValue !== "" && call.isGiven(place.replacement)) {
		return source === null ? null : replacePlain(call, source, oldValue, call.text(place.replacement));
	}
	const template = call.text(place.template);
	if (oldValue !== "" && template !== "") {
		return source === null ? null : replacePlain(call, template, oldValue, source);
	}
	if (call.text(place.pattern) === "") throw call.error("InvalidArgument", wanted);
	const hasGroup = call.text(place.group) !== "";
	if (hasGroup && call.isGiven(place.attribute)) {
		if (source !== null && source !== "") return source;
		const other = call.text(place.attribute);
		return withRegex(call, (regex) => {
			const range = regex.match(other)?.group(groupOf(call, regex));
			return range ? other.slice(range[0], range[1]) : null;
		});
	}
	if (!call.isGiven(place.replacement)) throw call.error("InvalidArgument", wanted);
	const replacement = call.text(place.replacement);
	if (source === null) return null;
	return withRegex(call, (regex) => {
		if (hasGroup) return replaceMatches(call, regex, source, groupOf(call, regex), () => replacement);
		const substitute = parseReplacement(replacement, regex);
		return replaceMatches(call, regex, source, 0, (match) => substitute(match, source));
	});
}

function isGiven(node: Node | undefined): node is Node {
	return node !== undefined && node.kind !== "omitted" && !(node.kind === "text" && node.value === "");
}

function check({ arguments: nodes, start, end }: CallNode, text: string): Finding[] {
	const [, oldValue, pattern, group, replacement, attribute, template] = nodes;
	const replaces = replacement !== undefined && replacement.kind !== "omitted";
	const isComplete =
		(isGiven(oldValue) && (replaces || isGiven(template))) ||
		(isGiven(pattern) && (replaces || (isGiven(group) && isGiven(attribute))));
	if (!isComplete)
		return [{ severity: "error", code: "InvalidReplace", message: wanted, span: { start, end } }];
	if (pattern?.kind !== "text" || pattern.value === "") return [];
	try {
		const regex = regexOf(pattern.value);
		const findings: Finding[] = [];
		if (group?.kind === "text" && group.value !== "" && regex.groupNumber(group.value) === undefined) {
			const message = `The pattern has no group "${group.value}"`;
			findings.push({
				severity: "error",
				code: "UnknownGroup",
				message,
				span: { start: group.start, end: group.end },
			});
		}
		if (replacement?.kind === "text" && !isGiven(group)) {
			for (const { 0: written, 1: name = "", index } of replacement.value.matchAll(/\$\{(\w+)\}/gu)) {
				if (regex.groupNumber(name) !== undefined) continue;
				const message = `The pattern has no group "${name}": ${written} would stay unchanged`;
				const from = placeInText(text, replacement, index).start;
				const span = { start: from, end: from + written.length };
				findings.push({ severity: "warning", code: "UnknownGroup", message, span });
			}
		}
		return findings;
	} catch (error) {
		if (!(error instanceof PatternError)) throw error;
		const span = placeInText(text, pattern, error.offset);
		return [{ severity: "error", code: "InvalidPattern", message: error.message, span }];
	}
}

export const replace: FunctionDescriptor = {
	name: "Replace",
	family: "Text",
	parameters: [
		{ name: "source", kind: "text", doc: "Usually an attribute." },
		{
			name: "oldValue",
			kind: "text",
			optional: true,
			doc: "The string to replace in the source, or in the template.",
		},
		{ name: "regexPattern", kind: "pattern", optional: true, doc: "A .NET regular expression." },
		{ name: "regexGroupName", kind: "text", optional: true, doc: "The name of a group in the pattern." },
		{ name: "replacementValue", kind: "text", optional: true, doc: "The replacement." },
		{
			name: "replacementAttributeName",
			kind: "text",
			optional: true,
			doc: "The attribute to read when the source has no value.",
		},
		{
			name: "template",
			kind: "text",
			optional: true,
			doc: "A string in which oldValue is the placeholder for the source.",
		},
	],
	returns: "text",
	summary: "Replaces parts of a string, literally or with a regular expression. Case-sensitive.",
	remarks: [
		"oldValue and replacementValue: every oldValue in the source becomes replacementValue.",
		"oldValue and template: every oldValue in the template becomes the source.",
		`regexPattern and replacementValue: every match becomes replacementValue, in which \${name} and $1 are groups.`,
		"regexPattern, regexGroupName and replacementValue: in every match only that group becomes replacementValue, taken literally.",
		"regexPattern, regexGroupName and replacementAttributeName: the source if it has a value; otherwise that group of the pattern's first match in the attribute, or null.",
		"Null when the source is null (in the last form, only if the attribute doesn't match either). Balancing groups, (?<a-b>…), are not supported; a search that takes too long fails.",
	],
	examples: [
		{
			expression: 'Replace([mail], "@contoso.com", , , "", , )',
			input: { mail: "john.doe@contoso.com" },
			output: "john.doe",
		},
		{
			expression: 'Replace([BusinessTitle], "Product Developer", , , "Software Engineer", , )',
			input: { BusinessTitle: "Product Developer" },
			output: "Software Engineer",
		},
		{
			expression: 'Replace([UserID], "<username>", , , , , "<username>@contoso.com")',
			input: { UserID: "jsmith" },
			output: "jsmith@contoso.com",
		},
		{
			expression: `Replace([telephoneNumber], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})", , "\${phoneNumber}", , )`,
			input: { telephoneNumber: "+91 9998887777" },
			output: "9998887777",
		},
		{
			expression: 'Replace([mobile], , "[()\\\\s-]+", , "", , )',
			input: { mobile: "+1 (999) 888-7777" },
			output: "+19998887777",
			note: "Microsoft prints 19998887777, but this pattern does not match the plus sign.",
		},
		{
			expression: 'Replace([AddressLineData], , "(?<streetNumber>^\\\\d*)", "streetNumber", "888", , )',
			input: { AddressLineData: "545 Tremont Street" },
			output: "888 Tremont Street",
		},
		{
			expression: 'Replace([userPrincipalName], , "(?<Suffix>@(.)*)", "Suffix", "", , )',
			input: { userPrincipalName: "jsmith@contoso.com" },
			output: "jsmith",
		},
		{
			expression:
				'Replace([telephoneNumber], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})", "phoneNumber", , [mobile], )',
			input: { telephoneNumber: "", mobile: "+91 8887779999" },
			output: "8887779999",
		},
		{
			expression: 'Replace([mailNickname], , "[a-zA-Z_]*", , "", , )',
			input: { mailNickname: "john_doe72" },
			output: "72",
		},
	],
	check,
	evaluate,
};
