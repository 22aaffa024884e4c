import { describe, expect, it } from "vitest";
import { HostedJobOnError } from "../../../../src/app/hosted-job/assert-job-off.ts";
import { person } from "../../fake-directory.ts";
import { refusal } from "../../fake-target.ts";
import type { Choices } from "../../rules.ts";
import { rulesOf } from "../../rules.ts";
import { type Setup, setUp } from "../../setup.ts";

const oneByOne = { settings: { concurrency: 1 } };
const withTitle: Choices = {
	...oneByOne,
	mappings: {
		mappings: [
			...rulesOf().mappings.set.mappings,
			{
				target: "title",
				source: { type: "constant", value: "Engineer" },
				apply: "always",
				flowNull: false,
			},
		],
	},
};

/** Three assigned users; `change` happens while the account of one is created. */
async function during(
	change: (setup: Setup) => Promise<void>,
	choices: Choices = oneByOne,
	one = "ada@example.com",
) {
	const setup = await setUp(choices);
	const { directory, target } = setup;
	for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
	target.fate = async (call, when, about) => {
		if (call === "create" && when === "before" && about === one) await change(setup);
	};
	const created = () => target.calls.filter((call) => call.startsWith("create"));
	const warnings = () => setup.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
	return { ...setup, created, warnings };
}

const ofNewRules =
	"Mappings, scope or settings were changed while the cycle ran. It continues with the new ones, and compares all users.";

