import { describe, expect, it } from "vitest";
import { sampleEntry, sampleLink } from "../samples.ts";
import type { OpenStore } from "./open-store.ts";

/** Links. */
export function linksContract(open: OpenStore): void {
	describe("links", () => {
		it("are found by the source user and by the account", async () => {
			const store = await open();
			const link = sampleLink("ana", { state: "released", fingerprint: "" });
			await store.putLink(link);
			expect(await store.link("ana")).toEqual(link);
			expect(await store.linkByTarget("target-ana")).toEqual(link);
			expect(await store.link("ben")).toBeUndefined();
			expect(await store.linkByTarget("target-ben")).toBeUndefined();
		});

		it("are replaced as a whole by a later one for the same user", async () => {
			const store = await open();
			await store.putLink(sampleLink("ana"));
			const later = sampleLink("ana", {
				targetId: "t2",
				userName: "ana.silva@contoso.example",
				displayName: "Ana Silva",
				state: "released",
				since: 5,
				fingerprint: "f2",
			});
			await store.putLink(later);
			expect(await store.link("ana")).toEqual(later);
			expect(await store.linkByTarget("target-ana")).toBeUndefined();
		});

		it("give an account to the managed user when a released one had it before", async () => {
			const store = await open();
			await store.putLink(sampleLink("old", { targetId: "t", state: "released", since: 9 }));
			await store.putLink(sampleLink("new", { targetId: "t", state: "managed", since: 5 }));
			expect((await store.linkByTarget("t"))?.sourceId).toBe("new");
		});

		it("come all, once each, in batches, also while links change", async () => {
			const store = await open();
			const ids = Array.from({ length: 2_345 }, (_, index) => `user-${index}`);
			await store.settle(
				ids.map((id) => ({
					entry: sampleEntry(id),
					link: { type: "put", link: sampleLink(id) },
					escrow: { type: "keep" },
				})),
			);
			const seen: string[] = [];
			const sizes: number[] = [];
			for await (const batch of store.links()) {
				sizes.push(batch.length);
				for (const link of batch) seen.push(link.sourceId);
				await store.putLink(sampleLink(batch[0]?.sourceId ?? "", { fingerprint: "changed meanwhile" }));
			}
			expect(seen.toSorted()).toEqual(ids.toSorted());
			expect(sizes).toEqual([1_000, 1_000, 345]);
		});

		it("are forgotten together for a full restart", async () => {
			const store = await open();
			await store.putLink(sampleLink("ana"));
			await store.putLink(sampleLink("ben"));
			await store.dropLinks();
			expect(await Array.fromAsync(store.links())).toEqual([]);
		});
	});
}
