import {
	type Example,
	type Family,
	type FunctionDescriptor,
	type Parameter,
	signatureOf,
} from "./call/descriptor.ts";
import { functions } from "./functions/registry.ts";
import { callErrors, evaluationErrors, syntaxErrors } from "./syntax/errors.ts";
import { deepestNesting } from "./syntax/parse.ts";
import { checkCodes } from "./syntax/problem.ts";
import { toJson } from "./value/json.ts";
import { toText, type Value } from "./value/value.ts";

const families: readonly Family[] = [
	"Text",
	"Conditions",
	"Multiple values",
	"Dates",
	"Numbers",
	"Encoding",
	"Roles",
	"Flow",
	"Random",
];

const introduction = `# Expressions of attribute mappings

This page is generated from the function descriptors that the checker and the console use (\`src/expression/functions\`).
Every example on it is run as a test. The language is that of Microsoft Entra's
[attribute mappings](https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data).

## Syntax

- An expression is a call: \`Name(argument, …)\`. Calls nest up to ${deepestNesting} levels.
- An argument is an attribute (\`[displayName]\`), a string (\`"United States"\`), a number (\`-10\`, \`&HF7\`), another call, or nothing:
  \`Replace([mail], "@contoso.com", , , "", , )\` leaves out four parameters. Trailing empty arguments count.
- In a string, \`\\\\\` is a backslash and \`\\"\` a quotation mark. Other backslashes stay, so \`"\\d+"\` and \`"\\\\d+"\` are the same.
- IIF and CBool compare two values with \`=\`, \`<>\`, \`>\`, \`>=\`, \`<\`, \`<=\`.
- White space and line breaks are allowed between the parts. Names of functions and attributes match in any case;
  formatting restores the documented names of functions.
- An attribute that the user doesn't have is null. A multi-valued attribute holds several strings.

## Differences from Entra

- Entra fails an IIF whose condition reads an empty attribute, and nothing flows. Here the condition is evaluated as
  written (null equals \`""\`); the editor warns, and a mapping set can be strict, to fail as Entra does.
- Entra can set a Switch to null when its source hasn't changed. Here every evaluation reads the whole user.
- Function names in Entra are case-sensitive. Here a name in other case works, with a warning.
- \`AppRoleAssignments\` is in Sumo Logic's guide, but not in Microsoft's reference.
- \`SelectUniqueValue\` is not limited to Active Directory.
- Microsoft's reference doesn't say what most functions return for null. Here null stays null, except where noted.
- Where one value is needed, several are an error rather than a guess.
- Regular expressions are those of .NET, without balancing groups. A search that takes too many steps fails instead of hanging.
- The maximum length of a string is 1,048,576 characters.

## On the command line

- \`sumo-provision expression check|eval|explain|format EXPRESSION\`, with \`--input JSON\` (or \`@FILE\`) for the attributes of a user
  and \`--json\` for a program to read.
- \`expression eval EXPRESSION --json\` prints \`{"value": …}\`, or \`{"error": {"code", "message", "line", "column"}}\` and the exit
  code 1. \`"dropped": true\` marks a null that IgnoreFlowIfNullOrEmpty dropped from the flow.
- \`expression eval --batch FILE\` does so for each line \`{"expression", "input"}\` of a file (\`-\`: standard input). A line that
  can't be read gets the code \`InvalidInput\`; its \`line\` is the line in the file.
- For input and output, a string is a string, a number a number (its digits as a string if a double can't hold it), True and
  False are booleans, several values are an array of strings, and null is null. Dates are printed as strings, in the form of CDate.
  Role assignments are read as \`"appRoleAssignments": [{"id", "value", "displayName"}]\`; structured roles are printed as the
  objects that are sent.
- \`explain\` shows \`[Redact]\` for what Redact hides; \`eval\` prints the value that flows.
`;

function literal(value: Value): string {
	const json = toJson(value);
	return typeof json === "object" || typeof json === "string" ? JSON.stringify(json) : toText(value);
}

/** A string as code in a cell of a Markdown table. */
function code(text: string): string {
	const fence = text.includes("`") ? "``" : "`";
	const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
	return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}

function inputs({ input = {} }: Example): string {
	return Object.entries(input)
		.map(([name, value]) => code(`[${name}] = ${literal(value)}`))
		.join("<br>");
}

function output({ output: expected }: Example): string {
	if (expected instanceof RegExp) return `a string that matches ${code(expected.source)}`;
	return code(literal(expected));
}

function exampleRow(example: Example): string {
	const result = example.note ? `${output(example)}<br>${example.note}` : output(example);
	return `| ${code(example.expression)} | ${inputs(example)} | ${result} |`;
}

function parameterRow({ name, optional, repeats, doc }: Parameter): string {
	const presence = [optional ? "optional" : "", repeats ? "repeats" : ""].filter(Boolean).join(", ");
	return `- \`${name}\`${presence ? ` (${presence})` : ""}: ${doc}`;
}

/** One function's entry, in Markdown. */
function renderFunction(descriptor: FunctionDescriptor): string {
	const parts = [
		`### ${descriptor.name}`,
		`\`${signatureOf(descriptor)}\``,
		descriptor.summary,
		descriptor.parameters.map(parameterRow).join("\n"),
		(descriptor.remarks ?? []).join("\n\n"),
		["| Expression | Input | Output |", "| --- | --- | --- |", ...descriptor.examples.map(exampleRow)].join(
			"\n",
		),
	];
	return parts.filter((part) => part !== "").join("\n\n");
}

function codeTable(title: string, meanings: Readonly<Record<string, string>>): string {
	const rows = Object.entries(meanings).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
	return [`### ${title}`, "", "| Code | Meaning |", "| --- | --- |", ...rows].join("\n");
}

/** The codes of `expression check` and `expression eval`, with their meaning. */
function renderCodes(): string {
	return [
		"## Codes",
		codeTable("The text cannot be read", syntaxErrors),
		codeTable("A call is wrong for every user", callErrors),
		codeTable("There is no value for this user", evaluationErrors),
		codeTable("The checker's own", checkCodes),
	].join("\n\n");
}

/** The complete reference: the content of docs/expressions.md. */
export function renderReference(): string {
	const sections = families.map((family) => {
		const entries = functions.filter((each) => each.family === family).map(renderFunction);
		return [`## ${family}`, ...entries].join("\n\n");
	});
	return `${[introduction.trimEnd(), ...sections, renderCodes()].join("\n\n")}\n`;
}
