import { describe, expect, it } from "vitest";
import { Turns } from "../../src/async/turns.ts";

describe("turns", () => {
	it("does one piece of work after the other, in their order", async () => {
		const turns = new Turns();
		const done: string[] = [];
		const first = Promise.withResolvers<void>();
		const results = [
			turns.take(async () => {
				await first.promise;
				done.push("first");
				return 1;
			}),
			turns.take(async () => {
				done.push("second");
				return 2;
			}),
		];
		await Promise.resolve();
		expect(done).toEqual([]);
		first.resolve();
		expect(await Promise.all(results)).toEqual([1, 2]);
		expect(done).toEqual(["first", "second"]);
	});

	it("gives a failure to its own caller, and does what follows", async () => {
		const turns = new Turns();
		const failed = turns.take(async () => {
			throw new Error("disk full");
		});
		const next = turns.take(async () => "done");
		await expect(failed).rejects.toThrow("disk full");
		expect(await next).toBe("done");
	});

	it("is settled when all work has ended, failed or not", async () => {
		const turns = new Turns();
		const done: string[] = [];
		const failed = turns.take(async () => {
			done.push("failed");
			throw new Error("disk full");
		});
		failed.catch(() => undefined);
		void turns.take(async () => void done.push("done"));
		await turns.settled();
		expect(done).toEqual(["failed", "done"]);
	});
});
