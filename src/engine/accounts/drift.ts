import type { MappingEnvironment } from "../../mapping/map-user.ts";
import type { LogEntry, LogIdentity, ModifiedProperty, NewLogEntry } from "../../ports/log-entry.ts";
import { called } from "../../ports/log-identity.ts";
import type { CycleCounts } from "../../ports/store.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { checkRemovals } from "../cycle/deletion-guard.ts";
import type { EngineParts } from "../cycle/engine-parts.ts";
import { inParallel } from "../cycle/in-parallel.ts";
import { isRemoval, removalOf } from "../cycle/provision.ts";
import { readAccounts } from "../cycle/read-accounts.ts";
import { readSource } from "../cycle/read-source.ts";
import { recordRun } from "../cycle/record-run.ts";
import type { Tally } from "../cycle/tally.ts";
import { type Done, type Execution, execute } from "../execute/execute.ts";
import { shortHash } from "../plan/fingerprint.ts";
import { step } from "../plan/plan-steps.ts";
import { planWorkItem, type WorkItem } from "../plan/plan-work-item.ts";
import type { PlannedAction, PlannedType } from "../plan/planned-action.ts";
import { References } from "../plan/references.ts";
import { configurationHash } from "../plan/rules.ts";
import { entryOf } from "../record/outcome.ts";

/** What was done to a managed account outside sumo-provision. `reactivated`: it is active though its user may not sign in. */
export const driftKinds = ["changed", "deactivated", "reactivated", "deleted"] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One account that is not as it was provisioned, though its user is the same at the source. */
export type Drift = {
	readonly kind: DriftKind;
	readonly source: LogIdentity;
	/** The account; of a deleted one, as the link remembers it. */
	readonly target: LogIdentity;
	/** `old` is what the target has, `new` what it should have. */
	readonly changes: readonly ModifiedProperty[];
	/** What mends it; `skip` when the profile does not permit that, `fail` when it is known to be refused. */
	readonly mend: PlannedType;
	/** `held`: to be repaired, but the guard against accidental deletions would not let so many be disabled. */
	readonly outcome: "found" | "repaired" | "failed" | "held";
	/** The entry that tells of it; null when the log has it already: found before and the same, or failed for the same reason. */
	readonly entry: LogEntry | null;
};

export type DriftReport = {
	/** The run in the log. */
	readonly cycleId: string;
	/** Managed accounts that were compared. */
	readonly compared: number;
	/** Users who changed at the source: theirs is the next cycle's work, and no drift. */
	readonly pending: number;
	readonly found: readonly Drift[];
	/** What the repair did; what was only shown counts as skipped, what the guard held back as staged. */
	readonly counts: CycleCounts;
};

/** How far a comparison is. `total` is null where it is not known. */
export type DriftProgress = {
	readonly phase: "reading source" | "reading target" | "comparing" | "repairing";
	readonly done: number;
	readonly total: number | null;
};

export type DriftOptions = {
	readonly repair: boolean;
	/** Ids of the source users to compare, also those who failed and wait to be tried again; absent: all others. */
	readonly only?: ReadonlySet<string> | undefined;
	/** `cycle`, or the operator's login name. */
	readonly initiatedBy: string;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: DriftProgress) => void) | undefined;
};

/** Drift cannot be told from work that a cycle has still to do. */
export class NotComparableError extends Error {
	override readonly name = "NotComparableError";
	readonly code = "not-comparable";
}

