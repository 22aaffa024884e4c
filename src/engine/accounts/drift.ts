import type { MappingEnvironment } from "../../mapping/user/map-user.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogEntry, LogIdentity, ModifiedProperty, NewLogEntry } from "../../ports/log/log-entry.ts";
import type { CycleCounts } from "../../ports/store/cycle.ts";
import type { Store } from "../../ports/store/store.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { isObject } from "../../scim/resource-value.ts";
import { checkRemovals } from "../cycle/deletion-guard.ts";
import { inParallel } from "../cycle/in-parallel.ts";
import { enablingOf } from "../cycle/known/enabling-of.ts";
import { roleKnowledgeOf } from "../cycle/known/role-knowledge-of.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import type { Tally } from "../cycle/progress/tally.ts";
import { isRemoval, removalOf } from "../cycle/provision.ts";
import { AccountsReader } from "../cycle/read/read-accounts.ts";
import { readSource } from "../cycle/read/read-source.ts";
import { recordRun } from "../cycle/record-run.ts";
import { execute } from "../execute/execute.ts";
import type { Done, Execution } from "../execute/execution.ts";
import { ReadBacks } from "../execute/read-backs.ts";
import type { PlannedAction, PlannedType } from "../plan/action/planned-action.ts";
import { shortHash } from "../plan/fingerprint.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { step } from "../plan/plan-steps.ts";
import { planWorkItem, type WorkItem } from "../plan/plan-work-item.ts";
import { References } from "../plan/references.ts";
import { configurationHash } from "../plan/rules.ts";
import { notAppliedError } from "../record/not-applied.ts";
import { entryOf, escrowAfter, isShownByAnswer } from "../record/outcome.ts";

/**
 * What happened to a managed account outside sumo-provision. `reactivated`: it is active although its user may not sign in.
 * `notApplied`: the target accepted a change from here and has still not applied it, so no one else changed the account.
 */
export const driftKinds = ["changed", "deactivated", "reactivated", "deleted", "notApplied"] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One account that differs from what was sent for its user, who has not changed at the source since. */
export type Drift = {
	readonly kind: DriftKind;
	readonly source: LogIdentity;
	/** The account; if it was deleted, as recorded in the link. */
	readonly target: LogIdentity;
	/** `old` is what the target has, `new` what it should have. */
	readonly changes: readonly ModifiedProperty[];
	/** The attributes among `changes` for which the target accepted a change from here; all of them if `kind` is `notApplied`. */
	readonly notApplied: readonly string[];
	/** The action that repairs it; `skip` when the profile does not permit it, `fail` when the target is known to refuse it. */
	readonly mend: PlannedType;
	/** `held`: the repair is held back by the deletion guard. */
	readonly outcome: "found" | "repaired" | "failed" | "held";
	/** Its log entry; null when the log already has one: found before and unchanged, or failed for the same reason. */
	readonly entry: LogEntry | null;
};

export type DriftReport = {
	/** The run in the log. */
	readonly cycleId: string;
	/** Managed accounts that were compared. */
	readonly compared: number;
	/** Users who changed at the source: the next cycle provisions them; this is not drift. */
	readonly pending: number;
	readonly found: readonly Drift[];
	/** What was repaired; findings that were not repaired count as skipped, those held back by the deletion guard as staged. */
	readonly counts: CycleCounts;
};

/** The progress of a drift check. `total` is null when it is not known. */
export type DriftProgress = {
	readonly phase: "reading source" | "reading target" | "comparing" | "repairing";
	readonly done: number;
	readonly total: number | null;
};

export type DriftOptions = {
	readonly repair: boolean;
	/** Ids of the source users to compare, even if they failed and wait to be retried; absent: all users except those. */
	readonly only?: ReadonlySet<string> | undefined;
	/** `cycle`, or the operator's login name. */
	readonly initiatedBy: string;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: DriftProgress) => void) | undefined;
};

/** Drift cannot be distinguished from changes that a cycle has not made yet. */
export class NotComparableError extends Error {
	override readonly name = "NotComparableError";
	readonly code = "not-comparable";
}

