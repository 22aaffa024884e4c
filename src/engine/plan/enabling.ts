import type { JobState } from "../../ports/store/job-state.ts";

/** What the target did when it was last asked to enable an account; null: it was never asked, or must be asked again. */
type Known = JobState["enabling"];

/**
 * Whether the target enables deactivated accounts: Sumo Logic does not document it, and an organization that refused it
 * for one user refuses it for all. One account is tried, and the result applies to the others.
 */
export class Enabling {
	#known: Known;
	#attempt: Promise<void> | undefined;
	readonly #save: (known: Known) => Promise<void>;

	constructor(known: Known, save: (known: Known) => Promise<void>) {
		this.#known = known;
		this.#save = save;
	}

	/** The target has refused it, and has not enabled an account since. */
	get isRefused(): boolean {
		return this.#known?.accepted === false;
	}

	/** It is not known yet whether the target does it. */
	get isUnknown(): boolean {
		return this.#known === null;
	}

	/** Stores what the target did. `now`: milliseconds since 1970. */
	async note(accepted: boolean, now: number): Promise<void> {
		if (this.#known?.accepted === accepted) return;
		this.#known = { accepted, since: now };
		await this.#save(this.#known);
	}

	/**
	 * Makes the attempt while it is unknown what the target does, one at a time. False: another attempt has answered that in
	 * the meantime, and nothing was done.
	 */
	async tryFirst(attempt: () => Promise<void>): Promise<boolean> {
		while (this.#attempt !== undefined) await this.#attempt;
		if (!this.isUnknown) return false;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#attempt = promise;
		try {
			await attempt();
			return true;
		} finally {
			this.#attempt = undefined;
			resolve();
		}
	}
}
