import type { Outcome, Store } from "../../ports/store.ts";

/**
 * Makes the store that of another pair of source and target, unless it is already. What belongs to the old pair is forgotten: an
 * id of another tenant or organisation must never be written to, and what failed or was held back there says nothing of here.
 * The log stays; a change that was cut off gets its entry as a warning, since the old target can no longer be asked.
 */
export async function keepPair(
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
			"Source or target changed: links of the old pair are forgotten, and the next cycle matches everybody anew.",
		);
	}
	await store.setState({
		pair,
		watermark: null,
		configuration: null,
		quarantine: null,
		stagedDeletions: null,
		allowedDeletions: null,
	});
}

function unknownOutcome(entry: Outcome["entry"]): Outcome {
	const description =
		"This change was cut off, and source or target changed before it could be asked whether it was carried out.";
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
