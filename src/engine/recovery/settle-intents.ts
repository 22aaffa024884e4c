import type { TargetList } from "../../attributes/target-schema.ts";
import type { TargetDialect } from "../../mapping/target-dialect.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LogEntry } from "../../ports/log-entry.ts";
import { targetIdentity } from "../../ports/log-identity.ts";
import type { Intent, LinkChange, Store } from "../../ports/store.ts";
import type { Target } from "../../ports/target.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";
import { keyedHash } from "../record/keyed-hash.ts";
import type { Ledger } from "../record/ledger.ts";
import { exported } from "../record/outcome.ts";
import { showsOperations } from "./shows-operations.ts";
import { showsText } from "./shows-text.ts";

/** Whether an interrupted change was made, according to the target. `account` is null after a deletion. */
export type Verdict = { readonly done: true; readonly account: ScimUser | null } | { readonly done: false };

/** What is needed to ask the target. */
export type Asking = {
	readonly target: Target;
	readonly store: Pick<Store, "intentKey">;
	/** The attributes that mappings can set. */
	readonly targets: TargetList;
	readonly dialect: TargetDialect;
};

/**
 * Asks the target whether an intended change was carried out, after its response was lost or the process was killed. The
 * account must have every value that was sent: an account with the same name may have been created by someone else.
 */
export async function wasCarriedOut(
	intent: Intent,
	{ target, store, targets, dialect }: Asking,
	signal?: AbortSignal,
): Promise<Verdict> {
	const account = await accountOf(intent, target, signal);
	if (intent.action === "Delete")
		return account === undefined ? { done: true, account: null } : { done: false };
	if (account === undefined) return { done: false };
	const { operations, changeId, entry } = intent;
	if (operations === null)
		return verdict(account, showsText(entry.modifiedProperties, account, { targets, dialect }));
	const key = operations.some((operation) => "hash" in operation) ? await store.intentKey() : "";
	const hash = (path: string, value: Json) => keyedHash({ key, changeId, targets }, path, value);
	return verdict(account, showsOperations(operations, account, { targets, dialect }, hash));
}

function verdict(account: ScimUser, done: boolean): Verdict {
	return done ? { done, account } : { done };
}

async function accountOf(
	{ targetId, userName, operations }: Intent,
	target: Target,
	signal?: AbortSignal,
): Promise<ScimUser | undefined> {
	if (targetId !== null) return target.get(targetId, signal);
	const [account, ...more] = await target.find("userName", userName, signal);
	if (account === undefined || more.length > 0) return undefined;
	// A deactivated account is the one that blocked the creation, unless a deactivated account was to be created.
	const setsActive = operations?.some(({ path }) => path === "active") === true;
	return account.active || setsActive ? account : undefined;
}

/** What is needed to settle intents. */
export type Settling = Asking & {
	readonly store: Store;
	readonly ledger: Ledger;
	readonly clock: Clock;
};

/**
 * Settles the intents that an interrupted run left open: a change that was carried out gets its entry and its link, the
 * others are withdrawn and planned again. Returns the entries. Throws what the target throws; the remaining intents then
 * stay open.
 */
export async function settleIntents(
	{ store, target, targets, dialect, ledger, clock }: Settling,
	signal?: AbortSignal,
): Promise<readonly LogEntry[]> {
	const open = (await store.openIntents()).filter(({ changeId }) => !ledger.isInFlight(changeId));
	const entries: LogEntry[] = [];
	const undone: string[] = [];
	for (const intent of open) {
		const verdict = await wasCarriedOut(intent, { target, store, targets, dialect }, signal);
		if (!verdict.done) {
			undone.push(intent.changeId);
			continue;
		}
		const { account } = verdict;
		const words =
			"The run was interrupted after the request was sent. The target shows that the change was made.";
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
