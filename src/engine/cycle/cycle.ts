import { DirectoryError } from "../../ports/directory.ts";
import type { ErrorCode } from "../../ports/error-code.ts";
import type { CycleSummary } from "../../ports/event.ts";
import type { LogStatus, NewLogEntry } from "../../ports/log-entry.ts";
import { remedyOf } from "../../ports/remediable-error.ts";
import type { Remedy } from "../../ports/remedy.ts";
import { type CycleKind, type JobState, LeaseLostError, StoreError } from "../../ports/store.ts";
import { ScimError } from "../../scim/errors.ts";
import { ScopeError } from "../../scoping/errors.ts";
import { errorMessage } from "../../text/error-message.ts";
import { classifyError } from "../errors/classify-error.ts";
import { errorCatalogue, provisioningError } from "../errors/error-catalogue.ts";
import type { Execution } from "../execute/execute.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { step } from "../plan/plan-steps.ts";
import { References } from "../plan/references.ts";
import { configurationHash } from "../plan/rules.ts";
import { WrittenAccounts } from "../plan/written-accounts.ts";
import { settleIntents } from "../recovery/settle-intents.ts";
import type { GuardDecision } from "./deletion-guard.ts";
import type { EngineParts } from "./engine-parts.ts";
import { OthersChanges, RulesChangedError, SwitchedOffError } from "./others-changes.ts";
import { ProgressReport } from "./progress.ts";
import { provision } from "./provision.ts";
import { CallHealth, inQuarantine, isHopeless, type Quarantine, QuarantineError } from "./quarantine.ts";
import { readAccounts } from "./read-accounts.ts";
import { formatPosition, parsePosition, readSource, type SourceRead } from "./read-source.ts";
import { Tally } from "./tally.ts";

/** The kind of cycle to run. `auto`: initial after a change of mappings or scope, else incremental. */
export type CycleOptions = {
	readonly kind?: "auto" | "initial";
	readonly signal?: AbortSignal;
};

/**
 * Runs one cycle: settles what an earlier run left open, reads who changed, and gives each user a turn. The watermark
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

/** Why and how a cycle came to its end. */
type Ending = Pick<CycleSummary, "outcome" | "error" | "remedy">;

class RunningCycle {
	readonly #parts: EngineParts;
	readonly #signal: AbortSignal;
	readonly #id: string;
	readonly #started: number;
	readonly #tally: Tally;
	readonly #progress: ProgressReport;
	readonly #health = new CallHealth();
	#kind: CycleKind = "incremental";

	constructor(parts: EngineParts, signal: AbortSignal) {
		const { clock, emit, target, rules } = parts;
		this.#parts = parts;
		this.#signal = signal;
		this.#id = clock.id();
		this.#started = clock.now();
		this.#tally = new Tally(target("cycle").requests);
		const { requestsPerSecond } = rules().settings;
		this.#progress = new ProgressReport(clock, emit, this.#id, this.#tally, requestsPerSecond);
	}

	async run(wanted: "auto" | "initial"): Promise<CycleSummary> {
		const { store, emit, rules, ledger } = this.#parts;
		ledger.reopen();
		const state = await store.state();
		const configuration = configurationHash(rules());
		const isInitial = wanted === "initial" || state.configuration !== configuration;
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
		const reason = reasonOf(wanted, state, configuration);
		emit({ type: "cycleStarted", time: this.#started, cycleId: this.#id, kind, reason });
		let ending: Ending;
		try {
			await this.#work(state, isInitial);
			ending = { outcome: "completed", error: null, remedy: null };
		} catch (error) {
			ending = await this.#broken(error, state);
		}
		return this.#end(ending);
	}

	/** Gives each user a turn. When the rules are changed meanwhile, all users get another turn, by the new ones. */
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
		const { accounts: present, requestsPerLookUp } = await readAccounts(workQueue.size, target, rules, {
			signal,
			onProgress: (done, total) => progress.reach(done, total),
		});

		progress.enter("provisioning", workQueue.size, 1 + requestsPerLookUp);
		const references = new References(read.links);
		const accounts = new WrittenAccounts(present, rules.mappings);
		const execution: Execution = {
			rules,
			accounts,
			matchConflicts: workQueue.matchConflicts,
			roles,
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
				onTurn: () => progress.advance(),
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

	/** What an exception means for the cycle; keeps the quarantine that it may bring. */
	async #broken(error: unknown, { quarantine, enabled }: JobState): Promise<Ending> {
		const { store, clock } = this.#parts;
		if (this.#signal.aborted)
			return { outcome: "interrupted", error: errorMessage(this.#signal.reason), remedy: null };
		if (error instanceof LeaseLostError || error instanceof SwitchedOffError)
			return { outcome: "interrupted", error: errorMessage(error), remedy: null };
		const earned = quarantineFor(error);
		if (earned === null) {
			const isExpected = [ScimError, DirectoryError, ScopeError, StoreError].some(
				(kind) => error instanceof kind,
			);
			const message = errorMessage(error);
			return {
				outcome: "failed",
				error: isExpected ? message : `Unexpected: ${message}`,
				remedy: error instanceof ScimError ? classifyError(error, allUsers).remedy : remedyOf(error),
			};
		}
		const { code, reason } = earned;
		const { remedy } = errorCatalogue[code];
		const entered = inQuarantine(quarantine, code, reason, clock.now());
		if (quarantine?.code !== code) this.#warn(`Provisioning is in quarantine: ${reason}`, remedy);
		if (enabled && isHopeless(entered, clock.now())) await this.#switchOff(entered);
		else await store.setState({ quarantine: entered });
		return { outcome: "quarantined", error: reason, remedy };
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

	async #end({ outcome, error, remedy }: Ending): Promise<CycleSummary> {
		const { store, clock, emit } = this.#parts;
		this.#progress.end();
		const endedAt = clock.now();
		const counts = this.#tally.counts();
		const kind = this.#kind;
		await store.updateCycle(this.#id, { kind, endedAt, outcome, counts, error });
		const seconds = (endedAt - this.#started) / 1000;
		const summary: CycleSummary = { ...counts, cycleId: this.#id, kind, outcome, seconds, error, remedy };
		emit({ type: "cycleEnded", time: endedAt, summary });
		return summary;
	}

	#warn(message: string, remedy?: Remedy): void {
		const warning = { type: "warning", time: this.#parts.clock.now(), message } as const;
		this.#parts.emit(remedy === undefined ? warning : { ...warning, remedy });
	}
}

function reasonOf(wanted: "auto" | "initial", state: JobState, configuration: string): string {
	if (wanted === "initial") return "A full comparison was requested.";
	if (state.configuration === null) return "No cycle has completed yet, or a restart was requested.";
	if (state.configuration !== configuration) return "Mappings or scope changed since the last cycle.";
	return "What changed since the last cycle.";
}

/** The subject of an error that concerns the whole cycle. */
const allUsers = { who: "any user", userName: "", roles: [] };

/** The quarantine after an exception: immediate for refused credentials, at the end of the cycle for too many failures. */
function quarantineFor(error: unknown): { readonly code: ErrorCode; readonly reason: string } | null {
	if (error instanceof QuarantineError) return { code: error.code, reason: error.message };
	if (!(error instanceof ScimError) || error.code !== "unauthorized") return null;
	return classifyError(error, allUsers);
}
