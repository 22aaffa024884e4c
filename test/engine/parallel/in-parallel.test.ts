import { describe, expect, it } from "vitest";
import { inParallel } from "../../../src/engine/parallel/in-parallel.ts";

describe("work in parallel", () => {
	it("lets the rest of the process have its turn, though no item waits for anything", async () => {
		let turns = 0;
		let working = true;
		const others = () => {
			turns += 1;
			if (working) setImmediate(others);
		};
		setImmediate(others);
		await inParallel(Array.from({ length: 10_000 }).keys(), 10, async () => undefined);
		working = false;
		expect(turns).toBeGreaterThan(10);
	});

	it("does each item once, and starts no further one after an error", async () => {
		const done: number[] = [];
		await inParallel([...Array(500).keys()], 7, async (item) => void done.push(item));
		expect(done).toEqual([...Array(500).keys()]);
		const started: number[] = [];
		const work = async (item: number) => {
			started.push(item);
			if (item === 3) throw new Error("broken");
		};
		await expect(inParallel([...Array(500).keys()], 2, work)).rejects.toThrow("broken");
		expect(started.length).toBeLessThan(10);
	});
});
