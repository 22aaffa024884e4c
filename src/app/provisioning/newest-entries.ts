import type { LogEntry } from "../../ports/log/log-entry.ts";
import { modeChanges } from "./mode-changes.ts";
import type { ProvisioningParts } from "./provisioning-parts.ts";

/** Entries that are kept: more than most terminals have lines. */
const keptEntries = 50;

/** The end of the log, to draw the first screen with, and to notice what other processes wrote. */
export class NewestEntries {
	readonly #parts: Pick<ProvisioningParts, "job" | "events">;
	/** Sequence of the newest entry that was published. */
	#published = 0;
	#recent: readonly LogEntry[] = [];

	constructor(parts: Pick<ProvisioningParts, "job" | "events">) {
		this.#parts = parts;
		parts.events.on(["entry"], ({ entry }) => {
			this.#published = Math.max(this.#published, entry.sequence);
			this.#recent = [];
		});
		modeChanges(parts.events, () => {
			this.#published = 0;
			this.#recent = [];
		});
	}

	/** The last entries, newest first, if they were read and nothing was logged since; otherwise empty. */
	recent(): readonly LogEntry[] {
		return this.#recent;
	}

	/** Reads the last entries for `recent`. */
	async readRecent(): Promise<void> {
		this.#recent = await this.#parts.job().log({ order: "descending", limit: keptEntries });
	}

	/** Publishes the newest entry when another process wrote it. */
	async publishOthers(): Promise<void> {
		const entry = await this.#parts.job().newestEntry();
		if (entry === undefined || entry.sequence <= this.#published) return;
		await this.#parts.events.publish({ type: "entry", time: entry.time, entry });
	}
}
