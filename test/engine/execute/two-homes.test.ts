import { expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

it.each([
	["at the same time", 0],
	["a minute before", 60_000],
])("an account that another home creates %s is linked, and no creation is logged", async (_, ageMs) => {
	const { directory, target, clock, engine, entries, store } = await setUp();
	directory.put(person("Ada"), "User");
	target.fate = (call, when, about) => {
		if (call !== "create" || when !== "before") return;
		target.seed(about, { meta: { created: new Date(clock.now() - ageMs).toISOString() } });
		throw refusal("conflict", 409, "exists");
	};
	expect(await engine.run()).toMatchObject({ outcome: "completed", created: 0, failed: 0 });
	const logged = await entries();
	expect(logged.map(({ action, status }) => ({ action, status }))).toEqual([
		{ action: "Other", status: "success" },
	]);
	expect(logged[0]?.steps.at(-2)?.description).toContain("The target refused to create the account");
	expect(await store.link("source-ada")).toMatchObject({ userName: "ada@example.com" });
	expect(await store.openIntents()).toEqual([]);
});

it("on demand, an account that another home has just created is linked as well", async () => {
	const { directory, target, engine, store } = await setUp();
	directory.put(person("Ada"), "User");
	target.fate = (call, when, about) => {
		if (call !== "create" || when !== "before") return;
		target.seed(about);
		throw refusal("conflict", 409, "exists");
	};
	const { steps } = await engine.provision("source-ada", { perform: true });
	expect(steps.at(-1)).toMatchObject({ name: "Perform action", status: "success" });
	expect(steps.at(-1)?.summary).toContain("Link with the account ada@example.com");
	expect(await store.link("source-ada")).toBeDefined();
});
