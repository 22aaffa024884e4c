import type { PersonResult } from "../../../app/people/people.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";

/** The result for each user or group, failures first. */
export function resultDetails(results: readonly PersonResult[]): readonly Detail[] {
	const failed = results.filter(({ error }) => error !== null);
	const done = results.filter(({ error }) => error === null);
	return [
		{
			text: `${done.length} done, ${failed.length} failed. Failed assignments were not changed.`,
			bold: true,
		},
		{ text: "" },
		...failed.map(({ displayName, error }) => ({
			label: `✗ ${displayName}`,
			text: error ?? "",
			tone: "bad" as const,
		})),
		...done.map(({ displayName }) => ({ label: `✓ ${displayName}`, text: "done" })),
	];
}
