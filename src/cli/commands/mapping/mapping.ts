import { writeFile } from "node:fs/promises";
import type { MappingProblem } from "../../../app/mapping/mapping.ts";
import { MappingFileError } from "../../../app/mapping/mapping-exchange.ts";
import { describeRuleChange, type RuleChange } from "../../../app/rules/rule-changes.ts";
import type { Session } from "../../../app/session.ts";
import { EntraSchemaError } from "../../../entra-schema/document.ts";
import type { TargetProblem } from "../../../mapping/check-target.ts";
import { cleanLines, cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine, jsonText } from "../../output/json-line.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { placeLines } from "../expression/expression.ts";
import { readMappingFile } from "./mapping-file.ts";

export type CheckFlags = {
	readonly json: boolean;
	/** Map everyone in scope too, once the mappings have no error. */
	readonly everyone: boolean;
};

/**
 * Prints everything that is wrong with the profile's mappings and scoping filters, and what the target would refuse of
 * the users in scope. Fails with 1 on an error.
 */
export async function checkProfileMappings(
	{ mapping }: Session,
	{ json, everyone }: CheckFlags,
	streams: Streams,
): Promise<ExitCode> {
	const problems = await mapping.checkAll();
	const refused = everyone && !hasError(problems) ? await mapping.checkUsers() : [];
	if (json) streams.out(jsonLine({ problems, ...(everyone ? { users: refused } : {}) }));
	else if (problems.length + refused.length === 0) streams.out("No problems.");
	else {
		printProblems(problems, streams.out);
		printRefused(refused, streams.out);
	}
	return hasError(problems) || hasError(refused) ? exitCode.error : exitCode.done;
}

/** Prints what would change if the profile took over a file's mappings, or the defaults when there is no file. */
export async function diffMappings(
	session: Session,
	file: string | undefined,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const content = file === undefined ? undefined : await readMappingFile(file);
	const { changes, notes } = await about(file, () => session.mapping.diff(content));
	if (json) {
		streams.out(jsonLine({ changes, notes }));
		return exitCode.done;
	}
	const other = file === undefined ? "the defaults" : cleanText(file);
	if (changes.length === 0) streams.out(`No differences from ${other}.`);
	else streams.err(`From the profile ${session.profile().name} to ${other}:`);
	printChanges(changes, streams.out);
	printNotes(notes, streams.err);
	return exitCode.done;
}

export type ImportFlags = { readonly json: boolean; readonly keepScope: boolean };

/**
 * Takes over the mappings, actions and scoping filters of Entra's schema. Fails with 1, and changes nothing, when they
 * have an error.
 */
export async function importMappings(
	session: Session,
	file: string,
	{ json, keepScope }: ImportFlags,
	streams: Streams,
): Promise<ExitCode> {
	const content = await readMappingFile(file);
	const report = await about(file, () =>
		session.mapping.importSchema(content, { filters: keepScope ? "keep" : "replace" }),
	);
	const { saved, initialCycle, changes, problems, notes } = report;
	if (json) {
		streams.out(jsonLine({ saved, initialCycle, changes, notes, problems }));
		return saved ? exitCode.done : exitCode.error;
	}
	if (saved) printChanges(changes, streams.out);
	printNotes(notes, streams.err);
	printProblems(problems, streams.err);
	if (!saved) {
		streams.err(`${cleanText(file)} was not imported: correct the errors above in it, and import it again.`);
		return exitCode.error;
	}
	const { name } = session.profile();
	streams.out(
		initialCycle
			? `Imported into the profile ${name}. The next cycle is an initial one: it looks at everybody again.`
			: `Imported into the profile ${name}: its mappings and scoping filters were the same already.`,
	);
	return exitCode.done;
}

/** Writes the profile's mappings and scoping filters as Entra's schema, to a file or to `out`. */
export async function exportMappings(
	{ mapping, profile }: Session,
	{ json, output }: { readonly json: boolean; readonly output?: string },
	streams: Streams,
): Promise<ExitCode> {
	const { schema, isWhole } = mapping.exportSchema();
	if (output === undefined) {
		streams.out(json ? jsonLine(schema) : jsonText(schema));
	} else {
		await writeSchema(output, `${jsonText(schema)}\n`);
		if (json) streams.out(jsonLine({ file: output, whole: isWhole }));
		else streams.out(`The mappings of the profile ${profile().name} are in ${cleanText(output)}.`);
	}
	if (!isWhole) {
		streams.err(
			"No schema of Entra's was imported into this profile, so this one holds the mapping of users only. Entra's PUT replaces the whole schema: import the job's own schema first.",
		);
	}
	return exitCode.done;
}

async function writeSchema(file: string, text: string): Promise<void> {
	try {
		await writeFile(file, text);
	} catch (error) {
		throw new Error(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** Names the file in what is said of its content. */
async function about<Value>(file: string | undefined, use: () => Value): Promise<Awaited<Value>> {
	try {
		return await use();
	} catch (error) {
		if (error instanceof EntraSchemaError || error instanceof MappingFileError) {
			throw new UsageError(`${cleanText(file ?? "")}: ${cleanText(error.message)}`);
		}
		throw error;
	}
}

function hasError(problems: readonly Pick<MappingProblem, "severity">[]): boolean {
	return problems.some(({ severity }) => severity === "error");
}

function printProblems(problems: readonly MappingProblem[], print: (line: string) => void): void {
	for (const { severity, target, message, place } of problems) {
		const where = place === null ? "" : `, line ${place.line}, column ${place.column}`;
		const [first = "", ...rest] = cleanLines(message);
		print(`${severity}: ${cleanText(target)}${where}: ${first}`);
		for (const line of rest) print(`  ${line}`);
		if (place !== null) for (const line of placeLines(place.caret)) print(line);
	}
}

function printRefused(problems: readonly TargetProblem[], print: (line: string) => void): void {
	for (const { severity, message, users } of problems) {
		const concerned = users.length === 0 ? "nobody has it yet" : counted(users.length, "user");
		print(`${severity}: ${cleanText(message)} (${concerned})`);
		for (const { displayName, value } of users) print(`  ${cleanText(displayName)}: ${cleanText(value)}`);
	}
}

function printChanges(changes: readonly RuleChange[], print: (line: string) => void): void {
	for (const line of changes.flatMap(describeRuleChange)) print(cleanText(line));
}

function printNotes(notes: readonly string[], print: (line: string) => void): void {
	for (const note of notes) print(`note: ${cleanText(note)}`);
}
