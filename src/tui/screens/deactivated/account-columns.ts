import type { DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { type Column, markCell } from "../../components/list/column.ts";
import { date } from "../../text/show-time.ts";

/** The columns of the deactivated accounts. */
export const accountColumns: readonly Column<DeactivatedAccount>[] = [
	{ title: "User name", width: { min: 22, grow: 3 }, text: ({ userName }) => userName },
	{ title: "Name", width: { min: 14, grow: 2 }, optional: 3, text: ({ displayName }) => displayName },
	{ title: "Roles", width: { min: 10, grow: 1 }, optional: 1, text: ({ roles }) => roles.join(", ") },
	{
		title: "Since",
		width: 12,
		order: ({ since }) => since,
		text: ({ since, sinceKnownFrom }) => (sinceKnownFrom === "target" ? `≤ ${date(since)}` : date(since)),
	},
	{
		title: "Last login",
		width: 16,
		optional: 4,
		order: ({ lastLogin }) => lastLogin,
		text: ({ lastLogin }) => (lastLogin === null ? "never or unknown" : date(lastLogin)),
	},
	{
		title: "Assigned",
		width: { min: 10, grow: 1 },
		...markCell(({ assignedAgain }) =>
			assignedAgain === null
				? { glyph: "–", word: "no", tone: "dim" }
				: assignedAgain.isBlocked
					? { glyph: "!", word: "blocked", tone: "caution" }
					: { glyph: "↑", word: "again", tone: "accent" },
		),
	},
];

/** The text that the filter searches. */
export function accountText({ userName, displayName, roles, assignedAgain }: DeactivatedAccount): string {
	return `${userName} ${displayName} ${roles.join(" ")} ${assignedAgain === null ? "no" : assignedAgain.isBlocked ? "blocked" : "again"}`;
}
