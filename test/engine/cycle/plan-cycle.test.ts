import { describe, expect, it } from "vitest";
import type { PlannedAction } from "../../../src/engine/plan/planned-action.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

describe("a plan that is told action by action", () => {
	it("tells what it would otherwise keep, and goes no further than the listener can follow", async () => {
		const { engine, directory } = await setUp({ settings: { concurrency: 3 } });
		for (const name of ["ada", "bea", "cid", "dan", "eve", "fay", "gus"])
			directory.put(person(name), "Analyst");
		const kept = await engine.plan();
		let waiting = 0;
		let most = 0;
		const told: PlannedAction[] = [];
		const report = await engine.plan({
			onAction: async (action) => {
				waiting += 1;
				most = Math.max(most, waiting);
				await new Promise((resolve) => setImmediate(resolve));
				waiting -= 1;
				told.push(action);
			},
		});
		expect(told).toEqual(kept.actions);
		expect(report).toEqual({ ...kept, actions: [] });
		expect(most).toBe(3);
	});
});
