import type { Outcome } from "../../ports/store/outcome.ts";
import type { Store } from "../../ports/store/store.ts";

/**
 * Switches a store to another pair of source and target, unless it already belongs to that pair. Links, failures and held-back changes of
 * the old pair are dropped: an id of another tenant or organization must never be written to. The log stays; an interrupted change gets
 * its entry as a warning, since the old target can no longer be asked.
 */
export async function switchPair(
	store: Pick<Store, "state" | "setState" | "dropLinks" | "openIntents" | "settle" | "releaseEscrow">,
	pair: string,
	warn: (message: string) => void,
): Promise<void> {
	const { pair: before } = await store.state();
	if (before === pair) return;
	if (before !== null) {
		const open = await store.openIntents();
		await store.settle(open.map(({ entry }) => unknownOutcome(entry)));
		await store.releaseEscrow("all");
		await store.dropLinks();
		warn(
			"Source or target changed: the links of the old pair are dropped, and the next cycle re-matches all users.",
		);
	}
	await store.setState({
		pair,
		watermark: null,
		configuration: null,
		quarantine: null,
		stagedDeletions: null,
		pausedUntil: null,
		allowedDeletions: null,
	});
}

function unknownOutcome(entry: Outcome["entry"]): Outcome {
	const description =
		"The change was interrupted, and source or target changed before its outcome could be checked.";
	return {
		entry: {
			...entry,
			status: "warning",
			steps: [...entry.steps, { type: "export", status: "warning", description }],
		},
		link: { type: "keep" },
		escrow: { type: "keep" },
	};
}
