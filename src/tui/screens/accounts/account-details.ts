import type { DiscoveredAccount, Owner } from "../../../engine/accounts/account-discovery.ts";
import type { Drift } from "../../../engine/accounts/drift/drift.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { heading } from "../../components/detail/detail-sections.ts";
import { keyFor } from "../../keys/key-table.ts";
import { localTimes } from "../../text/local-times.ts";
import { dateTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";
import { type AccountRow, stateMark } from "./account-row.ts";
import { repairText } from "./repair.ts";

/** All details of an account that the list has; a repair that failed is first. */
export function accountRowDetails(row: AccountRow, hint: RemedyHint): readonly Detail[] {
	const { id, userName, displayName, account, drift } = row;
	const { glyph, word, tone } = stateMark(row);
	return [
		...(drift === null ? [] : failedRepair(drift, hint)),
		{ label: "User name", text: userName },
		{ label: "Name", text: displayName },
		{ label: "State", text: `${glyph} ${word}`, tone },
		...(account === null
			? []
			: [
					{ label: "Roles", text: account.roles.join(", ") || "–" },
					{ label: "Active", text: account.active ? "✓ active" : "– inactive" },
				]),
		{ label: "Account ID", text: id },
		...(account === null ? [] : [...heading("Source"), ...ownerDetails(account)]),
		...(drift === null ? [] : driftDetails(drift, account === null, hint)),
	];
}

function owner({ displayName, userName, sourceId }: Owner): Detail {
	return { label: "Source user", text: [displayName, userName, sourceId].filter(Boolean).join(" · ") };
}

function ownerDetails(account: DiscoveredAccount): readonly Detail[] {
	switch (account.standing) {
		case "linked":
			return [
				owner(account.owner),
				account.state === "managed"
					? { label: "Link", text: `= managed since ${dateTime(account.since)}` }
					: {
							label: "Link",
							text: `– released ${dateTime(account.since)}: the user left the scope and the account was deactivated`,
							tone: "dim",
						},
			];
		case "matched":
			return [
				owner(account.owner),
				{ label: "Link", text: "≈ none yet: the next cycle that provisions the user links this account" },
			];
		case "unmatched":
			return [
				{
					text: "? No source user is linked to this account, and none matches it.",
					tone: "caution",
				},
				...(account.alike.length === 0
					? []
					: [
							{
								text: `Users without an account and with the same name or address (${keyFor("link")} links one):`,
							},
							...account.alike.map(owner),
						]),
			];
	}
}

/** Why the drift could not be repaired, and what to do; empty unless that failed. */
function failedRepair({ outcome, entry }: Drift, hint: RemedyHint): readonly Detail[] {
	if (outcome !== "failed" || !entry?.error) return [];
	return [
		{ label: "What to do", text: whatToDo(entry.error, hint), bold: true },
		{ label: "Reason", text: `Not repaired: ${localTimes(entry.error.reason)}`, tone: "bad" },
	];
}

function driftDetails(drift: Drift, isGone: boolean, hint: RemedyHint): readonly Detail[] {
	const { kind, source, changes, outcome } = drift;
	return [
		...heading("Drift in Sumo Logic"),
		{
			label: "Found",
			text:
				kind === "notApplied" ? "a change from here was accepted but not applied" : `the account was ${kind}`,
			tone: kind === "deleted" ? "bad" : "caution",
		},
		...(source === null || !isGone ? [] : [owner({ ...source, sourceId: source.id })]),
		...changes.map(({ name, old, new: wanted }) => ({
			label: name,
			text: `${old ?? "(none)"} → ${wanted ?? "(none)"}`,
		})),
		{ label: "Repair", text: repairText(drift, hint) },
		...(outcome === "held"
			? [
					{
						label: "Held back",
						text: "The deletion guard holds back the deactivations of this check. Its log entries say why.",
						tone: "caution" as const,
					},
				]
			: []),
	];
}