/**
 * Compares every managed account, or those of `only`, with its desired state, and finds accounts that were changed,
 * deactivated or deleted in the target. Each finding gets one log entry as long as it stays the same; with `repair` it is
 * repaired as in a cycle. The watermark stays: changes at the source are left to the next cycle. Throws
 * `NotComparableError`, `ProfileBusyError`, `ScimError`, `DirectoryError`, `ScopeError`.
 */
export function checkDrift(parts: EngineParts, options: DriftOptions): Promise<DriftReport> {
	return parts.lease.hold(async (signal) => {
		const state = await parts.store.state();
		if (state.configuration !== configurationHash(parts.rules())) throw new NotComparableError(noCycleYet);
		return recordRun(parts, "drift", (cycleId, tally) => compare(parts, options, { cycleId, tally, signal }));
	}, options.signal);
}

const noCycleYet =
	"No cycle has completed with the current mappings and scope. Run a cycle first: it compares all users with the target and repairs differences.";

/** Newest warnings of a user that are searched for the change that was not applied: findings of drift come after it. */
const maxEntries = 20;

type Comparison = { readonly cycleId: string; readonly tally: Tally; readonly signal: AbortSignal };
type Found = {
	readonly workItem: WorkItem;
	readonly action: PlannedAction;
	readonly kind: DriftKind;
	readonly notApplied: readonly string[];
};

async function compare(
	parts: EngineParts,
	{ repair, only, initiatedBy, onProgress }: DriftOptions,
	{ cycleId, tally, signal }: Comparison,
): Promise<DriftReport> {
	const { directory, store, clock, emit, ledger } = parts;
	const roles = rolesReadOnce(parts.roleNames, { emit, now: clock.now, signal });
	const rules = parts.rules();
	const target = parts.target(initiatedBy === "cycle" ? "cycle" : "interactive");
	const read = await readSource({
		directory,
		roleNames: roles,
		store,
		rules,
		since: null,
		compareAll: true,
		now: clock.now(),
		signal,
		onProgress: (done) => onProgress?.({ phase: "reading source", done, total: null }),
	});
	const { workQueue } = read;
	const all = [...workQueue.workItems, ...workQueue.removals];
	const managed = all.filter(
		({ link, sourceId }) => link?.state === "managed" && (only?.has(sourceId) ?? true),
	);
	const comparable = managed.filter(
		(workItem) =>
			isWaitingForTarget(workItem) ||
			(isSameAtSource(workItem) && (workItem.escrow === undefined || only !== undefined)),
	);
	const reader = new AccountsReader(target, rules, {
		signal,
		onProgress: (done, total) => onProgress?.({ phase: "reading target", done, total }),
	});
	const { accounts } = await reader.read({ linked: comparable.length, unlinked: 0 });
	const references = new References(read.links);
	const environmentOf = (sourceId: string): MappingEnvironment & Execution["environment"] => ({
		now: () => new Date(clock.now()),
		random: clock.random,
		...references.environmentOf(sourceId),
	});
	const run = { cycleId, initiatedBy };
	const { matchConflicts } = workQueue;
	const enabling = enablingOf(await store.state(), store);
	const knownRoles = roleKnowledgeOf(roles, store, clock.now());
	const readBacks = new ReadBacks(rules.mappings.set.dialect);
	const comparedAt = await lastComparison(store);
	const shared = { rules, accounts, matchConflicts, roles: knownRoles, enabling, nameOf: workQueue.names() };
	const executionFor = ({ sourceId }: WorkItem): Execution => ({
		...shared,
		environment: environmentOf(sourceId),
		run,
		target,
		store,
		ledger,
		clock,
		readBacks,
	});

	const total = comparable.length;
	const pending = managed.length - total;
	const found: Found[] = [];
	const named = (changes: readonly ModifiedProperty[]) => changes.map(({ name }) => name);
	let done = 0;
	await inParallel(
		comparable,
		rules.settings.concurrency,
		async (workItem) => {
			const { action, linked } = await planWorkItem(workItem, executionFor(workItem));
			const difference = driftOf(action, linked);
			if (difference !== null) {
				const changes = changesOf(action);
				const isKnown = isWaitingForTarget(workItem);
				const ours =
					linked === undefined
						? []
						: isKnown
							? await notAppliedOf(workItem, changes, store)
							: await neverShownOf(workItem, changes, { store, target, comparedAt });
				const isOurs =
					linked !== undefined && (isKnown || changes.length > 0) && ours.length === changes.length;
				const kind = isOurs ? "notApplied" : difference;
				found.push({ workItem, action: explained(action, kind), kind, notApplied: named(ours) });
			}
			done += 1;
			onProgress?.({ phase: "comparing", done, total });
		},
		signal,
	);

	const removals = found.filter(({ action }) => isRemoval(action));
	const verdict = checkRemovals({
		removals: removals.map(({ workItem, action }) => removalOf(workItem, action)),
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? workQueue.seen : null,
		allowed: null,
		settings: rules.settings.deletionGuard,
	});
	const drifts: Drift[] = [];
	const known = await store.findings();
	// Users who are not compared now keep their recorded findings.
	const findings = new Map([...known].filter(([sourceId]) => only !== undefined && !only.has(sourceId)));
	const settle = async ({ workItem, action, kind, notApplied }: Found) => {
		const isHeld = repair && verdict.type === "hold" && isRemoval(action);
		const base = {
			kind,
			source: action.source,
			target: targetOf(workItem, action),
			changes: changesOf(action),
			mend: action.type,
		};
		if (!repair || isHeld) {
			tally.add(isHeld ? "staged" : "skipped");
			const outcome = isHeld ? "held" : "found";
			const hash = shortHash(JSON.stringify([outcome, base]));
			findings.set(workItem.sourceId, hash);
			if (known.get(workItem.sourceId) === hash) {
				drifts.push({ ...base, notApplied, outcome, entry: null });
				return;
			}
			const entry = entryOf(action, run, clock.id(), clock.now());
			const words = isHeld
				? `Held back by the deletion guard. ${verdict.reason}`
				: "Reported only: no repair was requested.";
			const isNews = notApplied.length > 0 && !isWaitingForTarget(workItem);
			const error = isNews ? notAppliedError(entry, notApplied) : null;
			const written = await ledger.settle({
				entry: { ...findingEntry(entry, base.target, words), error },
				link: { type: "keep" },
				// From now on it is an open matter, and retried.
				escrow: error === null ? { type: "keep" } : escrowAfter(workItem, error, clock.now()),
			});
			drifts.push({ ...base, notApplied, outcome, entry: written });
			return;
		}
		const result = await execute(workItem, action, executionFor(workItem));
		tally.note(result, workItem.sourceId);
		const entry = (await result.entry) ?? null;
		drifts.push({ ...base, notApplied, outcome: outcomeOf(result), entry });
	};
	await inParallel(
		found,
		rules.settings.concurrency,
		async (one) => {
			await settle(one);
			if (repair) onProgress?.({ phase: "repairing", done: drifts.length, total: found.length });
		},
		signal,
	);
	await store.setFindings(findings);
	drifts.sort((left, right) => called(left.source).localeCompare(called(right.source)));
	return { cycleId, compared: total, pending, found: drifts, counts: tally.counts() };
}

