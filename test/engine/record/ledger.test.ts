import { describe, expect, it } from "vitest";
import { Ledger } from "../../../src/engine/record/ledger.ts";
import type { NewLogEntry } from "../../../src/ports/log/log-entry.ts";
import type { Intent } from "../../../src/ports/store/intent.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";

const entry: NewLogEntry = {
	time: 0,
	cycleId: "c",
	changeId: "x",
	action: "Update",
	status: "success",
	durationMs: 1,
	source: null,
	target: null,
	initiatedBy: "cycle",
	steps: [],
	modifiedProperties: [],
	skipReason: null,
	error: null,
};
const intent: Intent = {
	changeId: "x",
	cycleId: "c",
	action: "Update",
	sourceId: "1",
	targetId: "T",
	userName: "u",
	operations: [],
	entry,
	link: null,
};

/** A ledger over a store that cannot settle while `broken.is`. */
async function ledgerOver(broken: { is: boolean }) {
	const store = await openStore(":memory:");
	const failing: typeof store = {
		...store,
		settle: (outcomes) => (broken.is ? Promise.reject(new Error("disk full")) : store.settle(outcomes)),
	};
	return new Ledger(
		failing,
		() => 0,
		() => undefined,
		() => undefined,
	);
}

describe("the ledger", () => {
	it("accepts nothing after a failed write until it is reopened", async () => {
		const broken = { is: true };
		const ledger = await ledgerOver(broken);
		await ledger.intend(intent);
		await expect(ledger.settle({ entry, link: { type: "keep" }, escrow: { type: "keep" } })).rejects.toThrow(
			"disk full",
		);
		await expect(ledger.drain()).rejects.toThrow("disk full");
		broken.is = false;
		ledger.reopen();
		await ledger.drain();
	});

	it("does not reopen while a change is in flight, so that the failed write never counts as written", async () => {
		const broken = { is: true };
		const ledger = await ledgerOver(broken);
		await ledger.intend(intent);
		await ledger.intend({ ...intent, changeId: "y" });
		await expect(ledger.settle({ entry, link: { type: "keep" }, escrow: { type: "keep" } })).rejects.toThrow(
			"disk full",
		);
		broken.is = false;
		ledger.reopen();
		await expect(ledger.drain()).rejects.toThrow("disk full");
	});
});
