import { describe, expect, it } from "vitest";
import { readBackAlways } from "../../../src/engine/execute/read-backs.ts";
import type { ScimUser } from "../../../src/scim/resource.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { type Setup, setUp } from "../setup.ts";

const few = 12;
const many = readBackAlways + 20;

/** An initial cycle of so many users over so many accounts. */
async function beforeFirstCycle(users: number, accounts = 0): Promise<Setup> {
	const setup = await setUp();
	setup.target.tellsRoles = true;
	for (let index = 0; index < accounts; index += 1) setup.target.seed(`other${index}@example.com`);
	for (let index = 0; index < users; index += 1) setup.directory.put(person(`P${index}`), "User");
	return setup;
}

/** From the nth creation on, counted from 1, the target answers with an account that it does not keep. Ends the lie. */
function loseFrom({ target }: Setup, nth: number): () => void {
	const create = target.create.bind(target);
	let creations = 0;
	target.create = async (user) => {
		const account = await create(user);
		creations += 1;
		if (creations >= nth) target.accounts.delete(account.id);
		return account;
	};
	return () => {
		target.create = create;
	};
}

const afterTheLastCreation = ({ target }: Setup) =>
	target.calls.slice(target.calls.findLastIndex((call) => call.startsWith("create")) + 1);