/** Whether the user is as last provisioned, so that every difference was made in the target. */
function isSameAtSource({ user, link, fingerprint }: WorkItem): boolean {
	return user !== null && link?.fingerprint === fingerprint();
}

/** Whether the target accepted what was sent for the user, who is still the same or still absent, and did not apply all of it. */
function isWaitingForTarget({ escrow, fingerprint }: WorkItem): boolean {
	return escrow?.code === "AcceptedButNotApplied" && escrow.fingerprint === fingerprint();
}

/**
 * Those of the differences that the target accepted from here and did not apply: the account still has the value from before.
 * All of them where no attributes were recorded, as for deletions and by older versions.
 */
async function notAppliedOf(
	{ sourceId }: WorkItem,
	changes: readonly ModifiedProperty[],
	store: Pick<Store, "log">,
): Promise<readonly ModifiedProperty[]> {
	const query = { sourceId, statuses: ["warning"], order: "descending", limit: maxEntries } as const;
	const entries = await store.log(query);
	const recorded = entries.find(({ error }) => error?.code === "AcceptedButNotApplied")?.error?.notApplied;
	if (recorded === undefined) return changes;
	return changes.filter(({ name, old }) => recorded.some((one) => one.name === name && one.old === old));
}

/**
 * Those of the differences that come from changes that only the target's answer has shown, and where the account still has the
 * value from before. Whoever compares all accounts has seen the changes made earlier: what differs then was changed by others.
 *
 * @param comparedAt milliseconds since 1970.
 */
