import type { ProvisioningError } from "../../ports/error-code.ts";
import type { CycleSummary } from "../../ports/event.ts";
import type { LogStatus, NewLogEntry } from "../../ports/log-entry.ts";
import type { Remedy } from "../../ports/remedy.ts";
import { type CycleKind, type JobState, LeaseLostError } from "../../ports/store.ts";
import { ScimError } from "../../scim/errors.ts";
import { errorMessage } from "../../text/error-message.ts";
import { classifyError } from "../errors/classify-error.ts";
import { provisioningError } from "../errors/error-catalog.ts";
import type { Execution } from "../execute/execution.ts";
import { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { step } from "../plan/plan-steps.ts";
import { References } from "../plan/references.ts";
import { configurationHash } from "../plan/rules.ts";
import { cycleOutcome } from "../record/cycle-entry.ts";
import { settleIntents } from "../recovery/settle-intents.ts";
import type { GuardDecision } from "./deletion-guard.ts";
import { enablingOf } from "./enabling-of.ts";
import type { EngineParts } from "./engine-parts.ts";
import { afterFailedCycle, allUsers, cycleError } from "./failed-cycle.ts";
import { lastCompleted } from "./last-completed.ts";
import { OthersChanges, RulesChangedError, SwitchedOffError } from "./others-changes.ts";
import { ProgressReport } from "./progress.ts";
import { provision } from "./provision.ts";
import { readAccounts } from "./read/read-accounts.ts";
import { formatPosition, parsePosition, readSource, type SourceRead } from "./read/read-source.ts";
import { endOfPause, pauseWords } from "./schedule/pause.ts";
import {
	CallHealth,
	inQuarantine,
	isHopeless,
	type Quarantine,
	QuarantineError,
} from "./schedule/quarantine.ts";
import { Tally } from "./tally.ts";

/** The kind of cycle to run. `auto`: initial after a change of mappings or scope, otherwise incremental. */
export type CycleOptions = {
	readonly kind?: "auto" | "initial";
	readonly signal?: AbortSignal;
};

/**
 * Runs one cycle: settles what an earlier run left open, reads which users changed, and processes each of them. The watermark
 * moves only when all of it is done and nothing is held back. An aborted cycle finishes its in-flight requests.
 * Ends with a summary, also of a cycle that failed. Throws `ProfileBusyError`, and `StoreError` when the end of the cycle
 * cannot be written either.
 */
export function runCycle(parts: EngineParts, options: CycleOptions = {}): Promise<CycleSummary> {
	return parts.lease.hold(
		(signal) => new RunningCycle(parts, signal).run(options.kind ?? "auto"),
		options.signal,
	);
}

/** Why and how a cycle ended. */
type Ending =
	| { readonly outcome: "completed" }
	/** `words`: why it was stopped. */
	| { readonly outcome: "interrupted"; readonly words: string }
	/** `until`: when the target accepts requests again, milliseconds since 1970; null when unknown. */
	| { readonly outcome: "paused"; readonly words: string; readonly until: number | null }
	| { readonly outcome: "failed" | "quarantined"; readonly error: ProvisioningError };

class RunningCycle {
	readonly #parts: EngineParts;
	readonly #signal: AbortSignal;
	readonly #id: string;
	/** Milliseconds since 1970. */
	readonly #started: number;
	/** By the monotonic clock. */
	readonly #began: number;
	readonly #tally: Tally;
	readonly #progress: ProgressReport;
	readonly #health = new CallHealth();
	#kind: CycleKind = "incremental";
	/** Users in the queue who have not been processed. */
	#left = 0;

	constructor(parts: EngineParts, signal: AbortSignal) {
		const { clock, emit, target, rules } = parts;
		this.#parts = parts;
		this.#signal = signal;
		this.#id = clock.id();
		this.#started = clock.now();
		this.#began = clock.monotonic();
		this.#tally = new Tally(target("cycle").requests);
		const { requestsPerSecond } = rules().settings;
		this.#progress = new ProgressReport(clock, emit, this.#id, this.#tally, requestsPerSecond);
	}

	async run(requested: "auto" | "initial"): Promise<CycleSummary> {
		const { store, emit, rules, ledger } = this.#parts;
		ledger.reopen();
		const state = await store.state();
		const configuration = configurationHash(rules());
		const isInitial = requested === "initial" || state.configuration !== configuration;
		this.#kind = isInitial ? "initial" : "incremental";
		const kind = this.#kind;
		const counts = this.#tally.counts();
		const running = {
			id: this.#id,
			kind,
			startedAt: this.#started,
			endedAt: null,
			outcome: "running",
			counts,
		} as const;
		await store.startCycle({ ...running, error: null });
		const reason = reasonOf(requested, state, configuration);
		emit({ type: "cycleStarted", time: this.#started, cycleId: this.#id, kind, reason });
		let ending: Ending;
		try {
			await this.#work(state, isInitial);
			ending = { outcome: "completed" };
		} catch (error) {
			ending = this.#broken(error);
		}
		return this.#end(ending, state);
	}

	/** Processes all users. If the rules change meanwhile, all users are processed again with the new rules. */
	async #work(state: JobState, isInitial: boolean): Promise<void> {
		for (let compareAll = isInitial; ; compareAll = true) {
			const others = new OthersChanges(this.#parts, this.#signal, state.enabled);
			try {
				return await this.#pass(state, compareAll, others);
			} catch (error) {
				if (this.#signal.aborted || !(error instanceof RulesChangedError)) throw error;
			}
			this.#kind = "initial";
			this.#tally.startOver();
			await this.#noteNewRules();
		}
	}

	async #noteNewRules(): Promise<void> {
		const words =
			"Mappings, scope or settings were changed while the cycle ran. It continues with the new ones, and compares all users.";
		this.#warn(words);
		await this.#log("success", words, null);
	}

	async #pass(state: JobState, isInitial: boolean, others: OthersChanges): Promise<void> {
		const { directory, store, clock, emit, ledger } = this.#parts;
		const { rules } = others;
		const signal = this.#signal;
		const roles = rolesReadOnce(this.#parts.roleNames, { emit, now: clock.now, signal });
		const target = this.#parts.target("cycle");
		const progress = this.#progress;
		signal.throwIfAborted();
		progress.enter("settling");
		const { targets, set } = rules.mappings;
		await settleIntents({ store, target, targets, dialect: set.dialect, ledger, clock }, signal);

		progress.enter("reading source");
		const read = await readSource({
			directory,
			roleNames: roles,
			store,
			rules,
			since: parsePosition(state.watermark),
			compareAll: isInitial,
			now: this.#started,
			signal,
			onProgress: (done) => progress.reach(done),
		});
		const { workQueue } = read;
		if (workQueue.released.length > 0) await store.releaseEscrow(workQueue.released);
		this.#tally.add("skipped", workQueue.unchanged);

		progress.enter("reading target");
		const { accounts: present, requests: lookUps } = await readAccounts(workQueue.sought, target, rules, {
			signal,
			onProgress: (done, total) => progress.reach(done, total),
		});

		progress.enter("provisioning", workQueue.size, 1 + lookUps / Math.max(1, workQueue.size));
		this.#left = workQueue.size;
		const references = new References(read.links);
		const accounts = new WrittenAccounts(present, rules.mappings);
		const execution: Execution = {
			rules,
			accounts,
			matchConflicts: workQueue.matchConflicts,
			roles,
			enabling: enablingOf(await store.state(), store),
			environment: { now: () => new Date(clock.now()), random: clock.random },
			nameOf: workQueue.names(),
			run: { cycleId: this.#id, initiatedBy: "cycle" },
			target,
			store,
			ledger,
			clock,
		};
		let verdict: GuardDecision;
		try {
			verdict = await provision({
				execution,
				accounts,
				read,
				references,
				tally: this.#tally,
				health: this.#health,
				allowed: async () => (await store.state()).allowedDeletions,
				staged: state.stagedDeletions,
				lastCompleted: await lastCompleted(store),
				onTurn: () => {
					this.#left -= 1;
					progress.advance();
				},
				beforeUser: others.check,
				signal,
			});
		} finally {
			await ledger.drain();
		}
		signal.throwIfAborted();

		progress.enter("finishing");
		await store.setState({
			...this.#positionAfter(verdict, read, await store.state(), references),
			configuration: configurationHash(rules),
			quarantine: null,
			pausedUntil: null,
			failedCycles: null,
		});
	}

	/** While deletions are held back the watermark is empty: the next cycle sees them again, though the source shows no change. */
	#positionAfter(
		verdict: GuardDecision,
		{ watermark, workQueue }: SourceRead,
		{ stagedDeletions, allowedDeletions }: JobState,
		{ linkedNow }: References,
	): Pick<JobState, "watermark" | "allowedDeletions" | "stagedDeletions"> {
		if (verdict.type === "hold") {
			const { hash, held, threshold } = verdict;
			this.#warn(
				`${verdict.reason} ${held} deactivations and deletions are held back until they are allowed.`,
				{
					type: "allow-deletions",
				},
			);
			const staged = { hash, count: held, threshold, cycleId: this.#id, since: this.#started };
			const isKnown = stagedDeletions?.hash === hash;
			return {
				watermark: null,
				// Kept if an operator has allowed exactly these changes since the guard checked them.
				allowedDeletions: allowedDeletions === hash ? hash : null,
				stagedDeletions: isKnown ? stagedDeletions : staged,
			};
		}
		const waiting = workQueue.waitingHash(new Set(linkedNow.keys()));
		const position = formatPosition({ directory: watermark, waiting });
		return { watermark: position, allowedDeletions: null, stagedDeletions: null };
	}

	/** What an exception means for the cycle. */
	#broken(error: unknown): Ending {
		if (this.#signal.aborted) return { outcome: "interrupted", words: errorMessage(this.#signal.reason) };
		if (error instanceof LeaseLostError || error instanceof SwitchedOffError)
			return { outcome: "interrupted", words: errorMessage(error) };
		if (error instanceof ScimError && error.pause !== undefined) {
			const { clock } = this.#parts;
			const until = endOfPause(error.pause, clock.now());
			return { outcome: "paused", words: pauseWords(error, until), until };
		}
		const earned = quarantineFor(error);
		return earned === null
			? { outcome: "failed", error: cycleError(error) }
			: { outcome: "quarantined", error: earned };
	}

	/** Keeps what stays open after a cycle that did not complete: failed cycles, or the quarantine. */
	async #keepOpen(ending: Exclude<Ending, { outcome: "completed" }>, state: JobState): Promise<void> {
		const { store, clock } = this.#parts;
		const now = clock.now();
		if (ending.outcome === "interrupted") return;
		if (ending.outcome === "paused") {
			this.#warn(ending.words, { type: "wait" });
			await store.setState({ pausedUntil: ending.until });
			return;
		}
		const { error } = ending;
		if (ending.outcome === "failed") {
			const failedCycles = afterFailedCycle(state.failedCycles, this.#id, error, now);
			await store.setState({ failedCycles });
			return;
		}
		const { code, reason, remedy } = error;
		const entered = inQuarantine(state.quarantine, code, reason, now);
		if (state.quarantine?.code !== code) this.#warn(`Provisioning is in quarantine: ${reason}`, remedy);
		if (state.enabled && isHopeless(entered, now)) await this.#switchOff(entered);
		else await store.setState({ quarantine: entered });
	}

	/** The console may be closed by then, so the log has it as well. */
	async #switchOff(quarantine: Quarantine): Promise<void> {
		const { store } = this.#parts;
		const words = "Provisioning was in quarantine for 28 days and is now Off.";
		const { code, reason } = quarantine;
		const advice = "Fix the cause, then switch provisioning On again.";
		await store.setState({
			enabled: false,
			nextRun: null,
			quarantine: { ...quarantine, switchedOff: true },
		});
		const error = provisioningError(code, `${words} ${reason}`, { advice, remedy: { type: "switch-on" } });
		await this.#log("failure", words, error);
		this.#warn(words, { type: "switch-on" });
	}

	/** Logs what happened to the cycle as a whole. */
	async #log(status: LogStatus, words: string, error: NewLogEntry["error"]): Promise<void> {
		const { clock, ledger } = this.#parts;
		await ledger.settle({
			entry: {
				time: clock.now(),
				cycleId: this.#id,
				changeId: clock.id(),
				action: "Other",
				status,
				durationMs: 0,
				source: null,
				target: null,
				initiatedBy: "cycle",
				steps: [step("processing", status, words)],
				modifiedProperties: [],
				skipReason: null,
				error,
			},
			link: { type: "keep" },
			escrow: { type: "keep" },
		});
	}

	async #end(ending: Ending, state: JobState): Promise<CycleSummary> {
		const { store, clock, emit } = this.#parts;
		this.#progress.end();
		const { outcome } = ending;
		if (ending.outcome !== "completed") await this.#recordEnd(ending, state);
		const { error, remedy } = shownOf(ending);
		const endedAt = clock.now();
		const notReached = outcome === "completed" ? 0 : Math.max(0, this.#left);
		const counts = this.#tally.counts();
		const kind = this.#kind;
		const stored = notReached === 0 ? counts : { ...counts, notReached };
		await store.updateCycle(this.#id, { kind, endedAt, outcome, counts: stored, error });
		const stillFailing = (await store.escrow()).length;
		const seconds = Math.round(clock.monotonic() - this.#began) / 1000;
		const summary: CycleSummary = {
			...counts,
			...{ cycleId: this.#id, kind, outcome, seconds, error, remedy, notReached, stillFailing },
			...(ending.outcome === "paused" ? { pausedUntil: ending.until } : {}),
		};
		emit({ type: "cycleEnded", time: endedAt, summary });
		return summary;
	}

	/** Logs the end of a cycle that did not complete, and keeps what stays open. A store that is full or lost must not hide the cause. */
	async #recordEnd(ending: Exclude<Ending, { outcome: "completed" }>, state: JobState): Promise<void> {
		const { ledger, clock } = this.#parts;
		const error = "error" in ending ? ending.error : null;
		const why = "error" in ending ? ending.error.reason : ending.words;
		const how = {
			interrupted: "was interrupted",
			paused: "stopped for a pause",
			failed: "failed",
			quarantined: "failed",
		}[ending.outcome];
		const outcome = cycleOutcome({
			...{ cycleId: this.#id, startedAt: this.#started, endedAt: clock.now(), error },
			durationMs: Math.round(clock.monotonic() - this.#began),
			words: `The ${this.#kind} cycle ${how}: ${why}`,
			notReached: Math.max(0, this.#left),
		});
		ledger.reopen();
		const results = await Promise.allSettled([ledger.settle(outcome), this.#keepOpen(ending, state)]);
		for (const result of results) {
			// The process that took over the lease records the end.
			if (result.status === "fulfilled" || result.reason instanceof LeaseLostError) continue;
			this.#warn(`The end of the cycle could not be logged: ${errorMessage(result.reason)}`);
		}
	}

	#warn(message: string, remedy?: Remedy): void {
		const warning = { type: "warning", time: this.#parts.clock.now(), message } as const;
		this.#parts.emit(remedy === undefined ? warning : { ...warning, remedy });
	}
}

function reasonOf(requested: "auto" | "initial", state: JobState, configuration: string): string {
	if (requested === "initial") return "A full comparison was requested.";
	if (state.configuration === null) return "No cycle has completed yet, or a restart was requested.";
	if (state.configuration !== configuration) return "Mappings or scope changed since the last cycle.";
	return "What changed since the last cycle.";
}

/** What the summary shows of an ending. */
function shownOf(ending: Ending): Pick<CycleSummary, "error" | "remedy"> {
	if (ending.outcome === "completed") return { error: null, remedy: null };
	if (ending.outcome === "interrupted") return { error: ending.words, remedy: null };
	if (ending.outcome === "paused") return { error: ending.words, remedy: { type: "wait" } };
	return { error: ending.error.reason, remedy: ending.error.remedy };
}

/** The quarantine after an exception: immediate for refused credentials, at the end of the cycle for too many failures. */
function quarantineFor(error: unknown): ProvisioningError | null {
	if (error instanceof QuarantineError) return provisioningError(error.code, error.message);
	if (!(error instanceof ScimError) || error.code !== "unauthorized") return null;
	return classifyError(error, allUsers);
}
