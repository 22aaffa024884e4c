import { describe, expect, it } from "vitest";
import { hour } from "../../fake-clock.ts";
import { person } from "../../fake-directory.ts";
import { refusal } from "../../fake-target.ts";
import { setUp } from "../../setup.ts";

const check = { repair: false, initiatedBy: "grace" } as const;

/** Ada is provisioned; Bob fails because of an account that holds his address. */
async function heldUp() {
	const setup = await setUp();
	const { directory, target, engine, clock } = setup;
	directory.deltas = true;
	directory.put(person("Ada"), "User");
	directory.put(person("Bob"), "User");
	const blocker = target.seed("robert@example.com", {
		emails: [{ value: "bob@example.com", type: "work", primary: true }],
	});
	expect(await engine.run()).toMatchObject({ created: 1, failed: 1 });
	clock.advance(hour);
	const isDue = async () => ((await setup.store.escrow())[0]?.nextAttempt ?? 0) <= clock.now();
	return { ...setup, blocker, isDue };
}

describe("a drift check", () => {
	it("makes a user due when the account that was in the way is gone", async () => {
		const { engine, target, blocker, isDue } = await heldUp();
		target.accounts.delete(blocker.id);
		expect(await engine.run()).toMatchObject({ created: 0, stillFailing: 1 });
		target.calls.length = 0;
		await engine.drift(check);
		expect(target.calls.filter((call) => /^(create|update|delete)/.test(call))).toEqual([]);
		expect(await isDue()).toBe(true);
		expect((await engine.plan()).counts.create).toBe(1);
		expect(await engine.run()).toMatchObject({ created: 1, stillFailing: 0 });
	});

	it("leaves a user waiting whose account is still in the way", async () => {
		const { engine, isDue } = await heldUp();
		await engine.drift(check);
		expect(await isDue()).toBe(false);
	});

	it("leaves a user waiting who failed for a reason that no list shows", async () => {
		const { engine, directory, target, clock, store } = await heldUp();
		directory.put(person("Cid"), "User");
		target.fate = (call, when, about) => {
			if (call === "create" && when === "before" && about === "cid@example.com") throw new Error("broken");
		};
		await engine.run();
		await engine.drift(check);
		const cid = (await store.escrow()).find(({ sourceId }) => sourceId === "source-cid");
		expect(cid?.nextAttempt).toBeGreaterThan(clock.now());
	});

	it("leaves a user waiting whose look-up the target refuses, and compares the others", async () => {
		const { engine, target, blocker, isDue } = await heldUp();
		for (let index = 0; index < 2000; index += 1) target.seed(`other-${index}@example.com`);
		target.accounts.delete(blocker.id);
		target.fate = (call, when, about) => {
			if (call === "find" && when === "before" && about.includes("bob@"))
				throw refusal("invalid", 400, "no filter");
		};
		expect(await engine.drift(check)).toMatchObject({ compared: 1 });
		expect(target.calls.some((call) => call.startsWith("find") && call.includes("bob@"))).toBe(true);
		expect(await isDue()).toBe(false);
	});
});
