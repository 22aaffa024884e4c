import { type AreaReport, areaTitles } from "../../../app/permissions/permissions.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";

const words = {
	allowed: { text: "✓ allowed", tone: "good" },
	missing: { text: "✗ missing", tone: "bad" },
	unchecked: { text: "? cannot be checked", tone: "caution" },
} as const;

/** The areas as a table, with what to grant below those that are not allowed. */
export function permissionDetails(reports: readonly AreaReport[]): readonly Detail[] {
	return reports.flatMap(({ area, state, detail }) => [
		{ label: areaTitles[area], ...words[state] },
		...(state === "allowed" ? [] : [{ text: `  ${detail}` }]),
	]);
}
