import { describe, expect, it } from "vitest";
import { sampleIntent } from "../samples.ts";
import type { OpenStore } from "./open-store.ts";

/** Intents. */
export function intentsContract(open: OpenStore): void {
	describe("intents", () => {
		it("stay open, in the order they were recorded, until settled or withdrawn", async () => {
			const store = await open();
			const intents = ["c", "a", "b"].map((id) => sampleIntent(id));
			await store.intend(intents);
			expect(await store.openIntents()).toEqual(intents);
			await store.withdraw(["a", "unknown"]);
			await store.withdraw([]);
			expect((await store.openIntents()).map((intent) => intent.changeId)).toEqual(["c", "b"]);
		});

		it("are recorded all or none", async () => {
			const store = await open();
			await store.intend([sampleIntent("a")]);
			await expect(store.intend([sampleIntent("b"), sampleIntent("a")])).rejects.toMatchObject({
				name: "StoreError",
				code: "failed",
			});
			expect((await store.openIntents()).map((intent) => intent.changeId)).toEqual(["a"]);
		});

		it("without a link or a target come back as they were", async () => {
			const store = await open();
			const intent = sampleIntent("a", { link: null, targetId: "t", sourceId: null, action: "Delete" });
			await store.intend([intent]);
			expect(await store.openIntents()).toEqual([intent]);
		});
	});
}
