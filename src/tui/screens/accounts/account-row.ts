import type { DiscoveredAccount } from "../../../engine/accounts/account-discovery.ts";
import type { Drift, DriftReport } from "../../../engine/accounts/drift/drift.ts";
import { changeText } from "../../entry/entry-details.ts";
import { linkMarks } from "../../text/link-mark.ts";
import type { Mark } from "../../text/outcome-mark.ts";

/** An account of the target with its drift. */
export type AccountRow = {
	/** The account's id. */
	readonly id: string;
	readonly userName: string;
	readonly displayName: string;
	/** Null for a deleted account. */
	readonly account: DiscoveredAccount | null;
	/** The drift found by the last comparison; null for none, and before the first comparison. */
	readonly drift: Drift | null;
};

/** All accounts with their drift; deleted accounts come last. */
export function rowsOf(
	accounts: readonly DiscoveredAccount[],
	report: DriftReport | null,
): readonly AccountRow[] {
	const drifts = new Map((report?.found ?? []).map((drift) => [drift.target?.id ?? "", drift]));
	const rows = accounts.map((account): AccountRow => {
		const { targetId: id, userName, displayName } = account;
		const drift = drifts.get(id) ?? null;
		drifts.delete(id);
		return { id, userName, displayName, account, drift };
	});
	const deleted = [...drifts].map(([id, drift]): AccountRow => {
		const { userName = "", displayName = "" } = drift.target ?? {};
		return { id, userName, displayName, account: null, drift };
	});
	return [...rows, ...deleted];
}

const marks = {
	changed: { glyph: "~", word: "changed", tone: "caution" },
	deactivated: { glyph: "↓", word: "deactivated", tone: "caution" },
	reactivated: { glyph: "↑", word: "reactivated", tone: "caution" },
	deleted: { glyph: "✗", word: "deleted", tone: "bad" },
	notApplied: { glyph: "!", word: "not applied", tone: "caution" },
	unmatched: { glyph: "?", word: "unmatched", tone: "caution" },
	matched: linkMarks.matched,
	managed: linkMarks.linked,
	released: linkMarks.released,
} as const satisfies Readonly<Record<string, Mark>>;

/** The state of an account as a glyph and a word: its drift if any, otherwise its link. */
export function stateMark({ account, drift }: AccountRow): Mark {
	if (drift !== null) return marks[drift.kind];
	if (account === null) return marks.deleted;
	return account.standing === "linked" ? marks[account.state] : marks[account.standing];
}

/** The user of an account, or users who may be. */
export function ownerText({ account, drift }: AccountRow): string {
	if (account === null) return drift?.source?.displayName ?? "–";
	if (account.standing !== "unmatched") return account.owner.displayName;
	const [first, ...more] = account.alike.map(({ displayName }) => displayName);
	if (first === undefined) return "– none";
	return more.length === 0 ? `maybe ${first}` : `maybe ${first} or ${more.join(" or ")}`;
}

/** The differences on one line: current → expected. */
export function driftText({ kind, changes, outcome, entry }: Drift): string {
	if (outcome === "failed" && entry?.error) return `✗ not repaired: ${entry.error.reason}`;
	const held = outcome === "held" ? "held back by the deletion guard; " : "";
	if (kind === "deleted") return `${held}the account was deleted`;
	const said = kind === "notApplied" ? "accepted but not applied: " : "";
	return (
		held + (changes.length === 0 ? `the account was ${kind}` : said + changes.map(changeText).join(", "))
	);
}

/** The text that the filter searches. */
export function rowText(row: AccountRow): string {
	const { userName, displayName, account, drift } = row;
	const state = account?.active === false ? "inactive" : "active";
	const roles = account?.roles.join(" ") ?? "";
	const found = drift === null ? "" : driftText(drift);
	return `${userName} ${displayName} ${stateMark(row).word} ${state} ${roles} ${ownerText(row)} ${found}`;
}
