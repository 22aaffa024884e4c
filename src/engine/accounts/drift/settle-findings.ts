import type { LogIdentity, NewLogEntry } from "../../../ports/log/log-entry.ts";
import type { Tally } from "../../cycle/progress/tally.ts";
import { isRemoval } from "../../cycle/provision.ts";
import { execute } from "../../execute/execute.ts";
import type { Done, Execution } from "../../execute/execution.ts";
import { inParallel } from "../../parallel/in-parallel.ts";
import type { PlannedAction } from "../../plan/action/planned-action.ts";
import { shortHash } from "../../plan/fingerprint.ts";
import { step } from "../../plan/plan-steps.ts";
import type { WorkItem } from "../../plan/plan-work-item.ts";
import { notAppliedError } from "../../record/not-applied.ts";
import { entryOf, escrowAfter } from "../../record/outcome.ts";
import { changesOf, type Drift, type Found } from "./drift.ts";
import { isWaitingForTarget } from "./whose-change.ts";

export type SettleOptions = Pick<Execution, "store" | "ledger" | "clock" | "run"> & {
	readonly repair: boolean;
	/** Why the deletion guard holds removals back; null when it does not. */
	readonly heldBack: string | null;
	/** Ids of the only users who were compared; absent: all were. */
	readonly only: ReadonlySet<string> | undefined;
	readonly tally: Tally;
	readonly executionFor: (workItem: WorkItem) => Execution;
	readonly concurrency: number;
	readonly signal: AbortSignal;
	/** Called after each finding, with those settled so far. */
	readonly onSettled: (done: number) => void;
};

/** Repairs the findings, or logs those that the log does not have yet, and records them for the next check. */
export async function settleFindings(found: readonly Found[], options: SettleOptions): Promise<Drift[]> {
	const { store, repair, heldBack, only, tally, executionFor, concurrency, signal, onSettled } = options;
	const known = await store.findings();
	// Users who are not compared now keep their recorded findings.
	const findings = new Map([...known].filter(([sourceId]) => only !== undefined && !only.has(sourceId)));
	const drifts: Drift[] = [];
	const settle = async (one: Found) => {
		const { workItem, action } = one;
		const reason = repair && isRemoval(action) ? heldBack : null;
		if (!repair || reason !== null) {
			tally.add(reason === null ? "skipped" : "staged");
			const { drift, hash } = await report(one, reason, known.get(workItem.sourceId), options);
			findings.set(workItem.sourceId, hash);
			drifts.push(drift);
		} else {
			const result = await execute(workItem, action, executionFor(workItem));
			tally.note(result, workItem.sourceId);
			const entry = (await result.entry) ?? null;
			drifts.push({ ...described(one), notApplied: one.notApplied, outcome: outcomeOf(result), entry });
		}
		onSettled(drifts.length);
	};
	await inParallel(found, concurrency, settle, signal);
	await store.setFindings(findings);
	return drifts;
}

/** Logs a finding that is not repaired, unless the log has it: `knownHash` is that of the finding before. */
async function report(
	found: Found,
	heldBack: string | null,
	knownHash: string | undefined,
	{ ledger, clock, run }: SettleOptions,
): Promise<{ readonly drift: Drift; readonly hash: string }> {
	const { workItem, action, notApplied } = found;
	const base = described(found);
	const outcome = heldBack === null ? "found" : "held";
	const hash = shortHash(JSON.stringify([outcome, base]));
	if (knownHash === hash) return { drift: { ...base, notApplied, outcome, entry: null }, hash };
	const entry = entryOf(action, run, clock.id(), clock.now());
	const words =
		heldBack === null
			? "Reported only: no repair was requested."
			: `Held back by the deletion guard. ${heldBack}`;
	const isNews = notApplied.length > 0 && !isWaitingForTarget(workItem);
	const error = isNews ? notAppliedError(entry, notApplied) : null;
	const written = await ledger.settle({
		entry: { ...findingEntry(entry, base.target, words), error },
		link: { type: "keep" },
		// From now on it is an open matter, and retried.
		escrow: error === null ? { type: "keep" } : escrowAfter(workItem, error, clock.now()),
	});
	return { drift: { ...base, notApplied, outcome, entry: written }, hash };
}

function described({ workItem, action, kind }: Found): Omit<Drift, "notApplied" | "outcome" | "entry"> {
	return {
		kind,
		source: action.source,
		target: targetOf(workItem, action),
		changes: changesOf(action),
		mend: action.type,
	};
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
