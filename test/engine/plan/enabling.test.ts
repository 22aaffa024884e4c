import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { type Setup, setUp } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";

const names = ["Ada", "Bob", "Cleo", "Dan"];

/** Four users whose accounts are deactivated, in a target that refuses to enable them, or answers without doing it. */
async function deactivated(reactivation: "refuse" | "ignore" | "allow" = "refuse"): Promise<Setup> {
	const world = await setUp();
	world.target.reactivation = reactivation;
	for (const name of names) {
		world.target.seed(`${name.toLowerCase()}@example.com`, { active: false });
		world.directory.put(person(name), "User");
	}
	return world;
}

const everyone = (fate: string) =>
	Object.fromEntries(names.map((name) => [`source-${name.toLowerCase()}`, fate]));

async function notes({ engine }: Setup) {
	const { actions } = await engine.plan();
	return actions.map((action) => (action.type === "enable" ? action.note : undefined));
}

describe("a target that does not enable deactivated accounts", () => {
	it.each(["refuse", "ignore"] as const)(
		"is asked once (%s), and then all plans say so",
		async (reactivation) => {
			const world = await deactivated(reactivation);
			expect(await planned(world)).toEqual(everyone("enable"));
			expect(await notes(world)).toEqual(
				names.map(() => "Sumo Logic may refuse this: it has not been seen to reactivate an account yet."),
			);
			world.target.calls.length = 0;
			expect(await ran(world)).toEqual(everyone("BlockedByDeactivatedAccount"));
			expect(world.target.calls.filter((call) => call.startsWith("update"))).toHaveLength(1);
			expect((await world.store.state()).enabling).toMatchObject({ accepted: false });
			world.target.seed("eve@example.com", { active: false });
			world.directory.put(person("Eve"), "User");
			expect(await planned(world)).toMatchObject({ "source-eve": "BlockedByDeactivatedAccount" });
			expect(await previewed(world)).toMatchObject({ "source-eve": "BlockedByDeactivatedAccount" });
			world.target.calls.length = 0;
			expect(await ran(world)).toMatchObject({ "source-eve": "BlockedByDeactivatedAccount" });
			expect(world.target.calls.filter((call) => call.startsWith("update"))).toEqual([]);
		},
	);

	it("is asked again after the failed users are to be retried", async () => {
		const world = await deactivated();
		await world.engine.run();
		world.target.reactivation = "allow";
		await world.engine.retryNow();
		expect(await planned(world)).toEqual(everyone("enable"));
		expect(await ran(world)).toEqual(everyone("enable"));
		expect((await world.store.state()).enabling).toMatchObject({ accepted: true });
	});

	it("is asked again on demand, and what it does then holds for all", async () => {
		const world = await deactivated();
		await world.engine.run();
		world.target.reactivation = "allow";
		const { entry } = await world.engine.provision("source-ada", { perform: true });
		expect(entry).toMatchObject({ action: "Enable", status: "success" });
		world.target.seed("eve@example.com", { active: false });
		world.directory.put(person("Eve"), "User");
		expect(await notes(world)).toContain(null);
		expect(await ran(world)).toMatchObject({ "source-eve": "enable" });
	});

	it("does not end the cycle, however many accounts are concerned", async () => {
		const world = await setUp({ settings: { concurrency: 100 } });
		world.target.reactivation = "refuse";
		for (let index = 0; index < 60; index += 1) {
			world.target.seed(`user${index}@example.com`, { active: false });
			world.directory.put(person(`User${index}`), "User");
		}
		expect(await world.engine.run()).toMatchObject({ outcome: "completed", failed: 60 });
	});
});

describe("a target that enables accounts", () => {
	it("is asked for one account first, and then for the others", async () => {
		const world = await deactivated("allow");
		const updates: string[] = [];
		world.target.fate = (call, when) => {
			if (call === "update") updates.push(when);
		};
		expect(await ran(world)).toEqual(everyone("enable"));
		expect(updates).toHaveLength(8);
		expect(updates.slice(0, 2)).toEqual(["before", "after"]);
		expect(await notes(world)).toEqual([]);
	});
});
