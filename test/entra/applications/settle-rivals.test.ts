import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, settleRivals } from "../../../src/entra/applications/settle-rivals.ts";

const one = (id: string, created: number, isMarked = false): Candidate => ({ id, created, isMarked });

/** The application that is kept, how often the run waited, and whether it marked or deleted its own. */
async function settled(own: Candidate, looks: readonly (readonly Candidate[])[]) {
	const seen = { looks: 0, waits: 0, marked: false, removed: false };
	const kept = await settleRivals(own, {
		rivals: async () => looks[Math.min(seen.looks++, looks.length - 1)] ?? [],
		mark: async () => {
			seen.marked = true;
		},
		remove: async () => {
			seen.removed = true;
		},
		pause: async () => {
			seen.waits += 1;
		},
	});
	const { looks: _, ...rest } = seen;
	return { kept: kept.id, ...rest };
}

describe("two applications that runs created at the same time", () => {
	it("are none when no other is seen", async () => {
		expect(await settled(one("a", 1), [[]])).toEqual({ kept: "a", waits: 0, marked: true, removed: false });
	});

	it("leave the older one of two that are marked, of two of one second the one with the lower id", async () => {
		const lost = { waits: 0, marked: true, removed: true };
		expect(await settled(one("a", 2), [[], [one("b", 1, true)]])).toEqual({ kept: "b", ...lost });
		expect(await settled(one("b", 1), [[], [one("a", 1, true)]])).toEqual({ kept: "a", ...lost });
	});

	it("leave the own older one once the other is gone", async () => {
		const looks = [[one("b", 2)], [one("b", 2, true)], [one("b", 2, true)], []];
		expect(await settled(one("a", 1), looks)).toEqual({ kept: "a", waits: 2, marked: true, removed: false });
	});

	it("leave the one that another run had marked before, although the own one is older", async () => {
		const looks = [[one("b", 2, true)]];
		expect(await settled(one("a", 1), looks)).toEqual({ kept: "b", waits: 0, marked: false, removed: true });
	});

	it("wait until one of the others is left before that one is kept", async () => {
		const looks = [[one("b", 2, true)], [one("b", 2, true), one("c", 1, true)], [one("c", 1, true)]];
		expect(await settled(one("a", 3), looks)).toEqual({ kept: "c", waits: 1, marked: false, removed: true });
	});

	it("leave the own one when the other cannot be read, or its run ended", async () => {
		const unread = one("0", Number.POSITIVE_INFINITY);
		const kept = { kept: "a", marked: true, removed: false };
		expect(await settled(one("a", 5), [[unread], [unread], []])).toEqual({ ...kept, waits: 1 });
		expect(await settled(one("a", 5), [[one("b", 2)]])).toEqual({ ...kept, waits: 12 });
	});
});

/** Runs that each create an application of one name in a tenant, one request at a time in the order that the scheduler chooses. */
async function race(s: fc.Scheduler, runs: readonly { readonly id: string; readonly second: number }[]) {
	const tenant = new Map<string, Candidate>();
	let steps = 0;
	let ended = 0;
	const request = async <T>(what: string, answer: () => T): Promise<T> => {
		await s.schedule(Promise.resolve(), what);
		steps++;
		return answer();
	};
	const run = async ({ id, second }: { readonly id: string; readonly second: number }) => {
		await request(`${id} creates`, () => tenant.set(id, one(id, second)));
		const kept = await settleRivals(one(id, second), {
			rivals: () => request(`${id} looks`, () => [...tenant.values()].filter((other) => other.id !== id)),
			mark: () => request(`${id} marks`, () => void tenant.set(id, one(id, second, true))),
			remove: () => request(`${id} deletes`, () => void tenant.delete(id)),
			// A pause is long for the others: each look is a request of a run that waits, and the rest are steps of the other.
			pause: async () => {
				const since = steps;
				while (steps === since && ended < runs.length - 1) await s.schedule(Promise.resolve(), `${id} waits`);
			},
		});
		ended++;
		return kept.id;
	};
	const done = Promise.all(runs.map(run));
	await s.waitFor(done);
	return { kept: await done, left: [...tenant.keys()] };
}

describe("runs that create an application at the same time", () => {
	it("all keep the same one, in whatever order their requests arrive", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 2, maxLength: 3 }),
				async (s, ids) => {
					const { kept, left } = await race(
						s,
						ids.map((id) => ({ id, second: 1 })),
					);
					expect(left).toHaveLength(1);
					expect(new Set(kept)).toEqual(new Set(left));
				},
			),
			{ numRuns: 500 },
		);
	});
});
