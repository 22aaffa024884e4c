import type { ContentChoice, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { keyFor } from "../../keys/key-table.ts";

/** An account that can receive the content. */
export type Heir = { readonly id: string; readonly userName: string; readonly displayName: string };

/** A step of a deletion, with the choices made in earlier steps. */
export type DeletionStep =
	| { readonly step: "content" }
	| { readonly step: "heir" }
	| { readonly step: "destroy" }
	| { readonly step: "confirm"; readonly content: ContentChoice; readonly contentText: string };

/** What can happen to the content. */
export const contentChoices = [
	{ value: "transfer", label: "Transfer them to another user…", detail: "dashboards, searches, folders" },
	{ value: "caller", label: "Transfer them to the owner of the access key", detail: "Sumo Logic's default" },
	{ value: "destroy", label: "Permanently destroy them", detail: "asks again" },
] as const;

export type ContentKind = (typeof contentChoices)[number]["value"];

/** The step after choosing what happens to the content. */
export function afterContent(kind: ContentKind): DeletionStep {
	switch (kind) {
		case "transfer":
			return { step: "heir" };
		case "caller":
			return {
				step: "confirm",
				content: { type: "caller" },
				contentText: "The content is transferred to the owner of the access key.",
			};
		case "destroy":
			return { step: "destroy" };
	}
}

/** The step after choosing the recipient of the content. */
export function inheritedBy({ id, displayName, userName }: Heir): DeletionStep {
	return {
		step: "confirm",
		content: { type: "transfer", toUserId: id },
		contentText: `The content is transferred to ${displayName} (${userName}).`,
	};
}

/** The step after confirming the destruction of the content. */
export const destroyed: DeletionStep = {
	step: "confirm",
	content: { type: "destroy" },
	contentText: "The content is permanently destroyed: dashboards, searches and folders.",
};

/** What will happen to the account, for the last confirmation. */
export function consequences(
	account: DeactivatedAccount,
	contentText: string,
	provision: boolean,
): readonly string[] {
	const { userName, displayName, assignedAgain } = account;
	return [
		`The account ${userName} (${displayName}) is deleted in Sumo Logic. A snapshot of it is stored first (${keyFor("view")} shows it).`,
		contentText,
		...(provision && assignedAgain !== null
			? [
					`Then ${assignedAgain.displayName} is re-provisioned with a new account and the currently assigned role.`,
				]
			: []),
	];
}
