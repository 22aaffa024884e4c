import type { PersonResult } from "../../../app/people/people.ts";
import type { Detail } from "../../components/detail-pane.tsx";

/** What became of each, those that failed first. */
export function resultDetails(results: readonly PersonResult[]): readonly Detail[] {
	const failed = results.filter(({ error }) => error !== null);
	const done = results.filter(({ error }) => error === null);
	return [
		{ text: `${done.length} done, ${failed.length} failed. What failed is as it was.`, bold: true },
		{ text: "" },
		...failed.map(({ displayName, error }) => ({
			label: `✗ ${displayName}`,
			text: error ?? "",
			tone: "bad" as const,
		})),
		...done.map(({ displayName }) => ({ label: `✓ ${displayName}`, text: "done" })),
	];
}
