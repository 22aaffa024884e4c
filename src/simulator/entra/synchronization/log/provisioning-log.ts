import type { Entry } from "./entry.ts";

const day = 24 * 3_600_000;
/** The log of a tenant with a license keeps 30 days. */
const kept = 30 * day;
/** About this many entries are kept, so that a world that runs for days stays small. */
const most = 50_000;

/** What the jobs of a tenant have done, oldest first. */
export class ProvisioningLog {
	#entries: Entry[] = [];
	readonly #changed: () => void;

	/** @param changed called after each change */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	add(entry: Entry): void {
		this.#entries.push(entry);
		const oldest = this.#entries[0];
		if (this.#entries.length > 1.1 * most || (oldest && entry.ended - oldest.ended > kept + day)) {
			this.#entries = this.#entries.filter(({ ended }) => entry.ended - ended <= kept).slice(-most);
		}
		this.#changed();
	}

	all(): readonly Entry[] {
		return this.#entries;
	}

	load(entries: readonly Entry[]): void {
		this.#entries = [...entries];
	}
}
