import { knownTargets, writtenPath } from "../../attributes/target-schema.ts";
import { diffUser } from "../../mapping/diff.ts";
import type { MappedValue } from "../../mapping/mapped-user.ts";
import { isRolesPath } from "../../mapping/roles.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LogEntry, NewLogEntry } from "../../ports/log-entry.ts";
import { targetIdentity } from "../../ports/log-identity.ts";
import type { Intent, LinkChange, Store } from "../../ports/store.ts";
import type { Target } from "../../ports/target.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";
import type { Ledger } from "../record/ledger.ts";
import { exported } from "../record/outcome.ts";

/** What asking the target says of an interrupted change. `account` is null after a deletion. */
export type Verdict = { readonly done: true; readonly account: ScimUser | null } | { readonly done: false };

/** Asks the target whether an intended change was carried out: its answer was lost, or the process was killed. */
export async function wasCarriedOut(intent: Intent, target: Target, signal?: AbortSignal): Promise<Verdict> {
	if (intent.targetId === null) {
		// A deactivated account is the one that stood in the way, not the one that was to be created.
		const [account, ...more] = await target.find("userName", intent.userName, signal);
		return account?.active && more.length === 0 ? { done: true, account } : { done: false };
	}
	const account = await target.get(intent.targetId, signal);
	if (intent.action === "Delete")
		return account === undefined ? { done: true, account: null } : { done: false };
	if (account === undefined) return { done: false };
	return showsAll(intent.entry, account) ? { done: true, account } : { done: false };
}

/** Whether the account has all that the entry says was set. What is redacted there cannot be compared. */
function showsAll({ modifiedProperties }: NewLogEntry, account: ScimUser): boolean {
	const values = modifiedProperties
		.filter((property) => property.new !== "[Redact]")
		.map((property): MappedValue => {
			const value = wanted(property.name, property.new);
			const attribute = knownTargets.find(writtenPath(property.name)) ?? null;
			const rest = { redacted: false, creationOnly: false, onlyIfEmpty: false, additive: false };
			return { target: property.name, value, attribute, ...rest };
		});
	return diffUser({ values, matching: [], undecided: [] }, account).operations.length === 0;
}

function wanted(name: string, text: string | null): Json {
	if (text === null) return null;
	return isRolesPath(writtenPath(name)) ? text.split(", ") : text;
}

/** Whom and what settling needs. */
export type Settling = {
	readonly store: Store;
	readonly target: Target;
	readonly ledger: Ledger;
	readonly clock: Clock;
};

/**
 * Settles what an interrupted run left open: what was carried out gets its entry and its link, the rest is forgotten
 * and planned again. Returns the entries. Throws what the target throws; the rest stays open then.
 */
export async function settleIntents(
	{ store, target, ledger, clock }: Settling,
	signal?: AbortSignal,
): Promise<readonly LogEntry[]> {
	const open = (await store.openIntents()).filter(({ changeId }) => !ledger.isUnderWay(changeId));
	const entries: LogEntry[] = [];
	const undone: string[] = [];
	for (const intent of open) {
		const verdict = await wasCarriedOut(intent, target, signal);
		if (!verdict.done) {
			undone.push(intent.changeId);
			continue;
		}
		const { account } = verdict;
		const words =
			"The run was interrupted after this was sent; asked again, the target shows that it was done.";
		const settled = exported(intent.entry, "success", words);
		const entry = {
			...settled,
			time: clock.now(),
			target: account ? targetIdentity(account) : settled.target,
		};
		const { sourceId } = intent;
		const escrow = sourceId === null ? ({ type: "keep" } as const) : ({ type: "release", sourceId } as const);
		entries.push(await ledger.settle({ entry, link: linkOf(intent, account), escrow }));
	}
	if (undone.length > 0) await store.withdraw(undone);
	return entries;
}

function linkOf({ sourceId, link }: Intent, account: ScimUser | null): LinkChange {
	if (link !== null && account !== null) {
		return { type: "put", link: { ...link, targetId: account.id, userName: account.userName } };
	}
	return sourceId === null ? { type: "keep" } : { type: "drop", sourceId };
}
