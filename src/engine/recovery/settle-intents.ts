import { writtenPath } from "../../attributes/target-schema.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { targetIdentity } from "../../ports/log-identity.ts";
import type { EscrowChange } from "../../ports/store/escrow.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { LinkChange } from "../../ports/store/link.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import type { Store } from "../../ports/store/store.ts";
import type { Target } from "../../ports/target.ts";
import { read } from "../../scim/path.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { isObject } from "../../scim/resource-value.ts";
import { afterFailure } from "../record/escrow.ts";
import type { Ledger } from "../record/ledger.ts";
import { notApplied } from "../record/not-applied.ts";
import { exported } from "../record/outcome.ts";
import { type Asking, evidenceFor } from "./what-arrived.ts";

/**
 * Whether an interrupted change was made, according to the target. `account` is null after a deletion; `missing`: the paths
 * of the values that the account does not show.
 */
export type Verdict =
	| { readonly done: true; readonly account: ScimUser | null; readonly missing: readonly string[] }
	| { readonly done: false };

/**
 * Asks the target whether an intended change was carried out, after its response was lost or the process was killed. A created
 * account must be ours: one with the same name may have been created by someone else.
 */
export async function wasCarriedOut(intent: Intent, asking: Asking, signal?: AbortSignal): Promise<Verdict> {
	const account = await accountOf(intent, asking.target, signal);
	if (intent.action === "Delete")
		return account === undefined ? { done: true, account: null, missing: [] } : { done: false };
	if (account === undefined) return { done: false };
	const { shown, missing } = await evidenceFor(intent, account, asking);
	const isDone = intent.targetId === null ? isOurs(intent, account, missing) : shown.length > 0;
	return isDone ? { done: true, account, missing } : { done: false };
}

/** A creation is sent within this time of its intent, by any clock, retries and pauses included. */
const longestCreation = 15 * 60_000;

/**
 * Whether an account is the one that was to be created. If the target says when it was created, that must be then. It has every value
 * that was sent; of a creation that the target applied only in part, values may be absent, but not others.
 */
function isOurs({ entry }: Intent, account: ScimUser, missing: readonly string[]): boolean {
	const created = createdAt(account);
	if (created !== null && Math.abs(created - entry.time) > longestCreation) return false;
	if (missing.length === 0) return true;
	const isAbsent = (path: string) => {
		const value = read(account, { ...writtenPath(path), filter: null });
		return value === null || value === "" || (Array.isArray(value) && value.length === 0);
	};
	return created !== null && missing.every(isAbsent);
}

/** RFC 7643 §3.1: when the account was created, milliseconds since 1970; null when the target does not say. */
export function createdAt({ meta }: ScimUser): number | null {
	const created = isObject(meta) ? meta.created : null;
	const time = typeof created === "string" ? Date.parse(created) : Number.NaN;
	return Number.isNaN(time) ? null : time;
}

/** RFC 7643 §3.1: when the account was last modified, as the target writes it; null when it does not say. */
export function modifiedAt({ meta }: ScimUser): string | null {
	const modified = isObject(meta) ? meta.lastModified : null;
	return typeof modified === "string" ? modified : null;
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
		const verdict = await wasCarriedOut(intent, { target, store, clock, targets, dialect }, signal);
		if (!verdict.done) {
			undone.push(intent.changeId);
			continue;
		}
		entries.push(await ledger.settle(await outcomeOf(intent, verdict, { store, clock })));
	}
	if (undone.length > 0) await store.withdraw(undone);
	return entries;
}

async function outcomeOf(
	intent: Intent,
	{ account, missing }: Extract<Verdict, { done: true }>,
	{ store, clock }: Pick<Settling, "store" | "clock">,
): Promise<Outcome> {
	const time = clock.now();
	const { sourceId } = intent;
	const target = account ? targetIdentity(account) : intent.entry.target;
	const asPlanned = { ...intent.entry, time, target };
	const link = linkOf(intent, account);
	if (missing.length === 0) {
		const words =
			"The run was interrupted after the request was sent. The target shows that the change was made.";
		const escrow: EscrowChange = sourceId === null ? { type: "keep" } : { type: "release", sourceId };
		return { entry: exported(asPlanned, "success", words), link, escrow };
	}
	const partly = notApplied(asPlanned, link, missing);
	if (sourceId === null) return { ...partly, escrow: { type: "keep" } };
	const previous = (await store.escrow()).find((one) => one.sourceId === sourceId);
	const { displayName, userName } = intent.entry.source ?? { displayName: sourceId, userName: "" };
	const failed = { sourceId, displayName, userName, fingerprint: intent.link?.fingerprint ?? "" };
	const escrow = afterFailure(previous, failed, partly.entry.error, time);
	return { ...partly, escrow: { type: "put", escrow } };
}

function linkOf({ sourceId, link }: Intent, account: ScimUser | null): LinkChange {
	if (link !== null && account !== null) {
		return { type: "put", link: { ...link, targetId: account.id, userName: account.userName } };
	}
	return sourceId === null ? { type: "keep" } : { type: "drop", sourceId };
}
