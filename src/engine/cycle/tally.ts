import type { CycleCounts } from "../../ports/store.ts";
import type { Done } from "../execute/execute.ts";

type Counted = Exclude<keyof CycleCounts, "requests">;

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
	readonly #requests: () => number;
	readonly #before: number;

	/** `requests`: those to the target so far. */
	constructor(requests: () => number) {
		this.#requests = requests;
		this.#before = requests();
	}

	add(what: Counted, by = 1): void {
		this.#counts[what] += by;
	}

	/** A failure that was logged before, and is not due, only counts as skipped. */
	note({ action, error, entry }: Done): void {
		if (error === null) this.add(counted[action.type]);
		else if (error.code === "AcceptedButNotApplied") this.add("notApplied");
		else this.add(entry === null ? "skipped" : "failed");
	}

	counts(): CycleCounts {
		return { ...this.#counts, requests: this.#requests() - this.#before };
	}
}

/** `skipped`: looked at, and nothing was written. */
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
