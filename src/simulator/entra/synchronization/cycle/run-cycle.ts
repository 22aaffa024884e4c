import { randomUUID } from "node:crypto";
import type { Execution, JobError } from "../job/execution.ts";
import type { Memory } from "../job/memory.ts";
import type { Entry } from "../log/entry.ts";
import type { ObjectMapping } from "../schema/job-mappings.ts";
import type { SourceDirectory } from "../source/directory.ts";
import { readEntitlements } from "../source/entitlements.ts";
import type { ScimTarget } from "../target/scim-target.ts";
import { type Candidate, candidates } from "./candidates.ts";
import { type DecisionRules, isInScope } from "./decision.ts";
import type { Limits } from "./limits.ts";
import { provisionObject, stage, type Workshop } from "./provision-object.ts";

/** What a cycle needs. */
export interface CycleInput {
	readonly jobId: string;
	readonly servicePrincipalId: string;
	readonly directory: SourceDirectory;
	readonly target: ScimTarget;
	readonly mapping: ObjectMapping;
	readonly memory: Memory;
	readonly rules: DecisionRules;
	readonly limits: Limits;
	readonly isInitial: boolean;
	/** The number of deactivations and deletions beyond which they are held back; null when there is none. */
	readonly deletionThreshold: number | null;
	readonly clock: () => number;
	/** Whether the cycle has to stop before the next object. */
	isStopped(): boolean;
	record(entry: Entry): void;
	/** Called after each user. */
	progress(completed: number, total: number): void;
}

/** How a cycle ended. */
export interface CycleResult {
	readonly execution: Execution;
	/** Why the job goes into quarantine; undefined when it does not. */
	readonly quarantine: string | undefined;
	/** Whether failures were dropped after 28 days. */
	readonly hasPruned: boolean;
}

/** Runs one cycle: reads the directory, provisions each user, and remembers what was read. */
export async function runCycle(input: CycleInput): Promise<CycleResult> {
	const { directory, mapping, memory, rules, clock, isInitial, servicePrincipalId } = input;
	const began = clock();
	const cycleId = randomUUID();
	const entitlements = readEntitlements(directory, servicePrincipalId, rules.roleWithoutValue);
	const read = candidates({ ...input, entitlements }, isInitial, began);
	const todo = referencesLast(read.filter(({ decision }) => decision.kind !== "ignore"));
	const removals = todo.filter(({ decision }) => "link" in decision);
	const holds = input.deletionThreshold !== null && removals.length > input.deletionThreshold;
	const occasion = { jobId: input.jobId, servicePrincipalId, cycleId, isOnDemand: false, clock };
	const workshop: Workshop = { occasion, target: input.target, mapping, memory, isInitial };

	const counts = { exports: 0, exported: 0, escrowed: 0, entitled: 0, pruned: 0 };
	for (const [index, subject] of todo.entries()) {
		if (input.isStopped()) break;
		const isHeld = holds && "link" in subject.decision;
		if (subject.scoping && isInScope(subject.scoping)) counts.entitled++;
		// Someone who never had an account and is permanently deleted leaves no trace in the log.
		const isUnknown = !subject.user && subject.decision.kind === "skip";
		if (isUnknown) {
			forget(subject.id, memory);
			continue;
		}
		const entry = isHeld ? stage(subject, workshop) : await provisionObject(subject, workshop);
		input.record(entry);
		if (isExport(entry)) counts.exports++;
		if (isExport(entry) && entry.status === "success") counts.exported++;
		if (entry.status === "failure") {
			counts.escrowed++;
			if (!memory.fail(subject.id, entry.error?.code ?? "", clock())) counts.pruned++;
		} else if (!isHeld) memory.escrows.delete(subject.id);
		if (!isHeld) remember(subject, memory);
		input.progress(index + 1, todo.length);
	}
	const reason = holds ? "TooManyDeletes" : tooManyFailures(memory, todo.length, input.limits);
	const { exports, exported, escrowed, entitled, pruned } = counts;
	return {
		quarantine: reason,
		hasPruned: pruned > 0,
		execution: {
			activityIdentifier: cycleId,
			countEntitled: isInitial ? entitled : 0,
			countEntitledForProvisioning: entitled,
			countEscrowed: escrowed,
			countEscrowedRaw: escrowed,
			countExported: exported,
			countExports: exports,
			countImported: read.length,
			countImportedDeltas: isInitial ? 0 : read.length,
			countImportedReferenceDeltas: 0,
			error: reason === undefined ? null : quarantineError(reason),
			state: reason === undefined ? (escrowed > 0 ? "EntryLevelErrors" : "Succeeded") : "Failed",
			began,
			ended: clock(),
		},
	};
}

