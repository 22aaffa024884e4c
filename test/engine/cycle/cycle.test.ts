import { describe, expect, it } from "vitest";
import { ProfileBusyError } from "../../../src/engine/recovery/lease.ts";
import { actionLabel } from "../../../src/ports/log/log-action-label.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

const noCounts = {
	created: 0,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
};

describe("a cycle", () => {
	it.each([-1, 1])(
		"measures durations by the monotonic clock: the wall clock may be set (%i h)",
		async (hours) => {
			const { engine, directory, target, clock, entries } = await setUp();
			directory.put(person("Ada"), "User");
			target.fate = (call, when) => {
				if (call !== "create" || when !== "before") return;
				clock.set(hours * 3_600_000);
				clock.advance(1500);
			};
			expect(await engine.run()).toMatchObject({ created: 1, seconds: 1.5 });
			expect(await entries()).toMatchObject([{ durationMs: 1500 }]);
		},
	);

	it("creates only assigned users", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada Lovelace"), "Analyst");
		directory.put(person("Bob Builder"));
		const summary = await engine.run();
		expect(summary).toMatchObject({
			...noCounts,
			created: 1,
			kind: "initial",
			outcome: "completed",
			error: null,
		});
		expect([...target.accounts.values()]).toMatchObject([
			{
				userName: "ada@example.com",
				active: true,
				name: { givenName: "Ada", familyName: "Lovelace" },
				roles: [{ value: "Analyst", primary: true }],
			},
		]);
	});

	it("asks nothing of the target when nothing changed", async () => {
		const { engine, directory } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		expect(await engine.run()).toMatchObject({ ...noCounts, kind: "incremental", requests: 0 });
	});

	it("asks nothing of the target for those who did not change, where the source can only be read in full", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		target.calls.length = 0;
		directory.change("source-bob", { surname: "Builder" });
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1, skipped: 2 });
		expect(target.calls).toEqual(["get account-2", "update bob@example.com"]);
	});

	it("sends only what changed, and logs old and new value", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		directory.change("source-ada", { surname: "King" });
		await engine.run();
		const entry = (await entries()).at(-1);
		expect(entry).toMatchObject({ action: "Update", status: "success", initiatedBy: "cycle" });
		expect(entry?.modifiedProperties).toEqual([{ name: "name.familyName", old: "Example", new: "King" }]);
		expect(entry?.steps.map(({ type }) => type)).toEqual([
			"import",
			"scoping",
			"matching",
			"processing",
			"export",
		]);
	});

	it("links an account that matches and needs no change, without a write, and says so", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		const account = target.seed("ada@example.com");
		directory.put(person("Ada"), "User");
		expect(await engine.run()).toMatchObject({ ...noCounts, skipped: 1 });
		expect(await store.link("source-ada")).toMatchObject({ targetId: account.id, state: "managed" });
		expect(target.calls.some((call) => /^(create|update)/.test(call))).toBe(false);
		expect((await entries()).map((entry) => [entry.action, actionLabel(entry)])).toEqual([
			["Other", "Link with the account ada@example.com (account-1): it has all values already."],
		]);
	});

	it("keeps the account of a user whose address changed", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		directory.change("source-ada", {
			userPrincipalName: "countess@example.com",
			mail: "countess@example.com",
		});
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1 });
		expect([...target.accounts.values()]).toMatchObject([
			{ id: "account-1", userName: "countess@example.com" },
		]);
	});

	it("disables an unassigned user once, and never touches the account again", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { hardDelete: "delete" } });
		directory.put(person("Ada"), "User");
		await engine.run();
		await directory.unassign("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, disabled: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ active: false });
		expect(await store.link("source-ada")).toMatchObject({ state: "released" });
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, requests: 0 });
		expect(target.accounts.size).toBe(1);
	});

	it("says which role the target does not have, and which user should get it", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		expect((await entries())[0]?.error).toMatchObject({
			code: "RoleNotFound",
			reason: expect.stringMatching(/Ada Example.*"Pilot"/),
			recommendedAction: expect.stringContaining('"Pilot"'),
		});
	});

	it("says that a userName is too long", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("Ada", { userPrincipalName: `${"a".repeat(60)}@example.com` }), "User");
		await engine.run();
		expect((await entries())[0]?.error).toMatchObject({
			code: "SchemaAttributeValidationFailed",
			reason: expect.stringContaining("72 characters"),
		});
	});

	it("provisions neither of two source users with one userName, and names each to the other", async () => {
		const { engine, directory, target, entries } = await setUp();
		directory.put(person("Ada"), "User");
		directory.put({ ...person("Ada Twin"), id: "source-twin" }, "User");
		expect(await engine.run()).toMatchObject({ ...noCounts, failed: 2 });
		expect(target.accounts.size).toBe(0);
		const reasons = (await entries()).map(({ error }) => error?.reason);
		expect(reasons[0]).toMatch(/Ada Example.*cannot be provisioned: Ada Twin/);
		expect(reasons[1]).toMatch(/Ada Twin.*cannot be provisioned: Ada Example/);
		directory.change("source-twin", { userPrincipalName: "twin@example.com", mail: "twin@example.com" });
		expect(await engine.run()).toMatchObject({ ...noCounts, created: 2 });
	});

	it("re-creates an account that was deleted outside sumo-provision", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		target.accounts.clear();
		directory.change("source-ada", { surname: "King" });
		expect(await engine.run()).toMatchObject({ ...noCounts, created: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ id: "account-2" });
	});

	it("plans once more when the account disappears between reading and writing", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.seed("ada@example.com", { name: { givenName: "Eve", familyName: "X" } });
		directory.put(person("Ada"), "User");
		target.fate = (call, when) => {
			if (call === "update" && when === "before") target.accounts.clear();
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, created: 1 });
		expect((await entries()).map(({ action, status }) => `${action} ${status}`)).toEqual(["Create success"]);
	});

	it("takes over an account that appeared between reading and writing", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = (call, when) => {
			if (call === "create" && when === "before") target.seed("ada@example.com");
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, skipped: 1 });
		expect(await store.link("source-ada")).toMatchObject({ targetId: "account-1" });
	});

	it("reads again and plans again, once, when the account changed between reading and writing", async () => {
		const { engine, directory, target } = await setUp();
		target.seed("ada@example.com", { name: { givenName: "Eve", familyName: "X" } });
		directory.put(person("Ada"), "User");
		let refused = 0;
		target.fate = (call, when) => {
			if (call !== "update" || when !== "before" || refused > 0) return;
			refused += 1;
			throw new ScimError("precondition-failed", "changed", { status: 412 });
		};
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1 });
	});

	it("needs at most N + M/1000 + 3 requests for N creates over M accounts", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 2500; index += 1) target.seed(`other${index}@example.com`);
		for (let index = 0; index < 40; index += 1) directory.put(person(`P${index}`), "User");
		const { requests } = await engine.run();
		expect(requests).toBeLessThanOrEqual(40 + 3 + 3);
	});

	it.each([
		[1, 10],
		[2, 10],
		[1, 5000],
		[3, 5000],
		[4, 7000],
		[10, 10_000],
		[50, 2000],
		[40, 0],
	])("needs at most N + M/1000 + 3 requests for %i creates over %i accounts", async (creates, accounts) => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		for (let index = 0; index < accounts; index += 1) target.seed(`other${index}@example.com`);
		for (let index = 0; index < creates; index += 1) directory.put(person(`P${index}`), "User");
		const bound = creates + Math.ceil(accounts / 1000) + 3;
		await engine.plan();
		expect(target.calls.length).toBeLessThanOrEqual(bound - creates);
		target.calls.length = 0;
		expect(await engine.run()).toMatchObject({ created: creates });
		expect(target.calls.length).toBeLessThanOrEqual(bound);
	});

	it("asks for each value of an attribute once when it looks up a user", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 6500; index += 1) target.seed(`other${index}@example.com`);
		directory.put(person("Ada", { mail: "countess@example.com" }), "User");
		expect(await engine.run()).toMatchObject({ created: 1 });
		expect(target.calls).toEqual([
			"find ada@example.com",
			"find countess@example.com",
			"create ada@example.com",
		]);
	});

	it("looks up each user when that needs fewer requests than the whole list", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 6500; index += 1) target.seed(`other${index}@example.com`);
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		expect(target.calls.filter((call) => call.startsWith("list"))).toEqual([]);
	});

	it("sees role changes and leavers that a delta of users does not show", async () => {
		const { engine, directory, target } = await setUp();
		directory.deltas = true;
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		await directory.assign({ id: "source-ada" }, "role-analyst");
		await directory.unassign("source-bob");
		expect(await engine.run()).toMatchObject({ ...noCounts, updated: 1, disabled: 1 });
		expect(target.named("ada@example.com")?.roles).toEqual([{ value: "Analyst", primary: true }]);
		expect(target.named("bob@example.com")).toMatchObject({ active: false });
	});

	it("does not look again at those who wait without an account while nothing about them changes", async () => {
		const { engine, directory } = await setUp();
		directory.deltas = true;
		directory.put(person("Ada", { accountEnabled: false }), "User");
		directory.put(person("Bob"), "User");
		await engine.run();
		directory.change("source-bob", { surname: "Builder" });
		await engine.run();
		expect(directory.lookUps).toBe(0);
	});

	it("starts over, with its links, when mappings or scope change", async () => {
		const { engine, directory, restart } = await setUp();
		directory.put(person("Ada", { department: "Sales" }), "User");
		await engine.run();
		const filters = [
			{ name: "IT", clauses: [{ attribute: "department", operator: "EQUALS", value: "IT" } as const] },
		];
		expect(await restart({ scope: { filters } }).run()).toMatchObject({
			...noCounts,
			kind: "initial",
			disabled: 1,
		});
	});

	it("stops at once when aborted, lets requests under way finish, and continues where it was", async () => {
		const { engine, directory, target, store, entries } = await setUp({ settings: { concurrency: 2 } });
		for (let index = 0; index < 20; index += 1) directory.put(person(`P${index}`), "User");
		const stop = new AbortController();
		target.fate = (call, when) => {
			if (call === "create" && when === "after" && target.accounts.size === 5)
				stop.abort(new Error("enough"));
		};
		const stopped = await engine.run({ signal: stop.signal });
		expect(stopped).toMatchObject({ outcome: "interrupted", error: "enough" });
		expect(stopped.created).toBe(target.accounts.size);
		expect(stopped).toMatchObject({ failed: 0, notReached: 20 - stopped.created });
		const created = (await entries()).filter(({ action }) => action === "Create");
		expect(created.length).toBe(target.accounts.size);
		expect((await entries()).slice(created.length)).toMatchObject([
			{
				action: "Cycle",
				status: "warning",
				error: null,
				steps: [
					{
						description: `The initial cycle was interrupted: enough. ${stopped.notReached} users were not reached.`,
					},
				],
			},
		]);
		expect((await store.cycles(1))[0]?.counts.notReached).toBe(stopped.notReached);
		expect(target.accounts.size).toBeLessThanOrEqual(7);
		target.fate = () => undefined;
		const ended = await engine.run();
		expect(ended.created + stopped.created).toBe(20);
		expect(ended).toMatchObject({ notReached: 0, stillFailing: 0 });
	});

	it("publishes an entry only after it is stored", async () => {
		const { engine, directory, store, events } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		const told = events.flatMap((event) => (event.type === "entry" ? event.entry : []));
		expect(told).toEqual(await store.log({ order: "ascending", limit: 10 }));
		expect(events.at(-1)?.type).toBe("cycleEnded");
	});

	it("remembers one cycle, once, that is asked for during a cycle", async () => {
		const { engine, directory, store } = await setUp();
		directory.put(person("Ada"), "User");
		const all = [engine.run(), engine.run(), engine.run()];
		expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual([
			"initial",
			"incremental",
			"incremental",
		]);
		expect(await store.cycles(10)).toHaveLength(2);
	});

	it("refuses to run while another process does, and says who", async () => {
		const { engine, directory, target, restart } = await setUp();
		directory.put(person("Ada"), "User");
		const other = restart({}, "other host, process 1");
		let seen: unknown;
		target.fate = async (call, when) => {
			if (call !== "create" || when !== "before") return;
			seen = await other.run().catch((error: unknown) => error);
		};
		await engine.run();
		expect(seen).toBeInstanceOf(ProfileBusyError);
		expect(String(seen)).toContain("test");
		expect(await other.run()).toMatchObject({ outcome: "completed" });
	});

	it("does not create a disabled user, and says so", async () => {
		const { engine, directory, entries } = await setUp();
		directory.put(person("Ada", { accountEnabled: false }), "User");
		expect(await engine.run()).toMatchObject({ ...noCounts, skipped: 1 });
		expect(await entries()).toMatchObject([{ status: "skipped", skipReason: "DisabledAtSource" }]);
	});

	it("deactivates the active account of a user disabled at the source once, and enables it with the user", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		const account = target.seed("ada@example.com");
		const ada = directory.put(person("Ada", { accountEnabled: false }), "User");
		expect((await engine.plan()).counts).toMatchObject({ disable: 1, skip: 0 });
		expect(await engine.run()).toMatchObject({ disabled: 1, created: 0 });
		expect(target.accounts.get(account.id)?.active).toBe(false);
		expect(await entries()).toMatchObject([{ action: "Disable", status: "success" }]);
		expect(await store.link(ada.id)).toMatchObject({ targetId: account.id, state: "managed" });
		directory.touch();
		expect(await engine.run()).toMatchObject({ disabled: 0, requests: 0 });
		directory.change(ada.id, { accountEnabled: true });
		expect(await engine.run()).toMatchObject({ enabled: 1 });
		expect(target.accounts.get(account.id)?.active).toBe(true);
	});

	it("has the guard judge those accounts too", async () => {
		const { engine, directory, target } = await setUp({
			settings: { deletionGuard: { enabled: true, count: 1, percent: 0 } },
		});
		for (const name of ["Ada", "Bob"]) {
			target.seed(`${name.toLowerCase()}@example.com`);
			directory.put(person(name, { accountEnabled: false }), "User");
		}
		expect(await engine.run()).toMatchObject({ disabled: 0, staged: 2 });
		expect([...target.accounts.values()].every(({ active }) => active)).toBe(true);
	});

	it("deletes the account of a user deleted for good, where the profile says so", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { hardDelete: "delete" } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ ...noCounts, deleted: 1, skipped: 2 });
		expect(target.accounts.size).toBe(2);
		expect(await store.link("source-ada")).toBeUndefined();
	});

	it("writes references last: a manager's account may be made in the same cycle", async () => {
		const manager = {
			target: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
			source: { type: "direct", attribute: "manager" },
			apply: "always",
			flowNull: false,
		} as const;
		const { engine, directory, target } = await setUp({
			mappings: { mappings: [...defaultMappings, manager] },
		});
		directory.put(person("Ada", { manager: "source-bob" }), "User");
		directory.put(person("Bob"), "User");
		await engine.run();
		const boss = target.named("bob@example.com")?.id;
		expect(JSON.stringify(target.named("ada@example.com"))).toContain(`"manager":{"value":"${boss}"}`);
	});
});