describe("creations of an initial cycle that the target answers with success", () => {
	it.each([
		[few, 1],
		[few, 2],
		[few, few / 2],
		[few, few],
		[2, 2],
		[many, 1],
		[many, 2],
		[many, many / 2],
		[many, many],
	])(
		"are failures of the same cycle, of %i users from the %ith on, which is not kept",
		async (users, nth) => {
			const setup = await beforeFirstCycle(users);
			const { engine, target, store, entries, clock } = setup;
			const end = loseFrom(setup, nth);
			const lost = users - nth + 1;
			expect(await engine.run()).toMatchObject({
				outcome: "completed",
				created: users - lost,
				failed: lost,
				stillFailing: lost,
			});
			const escrow = await store.escrow();
			expect(escrow).toHaveLength(lost);
			for (const { sourceId, reason } of escrow) {
				expect(reason).toContain("which it does not show");
				expect(await store.link(sourceId)).toBeUndefined();
			}
			const failures = (await entries()).filter(({ status }) => status === "failure");
			expect(new Set(failures.map(({ source }) => source?.id))).toEqual(
				new Set(escrow.map(({ sourceId }) => sourceId)),
			);
			end();
			clock.advance(6 * hour);
			expect(await engine.run()).toMatchObject({ created: lost, stillFailing: 0 });
			expect(target.accounts.size).toBe(users);
		},
	);

	it("are never logged as a success of few users, if the target does not keep them", async () => {
		const setup = await beforeFirstCycle(few);
		loseFrom(setup, 5);
		await setup.engine.run();
		const entries = await setup.entries();
		expect(entries.map(({ status }) => status).sort()).toEqual([
			...Array<string>(8).fill("failure"),
			...Array<string>(4).fill("success"),
		]);
		// What the list has shown is more than an answer.
		expect(JSON.stringify(entries)).not.toContain("evidence");
	});

	it("are announced as they are answered where the log waits for the comparison, without a status", async () => {
		const setup = await beforeFirstCycle(few);
		loseFrom(setup, 5);
		let before: { announced: number; logged: number } | undefined;
		const { engine, target, events, store, entries } = setup;
		target.fate = async (call, when) => {
			if (call !== "page" || when !== "before") return;
			const logged = await store.log({ order: "ascending", limit: 100 });
			before = {
				announced: events.filter(({ type }) => type === "creationAnswered").length,
				logged: logged.length,
			};
		};
		await engine.run();
		expect(before).toEqual({ announced: few, logged: 0 });
		const announced = events.flatMap((event) => (event.type === "creationAnswered" ? [event] : []));
		expect(announced.every((event) => !("status" in event) && event.action === "Create")).toBe(true);
		expect(announced[0]?.target?.userName).toMatch(/@example\.com$/);
		const logged = (await entries()).map(({ changeId }) => changeId);
		expect(new Set(announced.map(({ changeId }) => changeId))).toEqual(new Set(logged));
	});

	it("are compared with their values, also where the account exists", async () => {
		const setup = await beforeFirstCycle(many);
		let creations = 0;
		setup.target.echoes = true;
		setup.target.applied = (asked, before): ScimUser => {
			if (before === undefined) creations += 1;
			return creations > 70 ? { ...asked, roles: [] } : asked;
		};
		expect(await setup.engine.run()).toMatchObject({ created: 70, notApplied: many - 70, failed: 0 });
		expect(await setup.store.escrow()).toHaveLength(many - 70);
	});

	it("are logged as they are made where there is room to read one of them first", async () => {
		const { engine, target, store, events } = await beforeFirstCycle(few, 1);
		const read: string[] = [];
		let logged = 0;
		target.fate = async (call, when, about) => {
			if (call === "get" && when === "before") read.push(about);
			if (call === "page" && when === "before")
				logged = (await store.log({ order: "ascending", limit: 100 })).length;
		};
		expect(await engine.run()).toMatchObject({ created: few, failed: 0 });
		expect({ read: read.length, logged }).toEqual({ read: 1, logged: few });
		expect(events.some(({ type }) => type === "creationAnswered")).toBe(false);
	});

	it("are read first whatever others ask the target meanwhile", async () => {
		const { engine, target } = await beforeFirstCycle(few, 1);
		target.fate = async (call, when) => {
			if (call !== "count" || when !== "after") return;
			for (let index = 0; index < 5; index += 1) await target.find("userName", `console${index}@example.com`);
		};
		await engine.run();
		expect(target.calls.filter((call) => call.startsWith("get"))).toHaveLength(1);
	});

	it("end the cycle early when the first that is read was not kept", async () => {
		const setup = await beforeFirstCycle(many, 1);
		loseFrom(setup, 1);
		const { created, failed, notReached } = await setup.engine.run();
		expect(created).toBe(0);
		expect(failed).toBeLessThan(many);
		expect(failed + notReached).toBe(many);
	});

	it.each([few, many])("cost one request more, for %i users", async (users) => {
		const setup = await beforeFirstCycle(users);
		await setup.engine.run();
		expect(afterTheLastCreation(setup)).toEqual(["page 1"]);
		expect(setup.target.calls.filter((call) => call.startsWith("get"))).toEqual([]);
	});

	it("are compared at the end of a large organization's list, and with its length", async () => {
		const setup = await beforeFirstCycle(40, 1990);
		await setup.engine.run();
		expect(afterTheLastCreation(setup)).toEqual(["page 1031"]);
		expect(await setup.store.escrow()).toEqual([]);
	});

	it("are named in a large organization too, where the list is shorter than it must be", async () => {
		const setup = await beforeFirstCycle(40, 1990);
		loseFrom(setup, 38);
		expect(await setup.engine.run()).toMatchObject({ created: 37, failed: 3 });
		expect((await setup.store.escrow()).map(({ sourceId }) => sourceId).sort()).toEqual([
			"source-p37",
			"source-p38",
			"source-p39",
		]);
	});

	it("count as made when somebody else deleted accounts meanwhile", async () => {
		const setup = await beforeFirstCycle(40, 1990);
		const { target, engine } = setup;
		target.fate = (call, when, about) => {
			if (call === "create" && when === "after" && about === "p39@example.com")
				for (const { id } of [...target.accounts.values()].slice(0, 5)) target.accounts.delete(id);
		};
		expect(await engine.run()).toMatchObject({ created: 40, failed: 0 });
	});

	it("count as made where the list lags behind, and the account is shown", async () => {
		const setup = await beforeFirstCycle(few);
		const { target, engine, store } = setup;
		const before = [...target.accounts.values()];
		target.page = async () => ({ total: before.length, users: before });
		target.count = async () => before.length;
		target.list = async function* () {
			yield before;
		};
		expect(await engine.run()).toMatchObject({ created: few, failed: 0 });
		expect(await store.escrow()).toEqual([]);
	});

	it("are asked for a hundred times at most where the list lags behind, and the next cycle compares all users", async () => {
		const setup = await beforeFirstCycle(many);
		const { target, engine } = setup;
		const { list, count, page } = target;
		const before = [...target.accounts.values()];
		target.page = async () => ({ total: before.length, users: before });
		target.count = async () => before.length;
		target.list = async function* () {
			yield before;
		};
		expect(await engine.run()).toMatchObject({ created: many, failed: 0 });
		expect(afterTheLastCreation(setup).filter((call) => call.startsWith("get"))).toHaveLength(readBackAlways);
		Object.assign(target, { list, count, page });
		expect(await engine.run()).toMatchObject({ kind: "initial", created: 0, failed: 0 });
		expect(await engine.run()).toMatchObject({ kind: "incremental" });
	});

	it("are not asked for one by one where neither list nor accounts show the first hundred", async () => {
		const setup = await beforeFirstCycle(many * 2);
		loseFrom(setup, 1);
		expect(await setup.engine.run()).toMatchObject({ created: 0, failed: many * 2 });
		const asked = new Set(afterTheLastCreation(setup).filter((call) => call.startsWith("get")));
		expect(asked.size).toBe(readBackAlways);
	});

	it("are found without a total as well", async () => {
		const setup = await beforeFirstCycle(40, 1990);
		const { target, engine } = setup;
		const page = target.page.bind(target);
		target.page = async (startIndex) => ({ ...(await page(startIndex)), total: null });
		loseFrom(setup, 20);
		expect(await engine.run()).toMatchObject({ created: 19, failed: 21 });
	});

	it("are found where others create accounts at the same time, as long as one page shows all", async () => {
		const setup = await beforeFirstCycle(few);
		const { target, engine } = setup;
		loseFrom(setup, 7);
		target.fate = (call, when) => {
			if (call === "create" && when === "after") target.seed(`hire${target.accounts.size}@example.com`);
		};
		expect(await engine.run()).toMatchObject({ created: 6, failed: 6 });
	});

	it("are logged when the cycle is stopped before the comparison", async () => {
		const setup = await beforeFirstCycle(few);
		setup.target.page = () => Promise.reject(new Error("never asked for"));
		const stopped = new AbortController();
		setup.target.fate = (call, when, about) => {
			if (call === "create" && when === "after" && about === "p5@example.com") stopped.abort();
		};
		const { created } = await setup.engine.run({ signal: stopped.signal });
		const entries = await setup.entries();
		expect(created).toBeGreaterThan(0);
		expect(entries.filter(({ action }) => action === "Create")).toHaveLength(created);
		expect(await setup.store.openIntents()).toEqual([]);
	});
});
