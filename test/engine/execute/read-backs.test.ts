import { describe, expect, it } from "vitest";
import { creationsPerSample, ReadBacks } from "../../../src/engine/execute/read-backs.ts";
import type { Write } from "../../../src/engine/plan/action/desired-state.ts";
import type { Arrival } from "../../../src/engine/recovery/what-arrived.ts";
import { userSchema } from "../../../src/scim/resource.ts";
import { sumoDialect } from "../../../src/sumo/dialect.ts";
import { FakeClock } from "../fake-clock.ts";

const initial = (clock = new FakeClock(), mayRead = true) =>
	new ReadBacks(sumoDialect, { clock, mayRead: () => mayRead });

function creation(role = "User", address = "ada@example.com"): Write {
	const user = {
		schemas: [userSchema],
		userName: "ada@example.com",
		emails: [{ value: address }],
		roles: [{ value: role }],
	};
	return { type: "create", source: null, target: null, changes: [], sets: [], steps: [], user };
}

/** What a comparison finds. */
function arrival(evidence: Arrival["evidence"], isContradicted = false): Arrival {
	const account = { id: "1", userName: "ada@example.com", active: true };
	return { account, missing: [], evidence, isContradicted };
}

/** Makes the creations at the same time, and gives the places of those that were read, counted from 0. */
async function readOf(readBacks: ReadBacks, creations: readonly Write[], isLie = false) {
	const read: number[] = [];
	const made = creations.map(async (action, place) => {
		await readBacks.sent(action, async () => undefined);
		await readBacks.judge(action, async (isReadBack) => {
			if (isReadBack) read.push(place);
			return arrival(isReadBack ? "account" : "answer", isReadBack && isLie);
		});
	});
	await Promise.all(made);
	return read;
}

const many = (count: number) => Array.from({ length: count }, () => creation());

describe("the creations that are read back", () => {
	it("wait only a moment for one that is not answered", async () => {
		const clock = new FakeClock();
		const readBacks = initial(clock);
		const hanging = Promise.withResolvers<void>();
		const read: string[] = [];
		const make = async (name: string, action: Write, answer?: Promise<void>) => {
			await readBacks.sent(action, async () => answer);
			await readBacks.judge(action, async (isReadBack) => {
				if (isReadBack) read.push(name);
				return arrival(isReadBack ? "account" : "answer");
			});
		};
		const hung = make("hung", creation("Analyst"), hanging.promise);
		const others = [make("first", creation()), make("second", creation("Analyst"))];
		await clock.asleep();
		expect(read).toEqual([]);
		clock.advance(1_500);
		await Promise.all(others);
		expect(read).toEqual(["second"]);
		hanging.resolve();
		await hung;
		expect(read).toEqual(["second"]);
	});

	it("are one of an initial cycle, since the others are compared at its end", async () => {
		const readBacks = initial();
		expect(await readOf(readBacks, many(3 * creationsPerSample))).toEqual([0]);
		expect(readBacks.isTrustMisplaced).toBe(false);
	});

	it("are none of an initial cycle without room for one", async () => {
		const readBacks = initial(new FakeClock(), false);
		expect(await readOf(readBacks, [...many(3), creation("Analyst")])).toEqual([]);
	});

	it("are the first hundred of another run, and each thousandth", async () => {
		const read = await readOf(new ReadBacks(sumoDialect), many(2 * creationsPerSample + 1));
		expect(read).toEqual([...Array(100).keys(), creationsPerSample, 2 * creationsPerSample]);
	});

	it.each([
		["roles", creation("Analyst")],
		["an address", creation("User", "countess@example.com")],
	])(
		"are, of those sent at the same time, one with %s that no target gives by default",
		async (_, special) => {
			expect(await readOf(initial(), [creation(), creation(), special, creation()])).toEqual([2]);
		},
	);

	it.each([
		["roles", creation("Analyst")],
		["an address", creation("User", "countess@example.com")],
	])(
		"are also the first with %s that no target gives by default, when it comes later",
		async (_, special) => {
			const readBacks = initial();
			expect(await readOf(readBacks, many(5))).toEqual([0]);
			expect(await readOf(readBacks, [creation(), special, special])).toEqual([1]);
			expect(await readOf(readBacks, [special, creation()])).toEqual([]);
		},
	);

	it("are waited for by those with the same features, and by no others", async () => {
		const readBacks = initial();
		await readOf(readBacks, [creation()]);
		const reading = Promise.withResolvers<Arrival>();
		const done: string[] = [];
		const judge = async (name: string, action: Write) => {
			await readBacks.judge(action, async (isReadBack) => (isReadBack ? reading.promise : arrival("answer")));
			done.push(name);
		};
		const both = creation("Analyst", "countess@example.com");
		const held = [judge("first with roles and address", both), judge("with roles", creation("Analyst"))];
		await judge("plain", creation());
		expect(done).toEqual(["plain"]);
		reading.resolve(arrival("account"));
		await Promise.all(held);
		expect(done).toEqual(["plain", "first with roles and address", "with roles"]);
	});

	it("are all once the first is not as it was answered", async () => {
		const readBacks = initial();
		expect(await readOf(readBacks, [creation(), creation("Analyst"), creation()], true)).toEqual([1, 0, 2]);
		expect(await readOf(readBacks, many(2))).toEqual([0, 1]);
		expect(readBacks.isTrustMisplaced).toBe(false);
	});

	it("are all after the first could not be compared", async () => {
		const readBacks = initial();
		await readBacks.sent(creation(), async () => undefined);
		const failed = readBacks.judge(creation(), () => Promise.reject(new Error("another account")));
		await expect(failed).rejects.toThrow("another account");
		expect(await readOf(readBacks, many(3))).toEqual([0, 1, 2]);
	});

	it("do not wait for a creation that was refused", async () => {
		const readBacks = initial();
		const refused = readBacks.sent(creation(), () => Promise.reject(new Error("409")));
		const read = readOf(readBacks, many(2));
		await expect(refused).rejects.toThrow("409");
		expect(await read).toEqual([0]);
	});

	it("show that others were trusted without reason when a later one is not as it was answered", async () => {
		const readBacks = initial();
		await readOf(readBacks, many(5));
		await readOf(readBacks, [creation("Analyst")], true);
		expect(readBacks.isTrustMisplaced).toBe(true);
	});
});
