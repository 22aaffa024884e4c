import { type AreaReport, areaTitles, type Permissions } from "../../../app/permissions/permissions.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";

const words = {
	allowed: { text: "✓ allowed", tone: "good" },
	missing: { text: "✗ missing", tone: "bad" },
	unchecked: { text: "? cannot be checked", tone: "caution" },
} as const;

/** The areas as a table, with what to grant below those that are not allowed, and a sign-in that expires soon above. */
export function permissionDetails(
	reports: readonly AreaReport[],
	expiry: ReturnType<Permissions["expiry"]>,
): readonly Detail[] {
	return [
		...(expiry?.notice ? [{ text: `! ${expiry.notice}`, tone: "caution" as const }] : []),
		...reports.flatMap(({ area, state, detail }) => [
			{ label: areaTitles[area], ...words[state] },
			...(state === "allowed" ? [] : [{ text: `  ${detail}` }]),
		]),
	];
}
