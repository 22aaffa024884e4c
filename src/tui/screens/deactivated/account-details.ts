import type { AccountDetails, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { contentText, recreationOf } from "../../../app/deactivated/recreation.ts";
import type { Snapshot } from "../../../ports/store.ts";
import type { JsonObject } from "../../../scim/resource.ts";
import type { Detail } from "../../components/detail-pane.tsx";
import { entryGist } from "../../entry/entry-details.ts";
import { markOf } from "../../text/outcome-mark.ts";
import { dateTime } from "../../text/show-time.ts";

const heading = (text: string): readonly Detail[] => [{ text: "" }, { text, bold: true, tone: "accent" }];

function fields(object: JsonObject): readonly Detail[] {
	return Object.entries(object).map(([label, value]) => ({
		label,
		text: typeof value === "string" ? value : JSON.stringify(value),
	}));
}

/** An account as the list knows it. */
export function accountFields(account: DeactivatedAccount): readonly Detail[] {
	const { userName, displayName, roles, since, sinceKnownFrom, lastLogin, assignedAgain } = account;
	const source = { log: " (from our log)", target: " (Sumo's last change; at the latest then)" };
	return [
		{ label: "User name", text: userName },
		{ label: "Name", text: displayName },
		{ label: "Roles", text: roles.join(", ") || "–" },
		{ label: "Deactivated", text: dateTime(since) + (sinceKnownFrom === null ? "" : source[sinceKnownFrom]) },
		{ label: "Last login", text: lastLogin === null ? "never or unknown" : dateTime(lastLogin) },
		assignedAgain === null
			? { label: "Assigned", text: "– nobody who is assigned needs this address" }
			: {
					label: "Assigned",
					text: `! ${assignedAgain.displayName} is assigned again and blocked by this account: R deletes it and provisions them anew.`,
					tone: "caution",
				},
	];
}

/** Everything known about an account: ours, SCIM's and the classic API's view, and what we did to it. */
export function accountDetails({ account, scim, classic, history }: AccountDetails): readonly Detail[] {
	return [
		...accountFields(account),
		...heading("History"),
		...(history.length === 0
			? [{ text: "The log has nothing about this account.", tone: "dim" as const }]
			: []),
		...history.map((entry) => {
			const mark = markOf(entry.status);
			return {
				label: dateTime(entry.time),
				text: `${entry.action} ${mark.glyph} ${mark.word} · ${entryGist(entry)} · ${entry.initiatedBy}`,
				tone: mark.tone,
			};
		}),
		...heading("As SCIM shows it"),
		...fields(scim),
		...heading("As the classic users API shows it"),
		...(classic === null
			? [{ text: "Not available: it needs Basic authentication.", tone: "dim" as const }]
			: fields(classic)),
	];
}

/** A snapshot: an account as it was right before it was deleted. */
export function snapshotDetails(snapshot: Snapshot): readonly Detail[] {
	const { comesBack, isLost } = recreationOf(snapshot);
	return [
		{ label: "User name", text: snapshot.userName },
		{ label: "Name", text: snapshot.displayName },
		{ label: "Roles", text: snapshot.roles.join(", ") || "–" },
		{ label: "Deleted", text: `${dateTime(snapshot.takenAt)} by ${snapshot.deletedBy}` },
		{ label: "Content", text: contentText(snapshot.content) },
		...heading("If it is created again (R in the list)"),
		{ label: "Comes back", text: comesBack.join("; ") },
		{ label: "Does not", text: isLost.join("; "), tone: "caution" },
		...heading("As SCIM showed it"),
		...fields(snapshot.scim),
		...(snapshot.classic === null
			? []
			: [...heading("As the classic users API showed it"), ...fields(snapshot.classic)]),
	];
}
