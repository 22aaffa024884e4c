import type { MappingProblem } from "../../../app/mapping/mapping.ts";
import { describeRuleChange, type RuleChange } from "../../../app/rules/rule-changes.ts";
import { cleanLines, cleanText } from "../../../text/clean-text.ts";
import { placeLines } from "../../output/place-lines.ts";

type Print = (line: string) => void;

/** Prints each problem of mappings and scoping filters, with its place in the expression below. */
export function printProblems(problems: readonly MappingProblem[], print: Print): void {
	for (const { severity, target, message, place } of problems) {
		const where = place === null ? "" : `, line ${place.line}, column ${place.column}`;
		const [first = "", ...rest] = cleanLines(message);
		print(`${severity}: ${cleanText(target)}${where}: ${first}`);
		for (const line of rest) print(`  ${line}`);
		if (place !== null) for (const line of placeLines(place.caret)) print(line);
	}
}

/** Prints each change of mappings and scope. */
export function printChanges(changes: readonly RuleChange[], print: Print): void {
	for (const line of changes.flatMap(describeRuleChange)) print(cleanText(line));
}

/** Prints what an import or a comparison ignored. */
export function printNotes(notes: readonly string[], print: Print): void {
	for (const note of notes) print(`note: ${cleanText(note)}`);
}
