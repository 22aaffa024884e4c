import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Link } from "../../../src/ports/store/link.ts";
import type { Outcome } from "../../../src/ports/store/outcome.ts";
import { sampleEntry, sampleEscrow, sampleIntent, sampleLink, sampleOutcome } from "../samples.ts";
import type { OpenStore } from "./open-store.ts";

/** Outcomes: all or none, each once. */
export function settleContract(open: OpenStore): void {
	describe("settle", () => {
		it("writes entry, link and escrow, clears the intent, and returns the numbered entry", async () => {
			const store = await open();
			await store.intend([sampleIntent("a"), sampleIntent("b")]);
			const entries = await store.settle([
				sampleOutcome("a", { link: { type: "put", link: sampleLink("source-a") } }),
				sampleOutcome("c", { escrow: { type: "put", escrow: sampleEscrow("source-c") } }),
			]);
			expect(entries).toEqual([
				{ ...sampleEntry("a"), sequence: 1 },
				{ ...sampleEntry("c"), sequence: 2 },
			]);
			expect(await store.log({ order: "ascending", limit: 10 })).toEqual(entries);
			expect(await store.link("source-a")).toEqual(sampleLink("source-a"));
			expect(await store.escrow()).toEqual([sampleEscrow("source-c")]);
			expect(await store.openIntents()).toEqual([sampleIntent("b")]);
		});

		it("keeps every field of an entry as it was", async () => {
			const store = await open();
			const entry = sampleEntry("a", {
				action: "StagedDelete",
				status: "failure",
				durationMs: 0.25,
				source: null,
				target: { id: "0000000000000ABC", displayName: "山田 太郎", userName: "名\u0000前\u001b[31m" },
				steps: [
					{ type: "import", status: "warning", description: "" },
					{ type: "export", status: "failure", description: "409" },
				],
				modifiedProperties: [{ name: 'emails[type eq "work"].value', old: "a@b", new: null }],
				skipReason: "NotAssigned",
				error: {
					code: "Conflict",
					category: "NonServiceFailure",
					reason: "taken",
					recommendedAction: "free it",
					remedy: { type: "none" },
				},
			});
			await store.settle([sampleOutcome("a", { entry })]);
			expect(await store.log({ order: "ascending", limit: 1 })).toEqual([{ ...entry, sequence: 1 }]);
		});

		it("writes one entry when the same change is settled twice, and returns the first one", async () => {
			const store = await open();
			const [first] = await store.settle([
				sampleOutcome("a", { link: { type: "put", link: sampleLink("ana") } }),
			]);
			await store.putLink(sampleLink("ana", { fingerprint: "later" }));
			await store.intend([sampleIntent("a")]);
			const again = await store.settle([
				sampleOutcome("a", {
					entry: sampleEntry("a", { status: "failure" }),
					link: { type: "drop", sourceId: "ana" },
				}),
				sampleOutcome("b"),
			]);
			expect(again.map((entry) => entry.sequence)).toEqual([1, 2]);
			expect(again[0]).toEqual(first);
			expect(await store.countLog({})).toBe(2);
			expect((await store.link("ana"))?.fingerprint).toBe("later");
			expect(await store.openIntents()).toEqual([]);
		});

		it("takes a change that comes twice in one call once", async () => {
			const store = await open();
			const entries = await store.settle([sampleOutcome("a"), sampleOutcome("a"), sampleOutcome("b")]);
			expect(entries.map((entry) => entry.sequence)).toEqual([1, 1, 2]);
			expect(await store.countLog({})).toBe(2);
		});

		it("writes nothing, and leaves no gap, when one of the outcomes can't be written", async () => {
			const store = await open();
			await store.intend([sampleIntent("b")]);
			const broken: Outcome = sampleOutcome("b", {
				link: { type: "put", link: { ...sampleLink("ben"), since: Number.NaN } },
			});
			await expect(store.settle([sampleOutcome("a"), broken])).rejects.toMatchObject({ name: "StoreError" });
			expect(await store.countLog({})).toBe(0);
			expect(await store.openIntents()).toHaveLength(1);
			const [entry] = await store.settle([sampleOutcome("c")]);
			expect(entry?.sequence).toBe(1);
		});

		it("lets the last of several changes to one user count", async () => {
			const store = await open();
			await store.settle([
				sampleOutcome("a", { link: { type: "put", link: sampleLink("ana") } }),
				sampleOutcome("b", { link: { type: "drop", sourceId: "ana" } }),
				sampleOutcome("c", { link: { type: "drop", sourceId: "ben" } }),
				sampleOutcome("d", { link: { type: "put", link: sampleLink("ben") } }),
				sampleOutcome("e", { escrow: { type: "put", escrow: sampleEscrow("ana") } }),
				sampleOutcome("f", { escrow: { type: "release", sourceId: "ana" } }),
			]);
			expect(await store.link("ana")).toBeUndefined();
			expect(await store.link("ben")).toEqual(sampleLink("ben"));
			expect(await store.escrow()).toEqual([]);
		});

		it("takes thousands of outcomes at once, and none", async () => {
			const store = await open();
			expect(await store.settle([])).toEqual([]);
			const many = Array.from({ length: 3_001 }, (_, index) => sampleOutcome(`change-${index}`));
			const entries = await store.settle(many);
			expect(entries.map((entry) => entry.sequence)).toEqual(many.map((_, index) => index + 1));
		});

		it("numbers entries without gaps when many settle at the same time", async () => {
			const store = await open();
			const calls = Array.from({ length: 40 }, (_, index) =>
				store.settle([sampleOutcome(`${index}-a`), sampleOutcome(`${index}-b`)]),
			);
			const sequences = (await Promise.all(calls)).flat().map((entry) => entry.sequence);
			expect(sequences.toSorted((one, other) => one - other)).toEqual(sequences.map((_, index) => index + 1));
		});

		it("agrees with a model that applies outcomes one by one", async () => {
			const users = fc.constantFrom("ana", "ben", "eva");
			const outcome = fc.record({
				change: fc.integer({ min: 0, max: 20 }).map((number) => `change-${number}`),
				user: users,
				link: fc.constantFrom("keep", "put", "drop"),
				mark: fc.string({ maxLength: 5 }),
			});
			await fc.assert(
				fc.asyncProperty(fc.array(fc.array(outcome, { maxLength: 5 }), { maxLength: 8 }), async (batches) => {
					const store = await open();
					const links = new Map<string, Link>();
					const log: string[] = [];
					for (const batch of batches) {
						for (const { change, user, link, mark } of batch) {
							if (log.includes(change)) continue;
							log.push(change);
							if (link === "put") links.set(user, sampleLink(user, { fingerprint: mark }));
							if (link === "drop") links.delete(user);
						}
						await store.settle(
							batch.map(({ change, user, link, mark }) =>
								sampleOutcome(change, {
									link:
										link === "put"
											? { type: "put", link: sampleLink(user, { fingerprint: mark }) }
											: link === "drop"
												? { type: "drop", sourceId: user }
												: { type: "keep" },
								}),
							),
						);
					}
					const entries = await store.log({ order: "ascending", limit: 1_000 });
					expect(entries.map((entry) => entry.changeId)).toEqual(log);
					expect(entries.map((entry) => entry.sequence)).toEqual(log.map((_, index) => index + 1));
					const kept = (await Array.fromAsync(store.links())).flat();
					expect(new Map(kept.map((link) => [link.sourceId, link]))).toEqual(links);
					await store.close();
				}),
				{ numRuns: 60 },
			);
		});
	});
}