async function neverShownOf(
	{ sourceId, link }: WorkItem,
	changes: readonly ModifiedProperty[],
	{ store, target, comparedAt }: Pick<Execution, "store" | "target"> & { readonly comparedAt: number },
): Promise<readonly ModifiedProperty[]> {
	const query = { sourceId, statuses: ["success"], order: "descending", limit: maxEntries } as const;
	const entries = await store.log(query);
	const never: ModifiedProperty[] = [];
	for (const change of changes) {
		const sent = entries.find((entry) => entry.modifiedProperties.some(({ name }) => name === change.name));
		if (sent === undefined || sent.time < comparedAt || !isShownByAnswer(sent)) continue;
		const isSame = ({ name, old }: ModifiedProperty) => name === change.name && old === change.old;
		const isKept =
			sent.action === "Create"
				? isUnchanged(await target.get(link?.targetId ?? ""))
				: sent.modifiedProperties.some(isSame);
		if (isKept) never.push(change);
	}
	return never;
}

/** Whether the target shows that an account was not modified since its creation (RFC 7643 §3.1). */
function isUnchanged(account: ScimUser | undefined): boolean {
	const meta = isObject(account?.meta) ? account.meta : {};
	return typeof meta.created === "string" && meta.created === meta.lastModified;
}

/** When all accounts were last compared: the start of an initial cycle or drift check that completed, in milliseconds since 1970. */
async function lastComparison(store: Pick<Store, "cycles">): Promise<number> {
	const cycles = await store.cycles(1000);
	const last = cycles.find(
		({ kind, outcome }) => outcome === "completed" && (kind === "initial" || kind === "drift"),
	);
	return last?.startedAt ?? 0;
}

function driftOf(action: PlannedAction, linked: ScimUser | undefined): DriftKind | null {
	if (action.type === "skip") {
		// A repair that is not allowed is still drift; a user out of scope who may not be deactivated is not: the account was never changed.
		if (action.reason !== "ActionNotAllowed" || !action.steps.some(inScope)) return null;
		if (linked === undefined) return "deleted";
		return linked.active ? "changed" : "deactivated";
	}
	if (action.type === "fail" && action.error.code !== "BlockedByDeactivatedAccount") return null;
	if (linked === undefined) return "deleted";
	if (isRemoval(action)) return "reactivated";
	// An account that is already deactivated and only has its link released did not change.
	if (action.type === "unlink") return null;
	return linked.active ? "changed" : "deactivated";
}

function inScope({ type, status }: PlannedAction["steps"][number]): boolean {
	return type === "scoping" && status === "success";
}

const driftWords: Record<DriftKind, string> = {
	changed: "The account was changed in the target. The user has not changed at the source.",
	deactivated: "The account was deactivated in the target.",
	reactivated: "The account was reactivated in the target, although its user may not sign in.",
	deleted: "The account was deleted in the target.",
	notApplied: "A change from here was accepted but not applied. The account was not changed by anyone else.",
};

function explained(action: PlannedAction, kind: DriftKind): PlannedAction {
	return { ...action, steps: [...action.steps, step("processing", "warning", driftWords[kind])] };
}

function changesOf(action: PlannedAction): readonly ModifiedProperty[] {
	return action.type === "link" || action.type === "unlink" ? [] : action.changes;
}

/** For a deleted account, only the link still has its identity. */
function targetOf({ link }: WorkItem, { target }: PlannedAction): LogIdentity {
	if (target !== null || link === undefined) return target;
	return { id: link.targetId, displayName: link.displayName, userName: link.userName };
}

function findingEntry(entry: NewLogEntry, target: LogIdentity, words: string): NewLogEntry {
	return {
		...entry,
		action: "Other",
		status: "warning",
		target,
		skipReason: null,
		error: null,
		steps: [...entry.steps, step("export", "skipped", words)],
	};
}

function outcomeOf({ error, action }: Done): Drift["outcome"] {
	if (error !== null) return "failed";
	return action.type === "skip" ? "found" : "repaired";
}
