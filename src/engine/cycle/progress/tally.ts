import type { CycleCounts } from "../../../ports/store/cycle.ts";
import type { Done } from "../../execute/execution.ts";

type Counted = Exclude<keyof CycleCounts, "requests" | "notReached">;

/** Counts what a run did. */
export class Tally {
	readonly #counts = {
		created: 0,
		updated: 0,
		disabled: 0,
		enabled: 0,
		deleted: 0,
		skipped: 0,
		failed: 0,
		notApplied: 0,
		staged: 0,
	};
	/** The last counted outcome of each user with a change. */
	readonly #outcomes = new Map<string, Counted>();
	readonly #requests: () => number;
	readonly #before: number;
	#accounts = 0;

	/** `requests`: those to the target so far. */
	constructor(requests: () => number) {
		this.#requests = requests;
		this.#before = requests();
	}

	add(what: Counted, by = 1): void {
		this.#counts[what] += by;
	}

	/** A failure that was logged before, and is not due, only counts as skipped. */
	note(done: Done, sourceId: string): void {
		this.#accounts += madeAccounts(done);
		this.#noteOutcome(done, sourceId);
	}

	/** How many accounts were made since all users are processed, less those that were deleted, according to the target. */
	get accounts(): number {
		return this.#accounts;
	}

	#noteOutcome({ action, error, entry }: Done, sourceId: string): void {
		const outcome = outcomeOf({ action, error, entry });
		const before = this.#outcomes.get(sourceId);
		const isOpen = before === "failed" || before === "notApplied";
		const isAsBefore = isOpen ? error !== null : before !== undefined;
		if (outcome === "skipped" && isAsBefore) return;
		if (isOpen) this.add(before, -1);
		this.add(outcome);
		if (outcome === "skipped") this.#outcomes.delete(sourceId);
		else this.#outcomes.set(sourceId, outcome);
	}

	/** A change that was counted as made turned out not to be. */
	refute(done: Done, sourceId: string): void {
		this.add(counted[done.action.type], -1);
		this.#outcomes.delete(sourceId);
		this.#noteOutcome(done, sourceId);
	}

	/** Counts a user who waits for the next attempt. False for a user who failed in this cycle, who counts as failed. */
	noteWaiting(sourceId: string): boolean {
		if (this.#outcomes.has(sourceId)) return false;
		this.add("skipped");
		return true;
	}

	/** Before all users are processed again: skipped users are counted again, changes stay counted. */
	startOver(): void {
		this.#counts.skipped = 0;
		this.#counts.staged = 0;
		this.#accounts = 0;
	}

	counts(): CycleCounts {
		return { ...this.#counts, requests: this.#requests() - this.#before };
	}
}

function madeAccounts({ action, account, error, sent }: Done): number {
	if (!sent) return 0;
	if (action.type === "create") return account === null ? 0 : 1;
	return action.type === "delete" && error === null ? -1 : 0;
}

function outcomeOf({ action, error, entry }: Pick<Done, "action" | "error" | "entry">): Counted {
	if (error === null) return counted[action.type];
	if (error.code === "AcceptedButNotApplied") return "notApplied";
	return entry === null ? "skipped" : "failed";
}

/** `skipped`: checked, and nothing was written. */
const counted: Record<Done["action"]["type"], Counted> = {
	create: "created",
	update: "updated",
	enable: "enabled",
	disable: "disabled",
	delete: "deleted",
	link: "skipped",
	unlink: "skipped",
	skip: "skipped",
	fail: "failed",
};