/** Two passes over different objects as one cycle. */
export function together(one: CycleResult, other: CycleResult): CycleResult {
	const [a, b] = [one.execution, other.execution];
	const isFailed = [a, b].find(({ state }) => state === "Failed");
	const isPartial = [a, b].find(({ state }) => state === "EntryLevelErrors");
	return {
		quarantine: one.quarantine ?? other.quarantine,
		hasPruned: one.hasPruned || other.hasPruned,
		execution: {
			activityIdentifier: a.activityIdentifier,
			countEntitled: a.countEntitled + b.countEntitled,
			countEntitledForProvisioning: a.countEntitledForProvisioning + b.countEntitledForProvisioning,
			countEscrowed: a.countEscrowed + b.countEscrowed,
			countEscrowedRaw: a.countEscrowedRaw + b.countEscrowedRaw,
			countExported: a.countExported + b.countExported,
			countExports: a.countExports + b.countExports,
			countImported: a.countImported + b.countImported,
			countImportedDeltas: a.countImportedDeltas + b.countImportedDeltas,
			countImportedReferenceDeltas: 0,
			error: a.error ?? b.error,
			state: (isFailed ?? isPartial ?? a).state,
			began: a.began,
			ended: b.ended,
		},
	};
}

const isExport = ({ action }: Entry): boolean => action !== "other" && action !== "stagedDelete";

/** Users with a manager come after those without, and after their managers as far as these are among them. */
function referencesLast(subjects: readonly Candidate[]): readonly Candidate[] {
	const byId = new Map(subjects.map((one) => [one.id, one]));
	const depth = (one: Candidate, seen: ReadonlySet<string>): number => {
		const boss = one.user?.manager ? byId.get(one.user.manager) : undefined;
		return boss && !seen.has(boss.id) ? 1 + depth(boss, new Set([...seen, boss.id])) : 0;
	};
	return subjects
		.map((one) => ({ one, level: depth(one, new Set([one.id])) }))
		.sort((a, b) => a.level - b.level)
		.map(({ one }) => one);
}

function remember({ id, user, state }: Candidate, memory: Memory): void {
	if (user) memory.seen.set(id, state);
	else if (!memory.links.has(id)) forget(id, memory);
}

function forget(id: string, memory: Memory): void {
	memory.seen.delete(id);
	memory.escrows.delete(id);
	memory.unlink(id);
}

function tooManyFailures(memory: Memory, processed: number, limits: Limits): string | undefined {
	const failures = memory.escrows.size;
	if (failures >= limits.escrowBase) return "EncounteredBaseEscrowThreshold";
	const all = Math.max(processed, memory.seen.size);
	const isShare = failures >= limits.escrowMinimum && failures > all * limits.escrowShare;
	return isShare ? "EncounteredEscrowProportionThreshold" : undefined;
}

/** The error of a cycle that ended in quarantine. */
export function quarantineError(reason: string): JobError {
	const message =
		reason === "TooManyDeletes"
			? "More users would be disabled or deleted than the accidental deletions threshold allows."
			: "Too many users could not be provisioned.";
	return { code: reason, message, tenantActionable: true };
}
