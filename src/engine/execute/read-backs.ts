import type { Write } from "../plan/action/desired-state.ts";

/** Changes of a run that are read back whatever the target showed before: enough for every change of a usual cycle. */
export const readBackAlways = 100;

/**
 * Whether the answer to a change is enough, or the account must be read: a target can answer with the new values, and not keep
 * them. The first changes of a run are all read back. After them, so is a change of an attribute that no read has confirmed in
 * this run, or whose new value the target has once shown only in its answer. Creations of an initial cycle are not, which would take
 * twice the requests. What was not read is compared by the next initial cycle or drift check.
 */
export class ReadBacks {
	readonly #areCreationsRead: boolean;
	#made = 0;
	readonly #confirmed = new Set<string>();
	readonly #doubted = new Set<string>();

	constructor({ creations = false }: { readonly creations?: boolean } = {}) {
		this.#areCreationsRead = creations;
	}

	isDue(action: Write): boolean {
		if (action.type === "delete") return false;
		if (action.type === "create" && !this.#areCreationsRead) return false;
		this.#made += 1;
		if (this.#made <= readBackAlways) return true;
		if (action.type === "create") return false;
		return action.changes.some(({ name }) => this.#doubted.has(name) || !this.#confirmed.has(name));
	}

	/** Notes what the account showed when it was read. `missing`: the paths of the values that it did not show. */
	note(action: Write, missing: readonly string[]): void {
		for (const { name } of action.changes)
			(missing.includes(name) ? this.#doubted : this.#confirmed).add(name);
	}
}
