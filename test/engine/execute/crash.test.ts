import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScimError } from "../../../src/scim/errors.ts";
import { person } from "../fake-directory.ts";
import type { Choices } from "../rules.ts";
import { type Setup, setUp } from "../setup.ts";

const guardOff: Choices = {
	settings: { concurrency: 3, hardDelete: "delete", deletionGuard: { enabled: false, count: 0, percent: 0 } },
};

/** A first cycle, and then a change of everything a cycle can do: create, update, disable, enable, delete. */
async function changed(): Promise<Setup> {
	const setup = await setUp(guardOff);
	const { directory, engine } = setup;
	for (const name of ["Ada", "Bob", "Cid", "Dan", "Eve"]) directory.put(person(name), "User");
	await engine.run();
	await directory.unassign("source-eve");
	await engine.run();
	directory.put(person("Fay"), "Analyst");
	directory.change("source-ada", { surname: "King" });
	await directory.unassign("source-bob");
	directory.remove("source-cid");
	await directory.assign({ id: "source-eve" }, "role-user");
	return setup;
}

async function finalState({ target, store, entries }: Setup) {
	const links = [];
	for await (const page of store.links())
		links.push(
			...page.map(({ sourceId, state, targetId }) => ({
				sourceId,
				state,
				user: target.accounts.get(targetId)?.userName,
			})),
		);
	const log = (await entries())
		.filter(({ status }) => status === "success")
		.map(({ action, source }) => `${action} ${source?.id}`);
	const accounts = [...target.accounts.values()].map(({ id: _, ...account }) => JSON.stringify(account));
	return { links, log: log.sort(), accounts: accounts.sort(), open: await store.openIntents() };
}

/** The process dies: nothing after this point is written. What is in the store and in the target stays. */
class Killed extends Error {}

describe("a run that dies", () => {
	it.each(["create", "update", "delete"] as const)(
		"neither loses nor doubles anything when it dies after a %s was done and before its outcome was written",
		async (call) => {
			const undisturbed = await changed();
			await undisturbed.engine.run();

			const setup = await changed();
			const { target, store } = setup;
			const settle = store.settle;
			let dead = false;
			target.fate = (which, when) => {
				if (which === call && when === "after") dead = true;
			};
			store.settle = (outcomes) => (dead ? Promise.reject(new Killed("killed")) : settle(outcomes));
			store.intend = (
				(intend) => (intents: Parameters<typeof intend>[0]) =>
					dead ? Promise.reject(new Killed("killed")) : intend(intents)
			)(store.intend);
			const died = await setup.engine.run();
			expect(died.outcome).toBe("failed");
			expect((await store.openIntents()).length).toBeGreaterThan(0);

			dead = false;
			target.fate = () => undefined;
			await setup.restart(guardOff, "test").run();
			expect(await finalState(setup)).toEqual(await finalState(undisturbed));
			expect((await setup.entries()).map(({ sequence }) => sequence)).toEqual(
				(await setup.entries()).map((_, index) => index + 1),
			);
		},
	);

	it("forgets what was intended and never sent", async () => {
		const setup = await changed();
		const { target, store } = setup;
		let dead = false;
		target.fate = (_, when) => {
			if (when === "before" && dead) throw new ScimError("network", "gone");
		};
		const intend = store.intend;
		store.intend = async (intents) => {
			await intend(intents);
			dead = true;
		};
		await setup.engine.run();
		expect((await store.openIntents()).length).toBeGreaterThan(0);
		store.intend = intend;
		target.fate = () => undefined;
		await setup.engine.retryNow();
		await setup.restart(guardOff).run();
		expect(await store.openIntents()).toEqual([]);
		expect([...target.accounts.values()].map(({ userName }) => userName).sort()).toEqual(
			["ada", "bob", "dan", "eve", "fay"].map((name) => `${name}@example.com`),
		);
	});

	it("learns by asking that a change was made whose answer was lost", async () => {
		const setup = await changed();
		const { target, engine, entries } = setup;
		target.fate = (call, when) => {
			if (["create", "update", "delete"].includes(call) && when === "after")
				throw new ScimError("network", "reset");
		};
		const summary = await engine.run();
		expect(summary).toMatchObject({ created: 1, updated: 1, disabled: 1, enabled: 1, deleted: 1, failed: 0 });
		expect((await entries()).at(-1)?.steps.at(-1)?.description).toContain("Its answer was lost");
	});

	it("ends as an undisturbed run does, at whichever request it fails and however", async () => {
		const undisturbed = await changed();
		await undisturbed.engine.run();
		const wanted = await finalState(undisturbed);
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 25 }),
				fc.constantFrom("before" as const, "after" as const),
				fc.constantFrom("network" as const, "timeout" as const, "unavailable" as const),
				fc.integer({ min: 1, max: 6 }),
				async (nth, point, code, failures) => {
					const setup = await changed();
					let calls = 0;
					setup.target.fate = (_, when) => {
						if (when !== point) return;
						calls += 1;
						if (calls > nth && calls <= nth + failures) throw new ScimError(code, "fault");
					};
					await setup.engine.run();
					setup.target.fate = () => undefined;
					await setup.engine.retryNow();
					setup.directory.touch();
					await setup.restart(guardOff).run();
					const { log, ...state } = await finalState(setup);
					const { log: _, ...rest } = wanted;
					expect(state).toEqual(rest);
					expect(log.filter((line) => line.startsWith("Create"))).toEqual(
						wanted.log.filter((line) => line.startsWith("Create")),
					);
				},
			),
			{ numRuns: 40 },
		);
	});
});

describe("a second cycle", () => {
	it("has nothing to write, whatever the first one did", async () => {
		const user = fc.record({
			name: fc.stringMatching(/^[A-Z][a-z]{2,8}$/),
			enabled: fc.boolean(),
			role: fc.constantFrom("User", "Analyst", null, undefined),
			existing: fc.constantFrom("no", "active", "inactive"),
			mail: fc.boolean(),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(user, { selector: ({ name }) => name, maxLength: 15 }),
				async (users) => {
					const { engine, directory, target } = await setUp(guardOff);
					for (const { name, enabled, role, existing, mail } of users) {
						directory.put(person(name, { accountEnabled: enabled, ...(mail ? {} : { mail: null }) }), role);
						if (existing !== "no")
							target.seed(`${name.toLowerCase()}@example.com`, { active: existing === "active" });
					}
					await engine.run();
					directory.touch();
					for (const kind of ["auto", "initial"] as const) {
						target.calls.length = 0;
						const again = await engine.run({ kind });
						expect(target.calls.filter((call) => /^(create|update|delete)/.test(call))).toEqual([]);
						expect(again).toMatchObject({ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0 });
					}
				},
			),
			{ numRuns: 40 },
		);
	});
});
