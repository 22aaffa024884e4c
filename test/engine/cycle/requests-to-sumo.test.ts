import { expect, it } from "vitest";
import { type BehaviorChange, behaviorSchema } from "../../../src/simulator/sumo/behavior.ts";
import { person } from "../fake-directory.ts";
import { overSimulatedSumo } from "../simulated-sumo.ts";

/** An initial cycle of so many users over so many accounts of the simulated Sumo Logic, and the requests that it took. */
async function initialCycle(users: number, accounts: number, behavior: BehaviorChange = {}) {
	const { control, store, directory, engine } = await overSimulatedSumo();
	for (let index = 0; index < accounts; index += 1) {
		const userName = `other${index}@example.com`;
		control.addUser({ userName, email: userName, roles: ["User"] });
	}
	for (let index = 0; index < users; index += 1) {
		const mail = index % 3 === 0 ? `mail${index}@example.com` : `p${index}@example.com`;
		directory.put(person(`P${index}`, { mail }), index % 2 === 0 ? "Analyst" : "User");
	}
	control.behave(behaviorSchema.partial().parse(behavior));
	const summary = await engine.run();
	return { summary, store, kept: control.users().length - accounts };
}

it.each([
	[1, 1],
	[3, 1],
	[40, 0],
	[40, 1],
	[40, 999],
	[40, 1000],
	[40, 1500],
	[40, 2000],
	[300, 10],
	[300, 800],
	[1200, 10],
])(
	"an initial cycle of %i creations over %i accounts sends at most N + ⌈M/1000⌉ + 3 requests",
	async (users, accounts) => {
		const { summary } = await initialCycle(users, accounts);
		expect(summary).toMatchObject({ outcome: "completed", created: users, failed: 0, notApplied: 0 });
		expect(summary.requests).toBeLessThanOrEqual(users + Math.ceil(accounts / 1000) + 3);
	},
);

it.each<readonly [string, number, number, BehaviorChange]>([
	["the first", 0, 10, {}],
	["the second", 1, 10, {}],
	["the middle", 20, 10, {}],
	["the last", 39, 10, {}],
	["the middle, over more accounts than a page holds", 20, 1200, {}],
	["the middle, without totals", 20, 10, { omitTotal: true }],
	["the middle, without totals and with small pages", 20, 300, { omitTotal: true, largestPage: 50 }],
	["the middle, with small pages", 20, 300, { largestPage: 50 }],
	["the middle, with a total of too many", 20, 10, { totalOffBy: 1000 }],
	["the middle, with a total of too few", 20, 10, { totalOffBy: -1000 }],
	["the middle, with only the documented filter", 20, 10, { filter: "documented" }],
])(
	"creations that are not kept from %s on fail in the same cycle",
	async (_, keptCreations, accounts, more) => {
		const { summary, store, kept } = await initialCycle(40, accounts, { keptCreations, ...more });
		expect(summary).toMatchObject({ created: keptCreations, failed: 40 - keptCreations });
		expect(await store.escrow()).toHaveLength(40 - keptCreations);
		expect(kept).toBe(keptCreations);
	},
);

it.each<readonly [string, number, BehaviorChange]>([
	["without totals", 10, { omitTotal: true }],
	["without totals and with small pages", 1200, { omitTotal: true, largestPage: 100 }],
	["with small pages", 1200, { largestPage: 100 }],
	["with a total of too many", 1200, { totalOffBy: 500 }],
	["with a total of too few", 1200, { totalOffBy: -500 }],
	["with pages that overlap", 1200, { pageOverlap: 3 }],
])("creations that are kept count as made %s", async (_, accounts, behavior) => {
	const { summary } = await initialCycle(40, accounts, behavior);
	expect(summary).toMatchObject({ created: 40, failed: 0, notApplied: 0 });
});