/**
 * Compares every managed account, or those of `only`, with what its user should have, and finds those that somebody changed,
 * deactivated or deleted in the target. Each has an entry in the log, once as long as it stays the same; with `repair` it is
 * mended, as a cycle would. The watermark stays:
 * what changed at the source is left to the next cycle. Throws `NotComparableError`, `ProfileBusyError`, `ScimError`,
 * `DirectoryError`, `ScopeError`.
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

type Comparison = { readonly cycleId: string; readonly tally: Tally; readonly signal: AbortSignal };
type Found = { readonly workItem: WorkItem; readonly action: PlannedAction; readonly kind: DriftKind };

async function compare(
	parts: EngineParts,
	{ repair, only, initiatedBy, onProgress }: DriftOptions,
	{ cycleId, tally, signal }: Comparison,
): Promise<DriftReport> {
	const { directory, roleNames, store, clock, ledger } = parts;
	const rules = parts.rules();
	const target = parts.target(initiatedBy === "cycle" ? "cycle" : "interactive");
	const read = await readSource({
		directory,
		roleNames,
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
		(workItem) => isSameAtSource(workItem) && (workItem.escrow === undefined || only !== undefined),
	);
	const { accounts } = await readAccounts(comparable.length, target, rules, {
		signal,
		onProgress: (done, total) => onProgress?.({ phase: "reading target", done, total }),
	});
	const references = new References(read.links);
	const environmentOf = (sourceId: string): MappingEnvironment & Execution["environment"] => ({
		now: () => new Date(clock.now()),
		random: clock.random,
		...references.environmentOf(sourceId),
	});
	const run = { cycleId, initiatedBy };
	const shared = { rules, accounts, matchConflicts: workQueue.matchConflicts, nameOf: workQueue.names() };
	const executionFor = ({ sourceId }: WorkItem): Execution => ({
		...shared,
		environment: environmentOf(sourceId),
		run,
		target,
		store,
		ledger,
		clock,
	});

	const total = comparable.length;
	const pending = managed.length - total;
	const found: Found[] = [];
	let done = 0;
	await inParallel(
		comparable,
		rules.settings.concurrency,
		async (workItem) => {
			const { action, linked } = await planWorkItem(workItem, executionFor(workItem));
			const kind = driftOf(action, linked);
			if (kind) found.push({ workItem, action: explained(action, kind), kind });
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
	// Who is not compared now keeps what was told of them.
	const scopeDecision = new Map([...known].filter(([sourceId]) => only !== undefined && !only.has(sourceId)));
	const settle = async ({ workItem, action, kind }: Found) => {
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
			scopeDecision.set(workItem.sourceId, hash);
			if (known.get(workItem.sourceId) === hash) {
				drifts.push({ ...base, outcome, entry: null });
				return;
			}
			const entry = entryOf(action, run, clock.id(), clock.now());
			const words = isHeld
				? `Held back by the guard against accidental deletions. ${verdict.reason}`
				: "Only shown: no repair was asked for.";
			const told = toldOnly(entry, base.target, words);
			const written = await ledger.settle({ entry: told, link: { type: "keep" }, escrow: { type: "keep" } });
			drifts.push({ ...base, outcome, entry: written });
			return;
		}
		const result = await execute(workItem, action, executionFor(workItem));
		tally.note(result);
		drifts.push({ ...base, outcome: outcomeOf(result), entry: (await result.entry) ?? null });
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
	await store.setFindings(scopeDecision);
	drifts.sort((left, right) => called(left.source).localeCompare(called(right.source)));
	return { cycleId, compared: total, pending, found: drifts, counts: tally.counts() };
}

/** Someone whose last provisioning was of what they are now: whatever differs was done in the target. */
function isSameAtSource({ user, link, fingerprint }: WorkItem): boolean {
	return user !== null && link?.fingerprint === fingerprint;
}

function driftOf(action: PlannedAction, linked: ScimUser | undefined): DriftKind | null {
	if (action.type === "skip") {
		// Not allowed to mend is still drift; not allowed to disable somebody out of scope never was done.
		if (action.reason !== "ActionNotAllowed" || !action.steps.some(inScope)) return null;
		if (linked === undefined) return "deleted";
		return linked.active ? "changed" : "deactivated";
	}
	if (action.type === "fail" && action.error.code !== "BlockedByDeactivatedAccount") return null;
	if (linked === undefined) return "deleted";
	if (isRemoval(action)) return "reactivated";
	// A link to a deactivated account that only waits to be released is as it was left.
	if (action.type === "unlink") return null;
	return linked.active ? "changed" : "deactivated";
}

function inScope({ type, status }: PlannedAction["steps"][number]): boolean {
	return type === "scoping" && status === "success";
}

const driftWords: Record<DriftKind, string> = {
	changed: "Somebody changed the account in the target: at the source nothing did.",
	deactivated: "Somebody deactivated the account in the target.",
	reactivated: "Somebody activated the account in the target, though its user may not sign in.",
	deleted: "Somebody deleted the account in the target.",
};

function explained(action: PlannedAction, kind: DriftKind): PlannedAction {
	return { ...action, steps: [...action.steps, step("processing", "warning", driftWords[kind])] };
}

function changesOf(action: PlannedAction): readonly ModifiedProperty[] {
	return action.type === "link" || action.type === "unlink" ? [] : action.changes;
}

/** Of a deleted account only the link knows. */
function targetOf({ link }: WorkItem, { target }: PlannedAction): LogIdentity {
	if (target !== null || link === undefined) return target;
	return { id: link.targetId, displayName: link.displayName, userName: link.userName };
}

function toldOnly(entry: NewLogEntry, target: LogIdentity, words: string): NewLogEntry {
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
