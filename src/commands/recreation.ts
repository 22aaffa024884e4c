import type { ContentLeft, Snapshot } from "../engine/ports/store.ts";

/** What a deletion can undo and what not, in sentences for people. */
export type Recreation = { readonly comesBack: readonly string[]; readonly isLost: readonly string[] };

/** Tells what creating the account of a snapshot again brings back, and what it cannot. */
export function recreationOf({ userName, roles, scim, classic, content, targetId }: Snapshot): Recreation {
	const others = Object.keys(scim).filter((name) => !known.has(name));
	const hadMfa = classic?.isMfaEnabled === true;
	return {
		comesBack: [
			`The account ${userName}, active, with the same names and address.`,
			roles.length === 0 ? "It had no role." : `Its roles by name: ${roles.join(", ")}.`,
			...(others.length === 0 ? [] : [`Its other attributes: ${others.join(", ")}.`]),
		],
		isLost: [
			`The id ${targetId}: the new account gets another one.`,
			contentLost(content),
			"Password, access keys, preferences and personal folder: they begin anew.",
			hadMfa
				? "Two-step verification was on: it has to be set up again."
				: "Two-step verification, had it been set up.",
			"The link with a source user: a cycle links the account again with whom it matches.",
		],
	};
}

const known = new Set([
	"id",
	"meta",
	"schemas",
	"active",
	"groups",
	"userName",
	"name",
	"displayName",
	"emails",
	"roles",
]);

/** What became of the content of a deleted account. */
export function contentText(content: ContentLeft | null): string {
	switch (content?.kind) {
		case "to-caller":
			return "went to the owner of the access key";
		case "transfer":
			return `went to ${content.to.displayName} (${content.to.userName})`;
		case "destroy":
			return "was destroyed";
		case undefined:
			return "was left to the target";
	}
}

function contentLost(content: ContentLeft | null): string {
	const what = "Dashboards, searches and folders";
	switch (content?.kind) {
		case "to-caller":
		case "transfer":
			return `${what}: the content ${contentText(content)}, and stays there.`;
		case "destroy":
			return `${what}: the content was destroyed, and nobody can bring it back.`;
		case undefined:
			return `${what}: the content was left to the target, and does not come back.`;
	}
}
