import { describe, expect, it } from "vitest";
import { switchPair } from "../../../src/app/profile/switch-pair.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleEscrow, sampleIntent, sampleLink, sampleOutcome } from "../../store/samples.ts";

/** A store in use by the pair `old`, with a link, a failed user, and an interrupted deletion. */
async function inUse() {
	const store = await openStore(":memory:");
	await switchPair(store, "old", () => undefined);
	await store.putLink(sampleLink("ana"));
	const [escrow] = [sampleEscrow("ben")];
	await store.settle([sampleOutcome("failed", { escrow: { type: "put", escrow } })]);
	await store.intend([sampleIntent("cut-off", { action: "Delete", targetId: "T1" })]);
	await store.setState({
		watermark: "w",
		allowedDeletions: "hash",
		quarantine: { since: 1, code: "Timeout", reason: "slow", attempts: 1, switchedOff: false },
	});
	const warnings: string[] = [];
	return { store, warnings, keep: (pair: string) => switchPair(store, pair, (text) => warnings.push(text)) };
}

describe("the pair of a store", () => {
	it("keeps everything while it is the same", async () => {
		const { store, warnings, keep } = await inUse();
		await keep("old");
		expect(await store.link("ana")).toBeDefined();
		expect(await store.openIntents()).toHaveLength(1);
		expect(warnings).toEqual([]);
	});

	it("drops what belongs to the old one: links, failures, quarantine, held-back and interrupted changes", async () => {
		const { store, warnings, keep } = await inUse();
		await keep("new");
		expect(await store.link("ana")).toBeUndefined();
		expect(await store.escrow()).toEqual([]);
		expect(await store.openIntents()).toEqual([]);
		expect(await store.state()).toMatchObject({
			pair: "new",
			watermark: null,
			quarantine: null,
			stagedDeletions: null,
			allowedDeletions: null,
		});
		expect(warnings).toHaveLength(1);
	});

	it("logs an interrupted change as a warning, since the old target can no longer be asked", async () => {
		const { store, keep } = await inUse();
		await keep("new");
		const [last] = await store.log({ order: "descending", limit: 1 });
		expect(last).toMatchObject({ changeId: "cut-off", status: "warning" });
		expect(last?.steps.at(-1)?.description).toContain("interrupted");
	});
});
