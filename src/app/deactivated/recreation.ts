import type { ContentLeft, Snapshot } from "../../ports/store/snapshot.ts";

/** What creating a deleted account again restores, and what it can't: phrases to show. */
export type Recreation = { readonly comesBack: readonly string[]; readonly isLost: readonly string[] };

/** Lists what creating the account of a snapshot again restores, and what it can't. */
export function recreationOf({ userName, roles, scim, classic, content, targetId }: Snapshot): Recreation {
	const others = Object.keys(scim).filter((name) => !known.has(name));
	return {
		comesBack: [
			`the account ${userName}, active, with its names and address`,
			roles.length === 0 ? "no role: it had none" : `its roles by name: ${roles.join(", ")}`,
			...(others.length === 0 ? [] : [`its other attributes: ${others.join(", ")}`]),
		],
		isLost: [
			`the id ${targetId}: the new account gets another one`,
			`dashboards, searches and folders: the content ${contentText(content)}`,
			"password, access keys, preferences and personal folder",
			`two-step verification${classic?.isMfaEnabled === true ? ", which was on" : ""}`,
			"the link with a source user, until a cycle matches the user",
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

/** What happened to the content of a deleted account. */
export function contentText(content: ContentLeft | null): string {
	switch (content?.kind) {
		case "to-caller":
			return "went to the owner of the access key";
		case "transfer":
			return `went to ${content.to.displayName} (${content.to.userName})`;
		case "destroy":
			return "was permanently deleted";
		case undefined:
			return "was left to the target";
	}
}
