import { type FunctionDescriptor, type Kind, type Parameter, parameterAt } from "./call/descriptor.ts";
import { isInterval } from "./dates/interval.ts";
import { parseDateTime } from "./dates/parse.ts";
import { canonicalWords } from "./format.ts";
import { findFunction } from "./functions/registry.ts";
import type { CallNode, Node } from "./syntax/ast.ts";
import { nearest } from "./syntax/nearest.ts";
import type { CheckCode, Finding } from "./syntax/problem.ts";
import { parseNumber } from "./value/number.ts";
import { argumentProblem, bareWord, unknownFunction } from "./wrong-call.ts";

function spanOf({ start, end }: Node) {
	return { start, end };
}

function error(code: Finding["code"], message: string, node: Node, suggestion?: string): Finding {
	const finding = { severity: "error", code, message, span: spanOf(node) } as const;
	return suggestion === undefined ? finding : { ...finding, suggestion };
}

function warning(code: CheckCode, message: string, node: Node): Finding {
	return { severity: "warning", code, message, span: spanOf(node) };
}

/** The kinds of parameters, as named in messages. */
const kindNames: Readonly<Record<Kind, string>> = {
	text: "text",
	integer: "a whole number",
	number: "a number",
	boolean: "True or False",
	dateTime: "a date",
	values: "one or several values",
	any: "any value",
	condition: "a condition",
	roles: "[appRoleAssignments]",
	interval: "one of yyyy, m, d, ww, h, n, s",
	pattern: "a regular expression",
	dateFormat: "a date format",
	compareType: "vbBinaryCompare or vbTextCompare",
};

/** Whether a constant string is valid for a parameter of this kind. */
function fitsText(kind: Kind, text: string): boolean {
	switch (kind) {
		case "integer":
		case "number":
			return parseNumber(text) !== null;
		case "condition":
			return text === "" || /^\s*(?:true|false)\s*$/iu.test(text) || parseNumber(text) !== null;
		case "dateTime":
			return text === "" || parseDateTime(text, new Date(0)) !== null;
		case "interval":
			return isInterval(text);
		case "roles":
			return false;
		case "compareType":
			return canonicalWords.some((word) => word.toLowerCase() === text.toLowerCase());
		default:
			return true;
	}
}

/** What a call returns against what the parameter takes; undefined when they can fit. */
function misfit(returned: Kind, taken: Kind): "never" | "perhaps" | undefined {
	const takesAnything = taken === "any" || taken === "condition";
	if (taken === "roles") return "never";
	if (returned === "roles") return takesAnything ? undefined : "never";
	if (returned === "values") return takesAnything || taken === "values" ? undefined : "perhaps";
	if (returned === "dateTime" && (taken === "integer" || taken === "number")) return "never";
	if (returned === "integer" && (taken === "dateTime" || taken === "interval")) return "never";
	return undefined;
}

function checkArgument(descriptor: FunctionDescriptor, parameter: Parameter, argument: Node): Finding[] {
	const wrongKind = (given: string) =>
		error(
			"ArgumentKind",
			`${descriptor.name} takes ${kindNames[parameter.kind]} as its ${parameter.name}, not ${given}`,
			argument,
		);
	switch (argument.kind) {
		case "comparison":
			if (parameter.kind === "condition") return [];
			return [
				warning(
					"EntraMisplacedCondition",
					"Works here, but Entra accepts a comparison only in IIF and CBool",
					argument,
				),
			];
		case "word": {
			if (parameter.kind !== "compareType") {
				return [{ severity: "error", ...bareWord(argument) }];
			}
			if (fitsText("compareType", argument.name)) return [];
			return [
				error(
					"ArgumentKind",
					`${descriptor.name} compares by vbBinaryCompare or vbTextCompare`,
					argument,
					nearest(argument.name, canonicalWords),
				),
			];
		}
		case "text":
			return fitsText(parameter.kind, argument.value) ? [] : [wrongKind("this string")];
		case "number":
			if (["dateTime", "interval", "roles"].includes(parameter.kind)) return [wrongKind("a number")];
			if (parameter.min === undefined || argument.value >= parameter.min) return [];
			return [wrongKind(`one below ${parameter.min}`)];
		case "attribute": {
			if (parameter.kind !== "roles" || argument.name.toLowerCase() === "approleassignments") return [];
			return [
				error(
					"ArgumentKind",
					`${descriptor.name} reads [appRoleAssignments]`,
					argument,
					"[appRoleAssignments]",
				),
			];
		}
		case "call": {
			const returned = findFunction(argument.name)?.returns;
			const problem = returned && misfit(returned, parameter.kind);
			if (problem === "never") return [wrongKind(`what ${argument.name} returns`)];
			if (problem !== "perhaps") return [];
			const message = `${descriptor.name} fails when ${argument.name} returns several values. Item picks one, Join combines them`;
			return [warning("SeveralValues", message, argument)];
		}
		case "omitted":
			return [];
	}
}

/** What is wrong with one call of the expression `text`; its arguments' own calls are not entered. */
export function checkCall(node: CallNode, text: string): Finding[] {
	const descriptor = findFunction(node.name);
	if (!descriptor) return [{ severity: "error", ...unknownFunction(node) }];
	const findings: Finding[] = [];
	if (descriptor.name !== node.name) {
		findings.push({
			severity: "warning",
			code: "EntraFunctionCase",
			message: `Function names in Entra are case-sensitive: write ${descriptor.name}`,
			span: node.nameSpan,
			suggestion: descriptor.name,
		});
	}
	const problem = argumentProblem(descriptor, node);
	if (problem) return [...findings, { severity: "error", ...problem }];
	for (const [index, argument] of node.arguments.entries()) {
		const parameter = parameterAt(descriptor, index);
		if (parameter) findings.push(...checkArgument(descriptor, parameter, argument));
	}
	return [...findings, ...(descriptor.check?.(node, text) ?? [])];
}
