import type { EngineEvent } from "../../ports/event.ts";

const day = 24 * 3_600_000;

export type RetentionOptions = {
	/** Days that entries are kept, as it is set now; 0: for ever. */
	readonly keepDays: () => number;
	/** Removes entries older than this (milliseconds since 1970). */
	readonly prune: (before: number) => Promise<number>;
	readonly warn: (message: string) => void;
};

/** Removes old entries of the provisioning log after each cycle that ran here. A failure is a warning: it never stops a cycle. */
export function createLogRetention({ keepDays, prune, warn }: RetentionOptions): {
	readonly hear: (event: EngineEvent) => void;
	/** Resolves when everything heard so far is done. */
	readonly settled: () => Promise<void>;
} {
	let queue = Promise.resolve();
	return {
		hear(event) {
			const days = keepDays();
			if (event.type !== "cycleEnded" || days === 0) return;
			queue = queue
				.then(async () => {
					await prune(event.time - days * day);
				})
				.catch((error: unknown) =>
					warn(
						`Old entries of the log could not be removed: ${error instanceof Error ? error.message : String(error)}`,
					),
				);
		},
		settled: () => queue,
	};
}
