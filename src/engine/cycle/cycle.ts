import type { CycleSummary } from "../../ports/event.ts";
import type { CycleKind } from "../../ports/store/cycle.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import { ScimError } from "../../scim/errors.ts";
import { counted } from "../../text/counted.ts";
import type { Done, Execution } from "../execute/execution.ts";
import type { ChangesToProve } from "../execute/prove-changes.ts";
import { reasonBehind } from "../execute/stopped-write.ts";
import { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { References } from "../plan/references.ts";
import { configurationHash } from "../plan/rules.ts";
import { cycleNote } from "../record/cycle-entry.ts";
import { settleIntents } from "../recovery/settle-intents.ts";
import { allowedAmong } from "./allowed-removals.ts";
import { countedRoles, evidenceOf } from "./creation-evidence.ts";
import type { GuardDecision } from "./deletion-guard.ts";
import { type Ending, endingOf, shownOf } from "./ending/ending.ts";
import { lastCompleted } from "./ending/last-completed.ts";
import { OthersChanges, RulesChangedError } from "./ending/others-changes.ts";
import { recordEnding } from "./ending/record-ending.ts";
import { enablingOf } from "./known/enabling-of.ts";
import { roleKnowledgeOf } from "./known/role-knowledge-of.ts";
import type { CycleOptions } from "./parts/cycle-options.ts";
import type { EngineParts } from "./parts/engine-parts.ts";
import { warn } from "./parts/warn.ts";
import { ProgressReport } from "./progress/progress.ts";
import { Tally } from "./progress/tally.ts";
import { provision } from "./provision.ts";
import { formatPosition, parsePosition } from "./read/position.ts";
import { readBothSides } from "./read/read-both-sides.ts";
import { mostClaimants } from "./read/read-source.ts";
import { CallHealth } from "./schedule/quarantine.ts";
import { stateAfter } from "./state-after.ts";

/**
 * Runs one cycle: settles what an earlier run left open, reads which users changed, and processes each of them. The watermark
 * moves only when all of it is done and nothing is held back. An aborted cycle finishes its in-flight requests.
 * Ends with a summary, also of a cycle that failed. Throws `ProfileBusyError`, and `StoreError` when the end of the cycle
 * cannot be written either.
 */
export function runCycle(parts: EngineParts, options: CycleOptions = {}): Promise<CycleSummary> {
	return parts.lease.hold(
		(signal) => new RunningCycle(parts, signal, new Set(options.excluded)).run(options.kind ?? "auto"),
		options.signal,
	);
}

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
	readonly #excluded: ReadonlySet<string>;
	#kind: CycleKind = "incremental";
	/** Users in the queue who have not been processed. */
	#left = 0;

	constructor(parts: EngineParts, signal: AbortSignal, excluded: ReadonlySet<string>) {
		const { clock, emit, target, rules } = parts;
		this.#parts = parts;
		this.#signal = signal;
		this.#excluded = excluded;
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
			ending = endingOf(reasonBehind(error), this.#signal, this.#parts.clock.now());
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
		const { clock, ledger } = this.#parts;
		const words =
			"Mappings, scope or settings were changed while the cycle ran. It continues with the new ones, and compares all users.";
		warn(this.#parts, words);
		const note = { cycleId: this.#id, changeId: clock.id(), time: clock.now() };
		await ledger.settle(cycleNote({ ...note, status: "success", words, error: null }));
	}

	async #pass(state: JobState, isInitial: boolean, others: OthersChanges): Promise<void> {
		const { directory, store, clock, emit, ledger } = this.#parts;
		const { rules } = others;
		const signal = this.#signal;
		const { roleNames, requests: ofRoles } = countedRoles(this.#parts.roleNames);
		const roles = rolesReadOnce(roleNames, { emit, now: clock.now, signal });
		const target = this.#parts.target("cycle", others.permit);
		const progress = this.#progress;
		signal.throwIfAborted();
		progress.enter("settling");
		const { targets, set } = rules.mappings;
		await settleIntents({ store, target, targets, dialect: set.dialect, ledger, clock }, signal);

		progress.enter("reading source");
		const query = {
			directory,
			roleNames: roles,
			store,
			rules,
			since: parsePosition(state.watermark),
			compareAll: isInitial,
			now: this.#started,
			excluded: this.#excluded,
			signal,
			onProgress: (done: number) => progress.reach(done),
		};
		const both = await readBothSides(query, target, {
			signal,
			onSourceRead: () => progress.enter("reading target"),
			onProgress: (done, total) => progress.reach(done, total),
		});
		const { read, accounts: present, requests: lookUps } = both;
		const { workQueue } = read;
		if (workQueue.released.length > 0) await store.releaseEscrow(workQueue.released);
		this.#tally.add("skipped", workQueue.unchanged);

		progress.enter("provisioning", workQueue.size, 1 + lookUps / Math.max(1, workQueue.size));
		this.#left = workQueue.size;
		const references = new References(read.links);
		const accounts = new WrittenAccounts(present, rules.mappings);
		const evidence = evidenceOf(both, rules, { isInitial, sent: target.sent(), ofRoles, clock });
		const { unproved } = evidence;
		const execution: Execution = {
			rules,
			accounts,
			matchConflicts: workQueue.matchConflicts,
			roles: roleKnowledgeOf(roles, store, clock.now()),
			enabling: enablingOf(await store.state(), store),
			environment: { now: () => new Date(clock.now()), random: clock.random },
			nameOf: workQueue.names(),
			run: { cycleId: this.#id, initiatedBy: "cycle" },
			target,
			store,
			ledger,
			clock,
			...evidence,
		};
		let verdict: GuardDecision;
		let uncertain: number;
		try {
			verdict = await provision({
				execution,
				accounts,
				read,
				references,
				tally: this.#tally,
				health: this.#health,
				allowed: (removals) => allowedAmong(removals, store),
				staged: state.stagedDeletions,
				lastCompleted: await lastCompleted(store),
				onTurn: () => {
					this.#left -= 1;
					progress.advance();
				},
				beforeUser: others.check,
				signal,
			});
			const { total } = both;
			const expected = total === null ? null : total + this.#tally.accounts;
			uncertain = await this.#prove(unproved, execution, expected);
		} finally {
			unproved.release();
			await ledger.drain();
		}
		signal.throwIfAborted();

		progress.enter("finishing");
		const after = stateAfter(
			{
				...{ cycleId: this.#id, started: this.#started, verdict, rules, uncertain },
				isPartial: this.#excluded.size > 0,
				position: () => {
					const hash = workQueue.waitingHash(new Set(references.linkedNow.keys()));
					const waiting = hash ?? query.since?.waiting ?? "";
					const idle = [...workQueue.idle].slice(0, mostClaimants);
					return formatPosition({ directory: read.watermark, waiting, idle });
				},
			},
			await store.state(),
			state,
		);
		for (const { message, remedy } of after.warnings) warn(this.#parts, message, remedy);
		await store.setState(after.state);
	}

	/**
	 * Compares with the target what only its answers have shown. If that fails, the answers count, as for a read after a change. Returns
	 * how many creations the next cycle must compare.
	 */
	async #prove(unproved: ChangesToProve, execution: Execution, expected: number | null): Promise<number> {
		if (unproved.size === 0) return 0;
		await execution.ledger.drain();
		try {
			const onRefuted = (done: Done, { sourceId }: { readonly sourceId: string }) => {
				done.entry?.catch(() => undefined);
				this.#tally.refute(done, sourceId);
			};
			return await unproved.prove({ execution, expected, onRefuted, signal: this.#signal });
		} catch (error) {
			if (this.#signal.aborted || !(error instanceof ScimError)) throw error;
			const words = `${counted(unproved.size, "change")} could not be compared with the accounts after the cycle: ${error.message}`;
			warn(this.#parts, words);
			return execution.readBacks.isTrustMisplaced ? unproved.size : 0;
		}
	}

	async #end(ending: Ending, state: JobState): Promise<CycleSummary> {
		const { store, clock, emit } = this.#parts;
		this.#progress.end();
		const { outcome } = ending;
		const notReached = outcome === "completed" ? 0 : Math.max(0, this.#left);
		if (ending.outcome !== "completed") {
			const about = { id: this.#id, kind: this.#kind, startedAt: this.#started, state };
			const durationMs = Math.round(clock.monotonic() - this.#began);
			await recordEnding(ending, { ...about, durationMs, notReached }, this.#parts);
		}
		const { error, remedy } = shownOf(ending);
		const endedAt = clock.now();
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
}

function reasonOf(requested: "auto" | "initial", state: JobState, configuration: string): string {
	if (requested === "initial") return "A full comparison was requested.";
	if (state.configuration === null) return "No cycle has completed yet, or a restart was requested.";
	if (state.configuration !== configuration) return "Mappings or scope changed since the last cycle.";
	return "What changed since the last cycle.";
}
