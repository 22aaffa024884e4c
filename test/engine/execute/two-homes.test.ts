import { expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { type Setup, setUp } from "../setup.ts";

/** Another home with the same source has created Ada's account so long before the creation of this one is refused. */
async function overtaken(ageMs: number): Promise<Setup> {
	const setup = await setUp();
	const { directory, target, clock } = setup;
	directory.put(person("Ada"), "User");
	target.fate = (call, when, about) => {
		if (call !== "create" || when !== "before") return;
		target.seed(about, { meta: { created: new Date(clock.now() - ageMs).toISOString() } });
		throw refusal("conflict", 409, "exists");
	};
	return setup;
}

it("an account that may be of another home is not claimed as created by this one", async () => {
	const { engine, target, entries, store } = await overtaken(0);
	expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 0 });
	expect(target.accounts.size).toBe(1);
	const logged = await entries();
	expect(logged.at(-1)?.steps.at(-1)?.description).toContain("or by another client");
	expect(JSON.stringify(logged)).not.toContain("The account was created.");
	expect(await store.link("source-ada")).toMatchObject({ userName: "ada@example.com" });
});

it("an account that is older than the creation is linked, the log says why, and no creation is logged", async () => {
	const { engine, entries, store } = await overtaken(60_000);
	expect(await engine.run()).toMatchObject({ outcome: "completed", created: 0, failed: 0 });
	const logged = await entries();
	expect(logged.map(({ action, status }) => ({ action, status }))).toEqual([
		{ action: "Other", status: "success" },
	]);
	expect(logged[0]?.steps.at(-2)?.description).toContain("The target refused to create the account");
	expect(await store.link("source-ada")).toMatchObject({ userName: "ada@example.com" });
});

it("the same goes for an older account on demand", async () => {
	const { engine, store } = await overtaken(60_000);
	const { steps } = await engine.provision("source-ada", { perform: true });
	expect(steps.at(-1)).toMatchObject({ name: "Perform action", status: "success" });
	expect(steps.at(-1)?.summary).toContain("Link with the account ada@example.com");
	expect(await store.link("source-ada")).toBeDefined();
});
