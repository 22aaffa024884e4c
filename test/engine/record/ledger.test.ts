import { describe, expect, it } from "vitest";
import { Ledger } from "../../../src/engine/record/ledger.ts";
import type { NewLogEntry } from "../../../src/ports/log/log-entry.ts";
import type { Intent } from "../../../src/ports/store/intent.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { FakeClock } from "../fake-clock.ts";

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
		new FakeClock(),
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

	it("lets records gather after a write while most requests are in flight", async () => {
		const { ledger, clock, written } = await slowLedger(4);
		await Promise.all(["a", "b", "c", "d", "e"].map((changeId) => ledger.intend({ ...intent, changeId })));
		const settled = ledger.settle(outcome("a"));
		const intended = ledger.intend({ ...intent, changeId: "f" });
		await clock.asleep();
		const also = ledger.settle(outcome("b"));
		expect(written).toEqual(["intents a b c d e"]);
		clock.advance(20);
		await Promise.all([settled, intended, also]);
		expect(written).toEqual(["intents a b c d e", "intents f", "outcomes a b"]);
	});

	it("writes at once when the target would run out of requests", async () => {
		const { ledger, clock, written } = await slowLedger(4);
		await Promise.all(["a", "b", "c"].map((changeId) => ledger.intend({ ...intent, changeId })));
		const first = ledger.intend({ ...intent, changeId: "d" });
		await clock.asleep();
		const others = ["e", "f"].map((changeId) => ledger.intend({ ...intent, changeId }));
		await Promise.all([first, ...others]);
		expect(written).toEqual(["intents a b c", "intents d e f"]);
	});

	it("writes an outcome at once when nothing else is in flight", async () => {
		const { ledger, written } = await slowLedger(4);
		await ledger.intend(intent);
		await ledger.settle(outcome("x"));
		expect(written).toEqual(["intents x", "outcomes x"]);
	});

	it("rests 40 ms after the slowest write", async () => {
		const { ledger, clock, written } = await slowLedger(1_000);
		await Promise.all(["a", "b", "c"].map((changeId) => ledger.intend({ ...intent, changeId })));
		const intended = ledger.intend({ ...intent, changeId: "d" });
		await clock.asleep();
		clock.advance(39);
		expect(written).toEqual(["intents a b c"]);
		clock.advance(1);
		await intended;
		expect(written).toEqual(["intents a b c", "intents d"]);
	});
});

const outcome = (changeId: string) =>
	({ entry: { ...entry, changeId }, link: { type: "keep" }, escrow: { type: "keep" } }) as const;

/** A ledger over a store with slow writes (in milliseconds), and what was written, one line per transaction. */
async function slowLedger(ms: number) {
	const store = await openStore(":memory:");
	const clock = new FakeClock();
	const written: string[] = [];
	const slow: typeof store = {
		...store,
		async intend(intents) {
			await store.intend(intents);
			written.push(`intents ${intents.map(({ changeId }) => changeId).join(" ")}`);
			clock.advance(ms);
		},
		async settle(outcomes) {
			const entries = await store.settle(outcomes);
			written.push(`outcomes ${entries.map(({ changeId }) => changeId).join(" ")}`);
			clock.advance(ms);
			return entries;
		},
	};
	const ledger = new Ledger(
		slow,
		clock,
		() => undefined,
		() => undefined,
	);
	return { ledger, clock, written };
}
