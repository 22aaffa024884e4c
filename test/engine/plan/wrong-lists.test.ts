import { describe, expect, it } from "vitest";
import { ScimError } from "../../../src/scim/errors.ts";
import { person } from "../fake-directory.ts";
import type { FakeTarget } from "../fake-target.ts";
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

/** So many accounts that a look-up takes fewer requests than their list. */
function seedMany(target: FakeTarget): void {
	for (let index = 0; index < 3000; index += 1) target.seed(`more${index}@example.com`);
}

describe("a target that answers a look-up with other accounts", () => {
	it("fails the user alike in plan, preview, on demand and run", async () => {
		const { engine, directory, target, store } = await setUp();
		target.seed("grace@example.com");
		seedMany(target);
		directory.put(person("Ada"), "User");
		target.find = async () => {
			throw new ScimError("filter-ignored", "GET /Users: the server does not honor the filter on userName.");
		};
		const { actions, counts, stillFailing } = await engine.plan();
		expect(actions).toMatchObject([{ type: "fail", error: { code: "FilterIgnored" } }]);
		expect({ fail: counts.fail, stillFailing }).toEqual({ fail: 1, stillFailing: 1 });
		const preview = await engine.provision("source-ada", { perform: false });
		expect(preview).toMatchObject({
			action: { type: "fail", error: { code: "FilterIgnored" } },
			entry: null,
		});
		expect(preview.steps.find(({ name }) => name.startsWith("Match"))).toMatchObject({ status: "failure" });
		expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 1, created: 0, updated: 0 });
		expect(await store.escrow()).toMatchObject([{ sourceId: "source-ada", code: "FilterIgnored" }]);
		const performed = await engine.provision("source-ada", { perform: true });
		expect(performed.entry).toMatchObject({ status: "failure", error: { code: "FilterIgnored" } });
		expect(target.named("grace@example.com")).toMatchObject({ active: true });
	});

	it("is not planned as failing users where nothing can be looked up at all", async () => {
		const { engine, directory, target } = await setUp();
		seedMany(target);
		directory.put(person("Ada"), "User");
		target.find = async () => {
			throw new ScimError("unauthorized", "GET /Users: the server rejects the credentials (401).");
		};
		await expect(engine.plan()).rejects.toMatchObject({ code: "unauthorized" });
	});
});

describe("a target whose list is wrong", () => {
	it("does not keep unassigned users active when it claims to have no accounts", async () => {
		const { engine, target } = await unassigned();
		target.count = async () => 0;
		expect(await engine.run()).toMatchObject({ disabled: 3, created: 0, outcome: "completed" });
		expect([...target.accounts.values()].map(({ active }) => active)).toEqual([true, false, false, false]);
	});

	it("plans a user whose account is missing in it as the run goes", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of names) {
			target.seed(`${name.toLowerCase()}@example.com`);
			directory.put(person(name), "User");
		}
		const whole = target.list.bind(target);
		target.list = async function* () {
			for await (const page of whole()) yield page.filter(({ userName }) => userName !== "cid@example.com");
		};
		const { counts } = await engine.plan();
		expect(counts).toMatchObject({ create: 0, fail: 0 });
		expect(target.calls.filter((call) => call.startsWith("find"))).toEqual(["find cid@example.com"]);
		const { created, updated, skipped } = await engine.run();
		expect({ created, updated, skipped }).toEqual({
			created: 0,
			updated: counts.update,
			skipped: counts.skip,
		});
		expect(target.calls.filter((call) => call.startsWith("create"))).toEqual([]);
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
