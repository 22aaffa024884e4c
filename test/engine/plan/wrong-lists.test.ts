import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

const names = ["Ada", "Bob", "Cid", "Dee"];

/** Everybody has an account; then all but Ada are unassigned. */
async function unassigned() {
	const world = await setUp();
	for (const name of names) world.directory.put(person(name), "User");
	await world.engine.run();
	for (const name of names.slice(1)) world.directory.unassign(`source-${name.toLowerCase()}`);
	return world;
}

describe("a target whose list is wrong", () => {
	it("does not keep unassigned users active when it claims to have no accounts", async () => {
		const { engine, target } = await unassigned();
		target.count = async () => 0;
		expect(await engine.run()).toMatchObject({ disabled: 3, created: 0, outcome: "completed" });
		expect([...target.accounts.values()].map(({ active }) => active)).toEqual([true, false, false, false]);
	});

	it("does not keep a user active whose account is missing between two pages", async () => {
		const { engine, target } = await unassigned();
		const whole = target.list.bind(target);
		target.list = async function* () {
			for await (const page of whole()) yield page.filter(({ userName }) => userName !== "cid@example.com");
		};
		expect(await engine.run()).toMatchObject({ disabled: 3, created: 0, outcome: "completed" });
		expect(target.named("cid@example.com")?.active).toBe(false);
	});
});
