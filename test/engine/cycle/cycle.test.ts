import { describe, expect, it } from "vitest";
import { ProfileBusyError } from "../../../src/engine/recovery/lease.ts";
import { actionLabel } from "../../../src/ports/log/log-action-label.ts";
import { linkDetail } from "../../../src/ports/log/log-action-name.ts";
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
		expect((await entries())[0]?.steps.at(-1)?.details).toEqual([linkDetail.made]);
	});

	it("has its links backed up, also where it only links, and nothing after a cycle without any", async () => {
		const { engine, directory, target, backups } = await setUp();
		target.seed("ada@example.com");
		directory.put(person("Ada"), "User");
		expect(await engine.run()).toMatchObject({ created: 0, updated: 0, skipped: 1 });
		expect(backups()).toBe(1);
		expect(await engine.run()).toMatchObject({ skipped: 0 });
		expect(backups()).toBe(1);
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
