import { called } from "../../../ports/identity-name.ts";
import { checkRemovals } from "../../cycle/deletion-guard.ts";
import { enablingOf } from "../../cycle/known/enabling-of.ts";
import { roleKnowledgeOf } from "../../cycle/known/role-knowledge-of.ts";
import type { EngineParts } from "../../cycle/parts/engine-parts.ts";
import type { Tally } from "../../cycle/progress/tally.ts";
import { isRemoval, removalOf } from "../../cycle/provision.ts";
import { AccountsReader } from "../../cycle/read/read-accounts.ts";
import { readSource } from "../../cycle/read/read-source.ts";
import { recordRun } from "../../cycle/record-run.ts";
import type { Execution } from "../../execute/execution.ts";
import { ReadBacks } from "../../execute/read-backs.ts";
import { rolesReadOnce } from "../../plan/known-roles.ts";
import type { WorkItem } from "../../plan/plan-work-item.ts";
import { References } from "../../plan/references.ts";
import { configurationHash } from "../../plan/rules.ts";
import { type DriftOptions, type DriftReport, NotComparableError } from "./drift.ts";
import { findDrift } from "./find-drift.ts";
import { freeHeldUp, heldUpBefore } from "./free-waiting.ts";
import { settleFindings } from "./settle-findings.ts";
import { isWaitingForTarget } from "./whose-change.ts";

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

type Comparison = { readonly cycleId: string; readonly tally: Tally; readonly signal: AbortSignal };

async function compare(
	parts: EngineParts,
	options: DriftOptions,
	{ cycleId, tally, signal }: Comparison,
): Promise<DriftReport> {
	const { store, ledger, clock } = parts;
	const { repair, only, initiatedBy, onProgress } = options;
	const run = { cycleId, initiatedBy };
	const { rules, read, comparable, heldUp, pending, executionFor } = await readManaged(
		parts,
		options,
		run,
		signal,
	);
	const { concurrency, deletionGuard } = rules.settings;
	const total = comparable.length;
	const found = await findDrift(comparable, store, {
		...{ executionFor, concurrency, signal },
		onCompared: (done) => onProgress?.({ phase: "comparing", done, total }),
	});
	await freeHeldUp(heldUp, { executionFor, concurrency, signal, store, now: clock.now() });
	const removals = found.filter(({ action }) => isRemoval(action));
	const verdict = checkRemovals({
		removals: removals.map(({ workItem, action }) => removalOf(workItem, action)),
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? read.workQueue.seen : null,
		allowed: null,
		settings: deletionGuard,
	});
	const drifts = await settleFindings(found, {
		...{ store, ledger, clock, run, repair, only, tally, executionFor, concurrency, signal },
		heldBack: verdict.type === "hold" ? verdict.reason : null,
		onSettled: (done) => {
			if (repair) onProgress?.({ phase: "repairing", done, total: found.length });
		},
	});
	drifts.sort((left, right) => called(left.source).localeCompare(called(right.source)));
	return { cycleId, compared: total, pending, found: drifts, counts: tally.counts() };
}

/** Reads all users and the accounts of those who can be compared. */
async function readManaged(
	parts: EngineParts,
	{ only, initiatedBy, onProgress }: DriftOptions,
	run: Execution["run"],
	signal: AbortSignal,
) {
	const { directory, store, clock, emit, ledger } = parts;
	const roles = rolesReadOnce(parts.roleNames, { emit, now: clock.now, signal });
	const rules = parts.rules();
	const target = parts.target(initiatedBy === "cycle" ? "cycle" : "interactive");
	const read = await readSource({
		...{ directory, roleNames: roles, store, rules, signal },
		...{ since: null, compareAll: true, now: clock.now() },
		onProgress: (done) => onProgress?.({ phase: "reading source", done, total: null }),
	});
	const { workQueue } = read;
	const managed = [...workQueue.workItems, ...workQueue.removals].filter(
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
	const heldUp = only === undefined ? heldUpBefore(workQueue.workItems, clock.now()) : [];
	const { accounts } = await reader.read({ linked: comparable.length, unlinked: heldUp.length });
	const references = new References(read.links);
	const shared = {
		...{ rules, accounts, run, target, store, ledger, clock },
		matchConflicts: workQueue.matchConflicts,
		roles: roleKnowledgeOf(roles, store, clock.now()),
		enabling: enablingOf(await store.state(), store),
		readBacks: new ReadBacks(rules.mappings.set.dialect),
		nameOf: workQueue.names(),
	};
	const executionFor = ({ sourceId }: WorkItem): Execution => ({
		...shared,
		environment: {
			now: () => new Date(clock.now()),
			random: clock.random,
			...references.environmentOf(sourceId),
		},
	});
	return { rules, read, comparable, heldUp, pending: managed.length - comparable.length, executionFor };
}

/** Whether the user is as last provisioned, so that every difference was made in the target. */
function isSameAtSource({ user, link, fingerprint }: WorkItem): boolean {
	return user !== null && link?.fingerprint === fingerprint();
}
