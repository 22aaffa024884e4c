import type { PersonResult } from "../../../../app/people/people.ts";
import type { Detail } from "../../../components/detail/detail-pane.tsx";
import { keyFor } from "../../../keys/key-table.ts";

/** The result for each user or group, failures first. */
export function resultDetails(results: readonly PersonResult[]): readonly Detail[] {
	const failed = results.filter(({ error }) => error !== null);
	const open = results.filter(({ error, isUnconfirmed }) => error === null && isUnconfirmed);
	const done = results.filter(({ error, isUnconfirmed }) => error === null && !isUnconfirmed);
	const unconfirmed = open.length === 0 ? "" : `, ${open.length} not confirmed`;
	return [
		{
			text: `${done.length} done, ${failed.length} failed${unconfirmed}. Failed assignments were not changed.`,
			bold: true,
		},
		{ text: "" },
		...failed.map(({ displayName, error }) => ({
			label: `✗ ${displayName}`,
			text: error ?? "",
			tone: "bad" as const,
		})),
		...open.map(({ displayName }) => ({
			label: `! ${displayName}`,
			text: `The source accepted the change, but does not show it yet. Close this, then press ${keyFor("refresh")} to check.`,
			tone: "caution" as const,
		})),
		...done.map(({ displayName }) => ({ label: `✓ ${displayName}`, text: "done" })),
	];
}
