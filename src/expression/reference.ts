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

This page is generated from the function descriptions that the checker and the console use (\`src/expression/functions\`);
every example on it is run as a test. The language is the one of Microsoft Entra's
[attribute mappings](https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data).

## Syntax

- An expression is a call: \`Name(argument, …)\`. Calls nest, up to ${deepestNesting} levels deep.
- An argument is an attribute (\`[displayName]\`), text (\`"United States"\`), a number (\`-10\`, \`&HF7\`), another call, or nothing:
  \`Replace([mail], "@contoso.com", , , "", , )\` leaves four parameters out. Trailing empty places count.
- In text, \`\\\\\` is a backslash and \`\\"\` a quotation mark. Other backslashes stay, so \`"\\d+"\` and \`"\\\\d+"\` are the same.
- IIF and CBool compare two values by \`=\`, \`<>\`, \`>\`, \`>=\`, \`<\`, \`<=\`.
- White space and line breaks are free between the parts. The names of functions and attributes may be written in any
  case; formatting restores the documented names of functions.
- An attribute that the user does not have is null. A multi-valued attribute holds several texts.

## What differs from Entra

- Entra fails an IIF whose condition reads an empty attribute, and nothing flows. Here the condition is evaluated as
  written (null equals \`""\`); the editor warns, and a mapping set can be made strict to fail as Entra does.
- Entra can null a Switch whose source did not change. Here every evaluation sees the whole user.
- Entra tells upper and lower case of function names apart. Here a name in other case works, with a warning.
- \`AppRoleAssignments\` is in Sumo Logic's guide, but not in Microsoft's reference.
- \`SelectUniqueValue\` is not limited to Active Directory.
- Microsoft leaves open what most functions make of null. Here null stays null, except where a function says otherwise.
- Where one value is needed, several are an error rather than a guess.
- Regular expressions are .NET's, without balancing groups. A search that takes too many steps fails instead of hanging.
- No text grows beyond 1,048,576 characters.

## On the command line

- \`sumo-provision expression check|eval|explain|format EXPRESSION\`, with \`--input JSON\` (or \`@FILE\`) for the attributes of a user
  and \`--json\` for a program to read.
- \`expression eval EXPRESSION --json\` prints \`{"value": …}\`, or \`{"error": {"code", "message", "line", "column"}}\` and the exit
  code 1. \`"dropped": true\` stands beside a null that IgnoreFlowIfNullOrEmpty took out of the flow.
- \`expression eval --batch FILE\` does so for each line \`{"expression", "input"}\` of a file (\`-\`: standard input). A line that
  cannot be read gets the code \`InvalidInput\`; its \`line\` is the one of the file.
- In and out alike, text is a string, a number a number (its digits as a string where a double cannot hold it), True and False are
  booleans, several values are an array of strings, and null is null. Dates come out as text, in the form of CDate. Role assignments go in as
  \`"appRoleAssignments": [{"id", "value", "displayName"}]\`; structured roles come out as the objects that are sent.
- \`explain\` shows \`[Redact]\` for what Redact hides; \`eval\` prints the value that flows.
`;

function literal(value: Value): string {
	const json = toJson(value);
	return typeof json === "object" || typeof json === "string" ? JSON.stringify(json) : toText(value);
}

/** Text as code in a cell of a Markdown table. */
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
	if (expected instanceof RegExp) return `text that matches ${code(expected.source)}`;
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

/** The codes that `expression check` and `expression eval` give, with their meaning. */
function renderCodes(): string {
	return [
		"## Codes",
		codeTable("The text cannot be read", syntaxErrors),
		codeTable("A call is wrong for every user", callErrors),
		codeTable("There is no value for this user", evaluationErrors),
		codeTable("The checker's own", checkCodes),
	].join("\n\n");
}

/** The whole reference, as docs/expressions.md holds it. */
export function renderReference(): string {
	const sections = families.map((family) => {
		const entries = functions.filter((each) => each.family === family).map(renderFunction);
		return [`## ${family}`, ...entries].join("\n\n");
	});
	return `${[introduction.trimEnd(), ...sections, renderCodes()].join("\n\n")}\n`;
}
