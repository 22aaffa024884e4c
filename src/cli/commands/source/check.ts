import {
	checkSourceFile,
	type SourceFileProblem,
	type SourceFileReport,
	type SourceFileUnderstood,
} from "../../../app/source/check-source-file.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description:
		"Check a file of users: how it is read, who is assigned, and what is wrong, with line and column.",
	arguments: { file: argument("the .csv or .json file") },
	options: { json: flag("print the result as JSON") },
	run: ({ file, json }, { streams }) => printSourceFile(file, { json }, streams),
});

/** Prints how the file is read, and its problems. Returns 0 when it can be used as a source, also with warnings. */
export async function printSourceFile(
	file: string,
	{ json }: { readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const report = await checkSourceFile(file);
	if (json) streams.out(jsonLine(recordOf(report)));
	else for (const line of linesOf(report)) streams.out(cleanText(line));
	return codeOf(report);
}

/** 2 for a file that is not one of users, as for any wrong argument; 1 for one that can't be read. */
function codeOf({ understood, problems }: SourceFileReport): ExitCode {
	if (understood !== null) return exitCode.done;
	return problems.some(({ code }) => code === "invalid" || code === "not-found")
		? exitCode.usage
		: exitCode.error;
}

function recordOf({ understood, problems }: SourceFileReport) {
	if (understood === null) return { ok: false, problems };
	const { path, kind, kindName, encoding, delimiter, columns, ...counts } = understood;
	const { used, ignored } = columns;
	return {
		ok: true,
		path,
		format: kind,
		formatName: kindName,
		encoding,
		delimiter,
		columns: { used, ignored },
		...counts,
		problems,
	};
}

function linesOf({ understood, problems }: SourceFileReport): readonly string[] {
	const warnings = problems.filter(({ severity }) => severity === "warning").length;
	return [
		...(understood === null ? [] : understoodLines(understood)),
		...problems.flatMap(problemLines),
		...(understood === null ? [] : [warnings === 0 ? "No problems." : `${counted(warnings, "warning")}.`]),
	];
}

const delimiterNames: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

function understoodLines(understood: SourceFileUnderstood): readonly string[] {
	const { kindName, encoding, delimiter, columns, users, enabled, assigned, roles, identifiedBy } =
		understood;
	const separated = delimiter === null ? "" : `, ${delimiterNames[delimiter] ?? delimiter}-separated`;
	const used = columns.used.map(({ heading, attribute }) =>
		heading === attribute ? heading : `${heading} → ${attribute}`,
	);
	const ignored = columns.ignored.map(({ heading, reason }) => `${heading || "(no heading)"} (${reason})`);
	return [
		`Format:   ${kindName}`,
		`Encoding: ${encoding}${separated}`,
		`Used:     ${used.join(", ")}`,
		...(ignored.length === 0 ? [] : [`Ignored:  ${ignored.join(", ")}`]),
		...(users > 0 && identifiedBy === "userPrincipalName"
			? ["ID:       userPrincipalName, so a renamed user is another user"]
			: []),
		`Users:    ${users}: ${enabled} enabled, ${users - enabled} disabled, ${assigned} assigned`,
		`Roles:    ${roles.map(({ role, users: count }) => `${role} (${count})`).join(", ") || "none"}`,
	];
}

function problemLines({ severity, line, column, message, fix }: SourceFileProblem): readonly string[] {
	const place = line === null ? "" : ` at line ${line}${column === null ? "" : `, column ${column}`}`;
	return [`${severity}${place}: ${message}`, ...(fix === null ? [] : [`  ${fix}`])];
}
