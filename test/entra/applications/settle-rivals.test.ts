import { describe, expect, it } from "vitest";
import { type Candidate, settleRivals } from "../../../src/entra/applications/settle-rivals.ts";

const one = (id: string, created: number, isMarked = false): Candidate => ({ id, created, isMarked });

/** The application that is kept, how often the run waited, and whether it deleted its own. */
async function settled(own: Candidate, looks: readonly (readonly Candidate[])[]) {
	const seen = { waits: 0, removed: false };
	const kept = await settleRivals(own, {
		rivals: async () => looks[Math.min(seen.waits, looks.length - 1)] ?? [],
		remove: async () => {
			seen.removed = true;
		},
		pause: async () => {
			seen.waits += 1;
		},
	});
	return { kept: kept.id, ...seen };
}

describe("two applications that runs created at the same time", () => {
	it("are none when no other is seen", async () => {
		expect(await settled(one("a", 1), [[]])).toEqual({ kept: "a", waits: 0, removed: false });
	});

	it("leave the older one, of two of one second the one with the lower id", async () => {
		expect(await settled(one("a", 2), [[one("b", 1)]])).toEqual({ kept: "b", waits: 0, removed: true });
		expect(await settled(one("b", 1), [[one("a", 1)]])).toEqual({ kept: "a", waits: 0, removed: true });
	});

	it("leave the own older one once the other is gone", async () => {
		const looks = [[one("b", 2)], [one("b", 2)], []];
		expect(await settled(one("a", 1), looks)).toEqual({ kept: "a", waits: 2, removed: false });
	});

	it("leave the one that another run has marked, although the own one is older", async () => {
		const looks = [[one("b", 2)], [one("b", 2, true)]];
		expect(await settled(one("a", 1), looks)).toEqual({ kept: "b", waits: 1, removed: true });
	});

	it("leave the own one when the other cannot be read, or its run ended", async () => {
		const unread = one("0", Number.POSITIVE_INFINITY);
		expect(await settled(one("a", 5), [[unread], []])).toEqual({ kept: "a", waits: 1, removed: false });
		expect(await settled(one("a", 1), [[one("b", 2)]])).toEqual({ kept: "a", waits: 6, removed: false });
	});
});
