import type { ContentChoice, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";

/** Somebody who can take over content. */
export type Heir = { readonly id: string; readonly userName: string; readonly displayName: string };

/** Where the guide of a deletion is. Each step knows what was chosen before. */
export type DeletionStep =
	| { readonly step: "content" }
	| { readonly step: "heir" }
	| { readonly step: "destroy" }
	| { readonly step: "confirm"; readonly content: ContentChoice; readonly contentText: string };

/** What can be done with the content. */
export const contentChoices = [
	{ value: "transfer", label: "Give it to another user…", detail: "dashboards, searches, folders" },
	{ value: "caller", label: "Give it to the owner of the access key", detail: "Sumo's default" },
	{ value: "destroy", label: "Destroy it for good", detail: "asks once more" },
] as const;

export type ContentKind = (typeof contentChoices)[number]["value"];

/** Where the guide goes after the content was decided in principle. */
export function afterContent(kind: ContentKind): DeletionStep {
	switch (kind) {
		case "transfer":
			return { step: "heir" };
		case "caller":
			return {
				step: "confirm",
				content: { type: "caller" },
				contentText: "Their content goes to the owner of the access key.",
			};
		case "destroy":
			return { step: "destroy" };
	}
}

/** Somebody takes the content over. */
export function inheritedBy({ id, displayName, userName }: Heir): DeletionStep {
	return {
		step: "confirm",
		content: { type: "transfer", toUserId: id },
		contentText: `Their content goes to ${displayName} (${userName}).`,
	};
}

/** The destruction of the content was confirmed. */
export const destroyed: DeletionStep = {
	step: "confirm",
	content: { type: "destroy" },
	contentText: "Their content is destroyed for good: nobody gets their dashboards, searches and folders.",
};

/** What will happen and to whom, for the last confirmation. */
export function consequences(
	account: DeactivatedAccount,
	contentText: string,
	provision: boolean,
): readonly string[] {
	const { userName, displayName, assignedAgain } = account;
	return [
		`The account ${userName} (${displayName}) is deleted in Sumo Logic. A snapshot of it is kept here first (S).`,
		contentText,
		...(provision && assignedAgain !== null
			? [
					`Then ${assignedAgain.displayName} is provisioned anew, with a new account and the role they are assigned now.`,
				]
			: []),
	];
}
