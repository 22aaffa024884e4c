import { cleanText } from "../../../../text/clean-text.ts";

/** Prints what others have changed in the job's schema since it was last shown. */
export function printChangedByOthers(changes: readonly string[], print: (line: string) => void): void {
	if (changes.length === 0) return;
	print("The job's schema has been changed since it was last shown here:");
	for (const change of changes) print(`  ${cleanText(change)}`);
}
