import type { AccountDetails, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { contentText, recreationOf } from "../../../app/deactivated/recreation.ts";
import { actionName } from "../../../ports/log/log-action-name.ts";
import type { Snapshot } from "../../../ports/store/snapshot.ts";
import type { JsonObject } from "../../../scim/resource.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { heading } from "../../components/detail/detail-sections.ts";
import { entrySummary } from "../../entry/entry-details.ts";
import { keyFor } from "../../keys/key-table.ts";
import { markOf } from "../../text/outcome-mark.ts";
import { dateTime } from "../../text/show-time.ts";

function fields(object: JsonObject): readonly Detail[] {
	return Object.entries(object).map(([label, value]) => ({
		label,
		text: typeof value === "string" ? value : JSON.stringify(value),
	}));
}

/**
 * The fields of an account in the list.
 *
 * @param isHosted whether Entra's own job provisions, which cannot delete and re-provision in one step
 */
export function accountFields(account: DeactivatedAccount, isHosted: boolean): readonly Detail[] {
	const { userName, displayName, roles, since, sinceKnownFrom, lastLogin, assignedAgain } = account;
	const source = {
		log: " (from the provisioning log)",
		target: " (at the latest: Sumo Logic's last change)",
	};
	const assigned: Detail =
		assignedAgain === null
			? { label: "Assigned", text: "– no assigned user needs this address" }
			: { label: "Assigned", ...assignedText(assignedAgain, isHosted) };
	return [
		...(assignedAgain === null ? [] : [assigned]),
		{ label: "User name", text: userName },
		{ label: "Name", text: displayName },
		{ label: "Roles", text: roles.join(", ") || "–" },
		{ label: "Deactivated", text: dateTime(since) + (sinceKnownFrom === null ? "" : source[sinceKnownFrom]) },
		{ label: "Last login", text: lastLogin === null ? "never or unknown" : dateTime(lastLogin) },
		...(assignedAgain === null ? [assigned] : []),
	];
}

/** Deletion is the remedy only once it is known that the account stays inactive. */
function assignedText(
	{ displayName, isBlocked }: NonNullable<DeactivatedAccount["assignedAgain"]>,
	isHosted: boolean,
): Pick<Detail, "text" | "tone"> {
	if (!isBlocked)
		return { text: `↑ ${displayName} is assigned again: the next cycle tries to reactivate this account.` };
	const remedy = isHosted
		? `Press ${keyFor("delete")} to delete it, then provision the user on demand.`
		: `Press ${keyFor("provisionAgain")} to delete it and re-provision the user.`;
	return {
		text: `! ${displayName} is assigned again but blocked by this account. ${remedy}`,
		tone: "caution",
	};
}

/** All details of an account: from the list, from SCIM, from the classic users API, and its history. */
export function accountDetails(
	{ account, scim, classic, history }: AccountDetails,
	isHosted: boolean,
): readonly Detail[] {
	return [
		...accountFields(account, isHosted),
		...heading("History"),
		...(history.length === 0 ? [{ text: "No log entries for this account.", tone: "dim" as const }] : []),
		...history.map((entry) => {
			const mark = markOf(entry.status);
			return {
				label: dateTime(entry.time),
				text: `${actionName(entry)} ${mark.glyph} ${mark.word} · ${entrySummary(entry)} · ${entry.initiatedBy}`,
				tone: mark.tone,
			};
		}),
		...heading("From SCIM"),
		...fields(scim),
		...heading("From the classic users API"),
		...(classic === null
			? [{ text: "Not available: requires Basic authentication.", tone: "dim" as const }]
			: fields(classic)),
	];
}

/** All details of a snapshot: an account right before its deletion. */
export function snapshotDetails(snapshot: Snapshot): readonly Detail[] {
	const { comesBack, isLost } = recreationOf(snapshot);
	return [
		{ label: "User name", text: snapshot.userName },
		{ label: "Name", text: snapshot.displayName },
		{ label: "Roles", text: snapshot.roles.join(", ") || "–" },
		{ label: "Deleted", text: `${dateTime(snapshot.takenAt)} by ${snapshot.deletedBy}` },
		{ label: "Content", text: contentText(snapshot.content) },
		...heading("If re-created (R in the list)"),
		{ label: "Restored", text: comesBack.join("; ") },
		{ label: "Not restored", text: isLost.join("; "), tone: "caution" },
		...heading("From SCIM, before the deletion"),
		...fields(snapshot.scim),
		...(snapshot.classic === null
			? []
			: [...heading("From the classic users API, before the deletion"), ...fields(snapshot.classic)]),
	];
}