describe("a cycle while operators change something", () => {
	it("enables accounts from the change of the setting on, although the target refused to before", async () => {
		const trying = rulesOf({ settings: { concurrency: 1, reactivation: "try" } });
		const blocking = { settings: { concurrency: 1, reactivation: "block" } } as const;
		const { engine, target, store } = await during(({ engine: one }) => one.configure(trying), blocking);
		target.seed("bob@example.com", { active: false });
		await store.setState({ enabling: { accepted: false, since: 0 } });
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2, enabled: 1, failed: 0 });
		expect(target.named("bob@example.com")).toMatchObject({ active: true });
	});

	it("continues with changed mappings after the current user, and brings earlier users up to date", async () => {
		const { engine, target, created, warnings, entries, store } = await during(({ engine }) =>
			engine.configure(rulesOf(withTitle)),
		);
		expect(await engine.run()).toMatchObject({
			outcome: "completed",
			kind: "initial",
			created: 3,
			updated: 1,
			skipped: 0,
			failed: 0,
		});
		expect([...target.accounts.values()].map(({ title }) => title)).toEqual(Array(3).fill("Engineer"));
		expect(created()).toEqual(["create ada@example.com", "create bob@example.com", "create cid@example.com"]);
		expect(warnings()).toEqual([ofNewRules]);
		const cycles = await store.cycles(10);
		expect(cycles.map(({ outcome }) => outcome)).toEqual(["completed"]);
		const log = await entries();
		expect(new Set(log.map(({ cycleId }) => cycleId))).toEqual(new Set([cycles[0]?.id]));
		expect(log.map(({ action, source }) => [action, source?.id])).toEqual([
			["Create", "source-ada"],
			["Other", undefined],
			["Update", "source-ada"],
			["Create", "source-bob"],
			["Create", "source-cid"],
		]);
		expect(log[1]).toMatchObject({ status: "success", steps: [{ description: ofNewRules }], error: null });
		expect(await engine.run()).toMatchObject({ kind: "incremental", requests: 0 });
	});

	it("provisions nobody else who a changed scope excludes, and deactivates those it provisioned before", async () => {
		const { engine, target, created } = await during(({ engine }) =>
			engine.configure(
				rulesOf({
					...oneByOne,
					scope: {
						filters: [
							{
								name: "only Cid",
								clauses: [{ attribute: "userPrincipalName", operator: "EQUALS", value: "cid@example.com" }],
							},
						],
					},
				}),
			),
		);
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2, disabled: 1 });
		expect(created()).toEqual(["create ada@example.com", "create cid@example.com"]);
		expect(target.named("ada@example.com")?.active).toBe(false);
	});

	it("sees between two users what another process saved, however quickly the users follow each other", async () => {
		let save = () => Promise.resolve();
		const setup = await setUp(oneByOne, { refresh: () => save() });
		const { engine, directory, target } = setup;
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		target.fate = async (call, when, about) => {
			if (call !== "create" || when !== "before" || about !== "ada@example.com") return;
			save = () => engine.configure(rulesOf(withTitle));
		};
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 3, updated: 1 });
		expect((await setup.entries()).map(({ action, source }) => [action, source?.id])).toEqual([
			["Create", "source-ada"],
			["Other", undefined],
			["Update", "source-ada"],
			["Create", "source-bob"],
			["Create", "source-cid"],
		]);
	});

	it("continues without another pass when only what it does not plan by was changed", async () => {
		const { engine, warnings, entries } = await during(({ engine }) =>
			engine.configure(rulesOf({ settings: { concurrency: 1, intervalMinutes: 60 } })),
		);
		expect(await engine.run()).toMatchObject({ created: 3, outcome: "completed" });
		expect(warnings()).toEqual([]);
		expect(await entries()).toHaveLength(3);
	});

	it("compares all users in the next cycle when rules change too late for this one", async () => {
		const change = ({ engine }: Setup) => engine.configure(rulesOf(withTitle));
		const { engine, target } = await during(change, oneByOne, "cid@example.com");
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 3, updated: 0 });
		expect(await engine.run()).toMatchObject({ kind: "initial", updated: 3 });
		expect([...target.accounts.values()].map(({ title }) => title)).toEqual(Array(3).fill("Engineer"));
	});

	it("counts a user who failed by the old rules and succeeds by the new ones as created", async () => {
		let isFirst = true;
		const { engine, warnings } = await during(async ({ engine }) => {
			if (!isFirst) return;
			isFirst = false;
			await engine.configure(rulesOf(withTitle));
			throw refusal("invalid", 400, "role with name 'User' does not exist");
		});
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 3, failed: 0 });
		expect(warnings()).toEqual([ofNewRules]);
	});

	it("stops after the current user when another process switches provisioning Off", async () => {
		const { engine, created, store } = await during(async ({ store, clock }) => {
			await store.setState({ enabled: false });
			clock.leap(1_000);
		});
		await store.setState({ enabled: true });
		expect(await engine.run()).toMatchObject({
			outcome: "interrupted",
			error: "The cycle was stopped: provisioning was switched Off.",
			created: 1,
		});
		expect(created()).toEqual(["create ada@example.com"]);
	});

	it("stops after the current user when something else begins to provision the application", async () => {
		let isAlone = true;
		const alone = async () => {
			if (!isAlone) throw new HostedJobOnError("The cycle was stopped: Entra's own job provisions.");
		};
		const setup = await setUp(oneByOne, { assertStillAlone: alone });
		const { engine, directory, target, clock } = setup;
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		target.fate = async (call, when, about) => {
			if (call !== "create" || when !== "before" || about !== "ada@example.com") return;
			isAlone = false;
			clock.advance(20_000);
		};
		expect(await engine.run()).toMatchObject({
			outcome: "failed",
			error: "The cycle was stopped: Entra's own job provisions.",
			remedy: { type: "pause-hosted-job" },
			created: 1,
		});
		isAlone = true;
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2 });
	});

	it("sends nothing more when that begins while a write waits for its turn", async () => {
		let isAlone = true;
		const alone = async () => {
			if (!isAlone) throw new HostedJobOnError("The cycle was stopped: Entra's own job provisions.");
		};
		const setup = await setUp({}, { assertStillAlone: alone });
		const { engine, directory, target, store, clock } = setup;
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		let waiting = 0;
		target.waiting = () => {
			waiting += 1;
			if (waiting !== 2) return;
			isAlone = false;
			clock.advance(20_000);
		};
		expect(await engine.run()).toMatchObject({
			outcome: "failed",
			error: "The cycle was stopped: Entra's own job provisions.",
			remedy: { type: "pause-hosted-job" },
			created: target.accounts.size,
		});
		expect(target.accounts.size).toBeLessThan(2);
		expect(await store.openIntents()).toEqual([]);
		expect(await store.escrow()).toEqual([]);
		target.waiting = () => undefined;
		isAlone = true;
		expect(await engine.run()).toMatchObject({ outcome: "completed" });
		expect(target.accounts.size).toBe(3);
	});

	it("sends held-back changes that another process allows while the cycle runs", async () => {
		const guard = { settings: { concurrency: 1, deletionGuard: { enabled: true, count: 1, percent: 0 } } };
		const setup = await setUp(guard);
		const { engine, directory, target, store } = setup;
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		for (const name of ["Ada", "Bob"]) await directory.unassign(person(name).id);
		expect(await engine.run()).toMatchObject({ staged: 2, disabled: 0 });
		directory.change("source-cid", { surname: "Changed" });
		target.fate = async (call, when) => {
			const { stagedDeletions } = await store.state();
			if (call === "update" && when === "before" && stagedDeletions !== null)
				await store.setState({ allowedDeletions: stagedDeletions.hash });
		};
		expect(await engine.run()).toMatchObject({ staged: 0, disabled: 2, updated: 1 });
		expect((await store.state()).allowedDeletions).toBeNull();
	});
});
