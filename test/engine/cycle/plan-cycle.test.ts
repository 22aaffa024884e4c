import { describe, expect, it } from "vitest";
import type { PlannedAction } from "../../../src/engine/plan/action/planned-action.ts";
import { hour, minute } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

describe("a plan with users who failed before", () => {
	it("skips those who are not due, with the failure and the next attempt, exactly as the run does", async () => {
		const { engine, directory, clock, entries } = await setUp();
		directory.put(person("Ada"), "Pilot");
		directory.put(person("Bob", { mail: null }), "User");
		const first = await engine.plan();
		expect(first).toMatchObject({ stillFailing: first.counts.fail });
		await engine.run();
		const failedAt = clock.now();
		for (const isTouched of [false, true]) {
			clock.advance(minute);
			if (isTouched) directory.touch();
			const { actions, counts, stillFailing } = await engine.plan();
			expect({ counts, stillFailing }).toMatchObject({
				counts: { skip: 2, fail: 0, create: 0 },
				stillFailing: 2,
			});
			const failure = { attempts: 1, since: failedAt, nextAttempt: failedAt + 6 * hour };
			const byUser = (left: PlannedAction, right: PlannedAction) =>
				(left.source?.id ?? "").localeCompare(right.source?.id ?? "");
			expect(actions.toSorted(byUser)).toMatchObject([
				{
					type: "skip",
					reason: "InEscrow",
					source: { id: "source-ada" },
					failure: { ...failure, code: "RoleNotFound" },
				},
				{
					type: "skip",
					reason: "InEscrow",
					source: { id: "source-bob" },
					failure: { ...failure, code: "MandatoryFieldsMissing" },
				},
			]);
			expect(await engine.run()).toMatchObject({ skipped: 2, failed: 0, stillFailing: 2 });
		}
		const skipped = (await entries()).filter(({ skipReason }) => skipReason === "InEscrow");
		expect(skipped.map(({ source }) => source?.id).sort()).toEqual(["source-ada", "source-bob"]);
		clock.advance(6 * hour);
		expect((await engine.plan()).counts).toMatchObject({ skip: 0, fail: 2 - (first.counts.create ?? 0) });
	});
});

describe("a plan that is published action by action", () => {
	it("publishes instead of collecting, and waits for the listener", async () => {
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

describe("a plan and a run that leave users out", () => {
	it("agree, log nothing about them, and the next cycle processes them", async () => {
		const { engine, directory, entries } = await setUp();
		for (const name of ["ada", "bea", "cid"]) directory.put(person(name), "Analyst");
		const excluded = ["source-bea"];
		const named = ({ actions }: { readonly actions: readonly PlannedAction[] }) =>
			actions.map(({ type, source }) => `${type} ${source?.id}`).sort();
		expect(named(await engine.plan({ excluded }))).toEqual(["create source-ada", "create source-cid"]);
		expect(await engine.run({ excluded })).toMatchObject({ created: 2, skipped: 0, failed: 0 });
		expect((await entries()).filter(({ source }) => source?.id === "source-bea")).toEqual([]);
		expect(named(await engine.plan())).toEqual(["create source-bea"]);
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("leave the removal of a user's account out, and a failed user unlisted", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("ada"), "Analyst");
		directory.put(person("bob", { mail: null }), "Analyst");
		await engine.run();
		directory.put(person("ada", { accountEnabled: false }), "Analyst");
		const before = (await entries()).length;
		const excluded = ["source-ada", "source-bob"];
		expect((await engine.plan({ excluded })).actions).toEqual([]);
		expect(await engine.run({ excluded })).toMatchObject({ disabled: 0, skipped: 0, failed: 0 });
		expect(await entries()).toHaveLength(before);
		expect((await engine.plan()).counts).toMatchObject({ disable: 1 });
		expect(await engine.run()).toMatchObject({ disabled: 1 });
	});
});
