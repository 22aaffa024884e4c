import type { Accounts } from "../../../../app/accounts/accounts.ts";
import type { Person } from "../../../../app/people/people.ts";
import type { DiscoveredAccount } from "../../../../engine/accounts/account-discovery.ts";
import { linkMarks } from "../../../text/link-mark.ts";
import type { Mark } from "../../../text/outcome-mark.ts";

export type Links = Awaited<ReturnType<Accounts["links"]>>;

/** What is known of links and accounts, by the source user's id. */
export type Standings = {
	readonly links: Links;
	/** The account that a user is linked with or matches; null until the accounts are read. */
	readonly accounts: ReadonlyMap<string, DiscoveredAccount> | null;
	/** Whether the accounts are being read, for the first time or again: links may be newer. */
	readonly isReading: boolean;
	/** Why the accounts could not be read; null when they were, or are being read. */
	readonly problem: string | null;
	/** Whether Entra's own job provisions, which keeps its links itself. */
	readonly isHosted: boolean;
};

const rank = (account: DiscoveredAccount) => (account.standing === "linked" ? 0 : 1);

/** The accounts by their users; a linked account comes before one that only matches. */
export function accountsByUser(
	accounts: readonly DiscoveredAccount[],
): ReadonlyMap<string, DiscoveredAccount> {
	const byUser = new Map<string, DiscoveredAccount>();
	for (const account of accounts) {
		if (account.standing === "unmatched") continue;
		const { sourceId } = account.owner;
		const known = byUser.get(sourceId);
		if (known === undefined || rank(account) < rank(known)) byUser.set(sourceId, account);
	}
	return byUser;
}

const marks = {
	noUser: { glyph: "", word: "", tone: "dim" },
	...linkMarks,
	unlinked: { glyph: "-", word: "none", tone: "plain" },
	active: { glyph: "✓", word: "active", tone: "good" },
	inactive: { glyph: "–", word: "inactive", tone: "caution" },
	noAccount: { glyph: "-", word: "none", tone: "plain" },
	gone: { glyph: "✗", word: "deleted", tone: "bad" },
	reading: { glyph: "…", word: "reading", tone: "dim" },
	unread: { glyph: "?", word: "unknown", tone: "caution" },
} as const satisfies Readonly<Record<string, Mark>>;

/** The user's account, as far as it is known. */
export function accountOf(
	{ accounts }: Standings,
	{ id }: Pick<Person, "id">,
): DiscoveredAccount | undefined {
	return accounts?.get(id);
}

/** The link of a user as a glyph and a word. */
export function linkMark(standings: Standings, { id, type }: Pick<Person, "id" | "type">): Mark {
	if (type === "Group") return marks.noUser;
	// Links that are stored here are not those of Entra's own job.
	const link = standings.isHosted ? undefined : standings.links.get(id);
	if (link !== undefined) return link.state === "managed" ? marks.linked : marks.released;
	if (standings.accounts?.has(id)) return marks.matched;
	if (!standings.isHosted || standings.accounts !== null) return marks.unlinked;
	return standings.problem === null ? marks.reading : marks.unread;
}

/**
 * The user's account in the target as a glyph and a word; unknown until the target has shown it. A link without an account may have been
 * written since the accounts were read: only a read after it shows that the account is gone.
 */
export function targetMark(standings: Standings, { id, type }: Pick<Person, "id" | "type">): Mark {
	if (type === "Group") return marks.noUser;
	const account = standings.accounts?.get(id);
	if (account !== undefined) return account.active ? marks.active : marks.inactive;
	const isLinked = !standings.isHosted && standings.links.get(id)?.state === "managed";
	if (standings.accounts !== null && !isLinked) return marks.noAccount;
	if (standings.isReading) return marks.reading;
	return standings.problem === null ? marks.gone : marks.unread;
}

/** `= linked`: a mark as the text of a cell. */
export function markText({ glyph, word }: Pick<Mark, "glyph" | "word">): string {
	return `${glyph} ${word}`.trim();
}
