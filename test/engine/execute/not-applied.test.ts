import { describe, expect, it } from "vitest";
import type { ScimUser } from "../../../src/scim/resource.ts";
import { sumoDialect } from "../../../src/sumo/dialect.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import type { FakeTarget } from "../fake-target.ts";
import { dieAt } from "../recovery/interrupted.ts";
import type { Choices } from "../rules.ts";
import { type Setup, setUp } from "../setup.ts";

const emails = 'emails[type eq "work"].value';

/** Keeps addresses as they are, as people report of Sumo Logic; a new account gets its userName as address. */
function keepsAddresses(asked: ScimUser, before: ScimUser | undefined): ScimUser {
	const kept = before?.emails ?? [{ value: asked.userName, type: "work", primary: true }];
	return { ...asked, emails: kept };
}

/** Answers to a change, and that many reads after it, show the account as it was before. */
function showsLater(target: FakeTarget, reads: number): void {
	const update = target.update.bind(target);
	const get = target.get.bind(target);
	let old: ScimUser | undefined;
	let left = 0;
	target.update = async (present, operations) => {
		const before = target.accounts.get(present.id);
		const changed = await update(present, operations);
		old = before;
		left = reads;
		return before ?? changed;
	};
	target.get = async (id) => (left-- > 0 ? old : get(id));
}

/** Ada has an account; then the target stops applying changes of addresses. */
async function withAda(choices: Choices = {}): Promise<Setup> {
	const setup = await setUp(choices);
	setup.directory.put(person("Ada"), "User");
	expect(await setup.engine.run()).toMatchObject({ created: 1 });
	setup.target.applied = keepsAddresses;
	return setup;
}

const workAddress = 'emails[type eq "work"].value';

describe("a change that the target answers with success without applying it", () => {
	it("says to remove blanks that the target removes", async () => {
		const { engine, directory, target, entries } = await withAda();
		target.applied = (asked) =>
			JSON.parse(JSON.stringify(asked), (_, value) => (typeof value === "string" ? value.trim() : value));
		directory.change("source-ada", { surname: "King " });
		expect(await engine.run()).toMatchObject({ notApplied: 1 });
		expect((await entries()).at(-1)?.error?.recommendedAction).toContain("Trim");
	});

	it("is a warning with the old and the sent value, and only what was applied is logged as changed", async () => {
		const { engine, directory, target, store, entries } = await withAda();
		directory.change("source-ada", { mail: "countess@example.com", surname: "King" });
		expect(await engine.run()).toMatchObject({ updated: 0, failed: 0, notApplied: 1, outcome: "completed" });
		const entry = (await entries()).at(-1);
		expect(entry).toMatchObject({
			action: "Update",
			status: "warning",
			modifiedProperties: [{ name: "name.familyName", new: "King" }],
			error: {
				code: "AcceptedButNotApplied",
				reason: expect.stringContaining(
					`accepted but not applied: ${emails} (ada@example.com → countess@example.com)`,
				),
			},
		});
		expect(entry?.steps.at(-1)).toMatchObject({
			type: "export",
			status: "warning",
			description: expect.stringContaining(`accepted but not applied: ${emails}`),
		});
		expect(target.named("ada@example.com")).toMatchObject({ name: { familyName: "King" } });
		expect(await store.escrow()).toMatchObject([{ code: "AcceptedButNotApplied", attempts: 1 }]);
	});

	it.each([
		[1, "success"],
		[2, "success"],
		[3, "warning"],
	] as const)(
		"is one only if the account does not show it a few seconds later (%i old reads)",
		async (reads, status) => {
			const { engine, directory, target, store, entries } = await withAda();
			target.applied = (asked) => asked;
			showsLater(target, reads);
			directory.change("source-ada", { surname: "King" });
			await engine.run();
			expect((await entries()).at(-1)).toMatchObject({ action: "Update", status });
			expect(await store.escrow()).toHaveLength(status === "success" ? 0 : 1);
			expect(target.named("ada@example.com")).toMatchObject({ name: { familyName: "King" } });
		},
	);

	it("is retried by the rule for failures, and done when the account shows it", async () => {
		const { engine, directory, target, clock, store, entries } = await withAda();
		directory.change("source-ada", { mail: "countess@example.com" });
		await engine.run();
		const { fingerprint } = (await store.link("source-ada")) ?? {};
		target.calls.length = 0;
		expect(await engine.run()).toMatchObject({ notApplied: 0, requests: 0 });
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ notApplied: 1 });
		expect(await store.escrow()).toMatchObject([{ attempts: 2, nextAttempt: clock.now() + 12 * hour }]);
		target.applied = (asked) => asked;
		clock.advance(12 * hour);
		expect(await engine.run()).toMatchObject({ updated: 1, notApplied: 0 });
		expect(await store.escrow()).toEqual([]);
		expect((await store.link("source-ada"))?.fingerprint).not.toBe(fingerprint);
		expect((await entries()).map(({ status }) => status)).toEqual([
			"success",
			"warning",
			"skipped",
			"warning",
			"success",
		]);
	});

	it("is done when the target applies it later by itself", async () => {
		const { engine, directory, target, clock, store } = await withAda();
		directory.change("source-ada", { mail: "countess@example.com" });
		await engine.run();
		const account = target.named("ada@example.com");
		if (account) target.accounts.set(account.id, { ...account, emails: [{ value: "countess@example.com" }] });
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ updated: 0, notApplied: 0, failed: 0 });
		expect(await store.escrow()).toEqual([]);
	});

	it("is noticed in a creation as well, and the account is linked", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		target.applied = keepsAddresses;
		directory.put(person("Ada", { mail: "countess@example.com" }), "Analyst");
		expect(await engine.run()).toMatchObject({ created: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			action: "Create",
			status: "warning",
			error: { reason: expect.stringContaining(`${emails} (empty → countess@example.com)`) },
		});
		const names = (await entries()).at(-1)?.modifiedProperties.map(({ name }) => name) ?? [];
		expect(names).toContain("userName");
		expect(names).not.toContain(emails);
		expect(await store.link("source-ada")).toMatchObject({ targetId: "account-1", state: "managed" });
	});

	it("keeps the account of an unassigned user managed while it is still active", async () => {
		const { engine, directory, target, clock, store, entries } = await withAda();
		target.applied = (asked) => ({ ...asked, active: true });
		await directory.unassign("source-ada");
		expect(await engine.run()).toMatchObject({ disabled: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			action: "Disable",
			status: "warning",
			modifiedProperties: [],
			error: { reason: expect.stringContaining("active (True → False)") },
		});
		expect(await store.link("source-ada")).toMatchObject({ state: "managed" });
		target.applied = (asked) => asked;
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ disabled: 1 });
		expect(await store.link("source-ada")).toMatchObject({ state: "released" });
	});

	it("hides values wrapped in Redact, and compares them all the same", async () => {
		const mail = {
			target: emails,
			source: { type: "expression", expression: "Redact([mail])" },
			apply: "always",
			flowNull: false,
		} as const;
		const mappings = [...defaultMappings.filter(({ target }) => target !== emails), mail];
		const { engine, directory, entries } = await withAda({ mappings: { mappings } });
		directory.change("source-ada", { mail: "countess@example.com" });
		expect(await engine.run()).toMatchObject({ notApplied: 1 });
		expect(JSON.stringify(await entries())).not.toContain("countess@");
		expect((await entries()).at(-1)?.error?.reason).toContain(`${emails} ([Redact] → [Redact])`);
	});

	it.each<[string, (asked: ScimUser) => ScimUser]>([
		["the case of an address", (asked) => ({ ...asked, emails: [{ value: "COUNTESS@Example.com" }] })],
		[
			"another type of address, and more elements",
			(asked) => ({ ...asked, emails: [{ value: "countess@example.com", type: "other" }] }),
		],
		["roles as text", (asked) => ({ ...asked, roles: ["Analyst"] })],
		["an attribute that the target does not document", ({ title: _, ...asked }) => asked],
	])("is not concluded from what the target may do: %s", async (_, applied) => {
		const title = {
			target: "title",
			source: { type: "direct", attribute: "jobTitle" },
			apply: "always",
			flowNull: false,
		} as const;
		const { engine, directory, target, entries } = await withAda({
			mappings: { mappings: [...defaultMappings, title] },
		});
		target.applied = applied;
		directory.change("source-ada", { mail: "countess@example.com", jobTitle: "Countess" });
		await directory.assign({ id: "source-ada" }, "role-analyst");
		expect(await engine.run()).toMatchObject({ updated: 1, notApplied: 0 });
		expect((await entries()).at(-1)).toMatchObject({ status: "success", error: null });
		expect(sumoDialect.attributes.find(({ name }) => name === "title")?.documented).toBe(false);
	});

	it("is concluded only after the account was read again: an answer can be old", async () => {
		const { engine, directory, target } = await withAda();
		target.applied = (asked) => asked;
		directory.change("source-ada", { mail: "countess@example.com" });
		const update = target.update.bind(target);
		target.update = async (present, operations) => {
			await update(present, operations);
			return present;
		};
		expect(await engine.run()).toMatchObject({ updated: 1, notApplied: 0 });
		expect(target.calls.at(-1)).toBe("get account-1");
	});

	it("does not bring a quarantine, however many users it concerns", async () => {
		const { engine, directory, target } = await setUp();
		for (let index = 0; index < 60; index += 1) directory.put(person(`P${index}`), "User");
		await engine.run();
		target.applied = keepsAddresses;
		for (let index = 0; index < 60; index += 1)
			directory.change(`source-p${index}`, { mail: `new${index}@example.com` });
		expect(await engine.run()).toMatchObject({ outcome: "completed", notApplied: 60 });
	});

	it("settles to the same truth when the process died after the request", async () => {
		const setup = await withAda();
		const { directory, store, entries } = setup;
		directory.change("source-ada", { mail: "countess@example.com", surname: "King" });
		await dieAt(setup, "update", "after");
		directory.touch();
		await setup.restart().run();
		expect(await store.openIntents()).toEqual([]);
		expect((await entries()).slice(1)).toMatchObject([
			{
				action: "Update",
				status: "warning",
				modifiedProperties: [{ name: "name.familyName" }],
				error: { code: "AcceptedButNotApplied" },
			},
			{ status: "skipped", skipReason: "InEscrow" },
		]);
		expect(await store.escrow()).toMatchObject([
			{ code: "AcceptedButNotApplied", displayName: "Ada Example" },
		]);
	});

	it("shows in a drift check as what it is, until it is repaired or applied", async () => {
		const { engine, directory, target, entries } = await withAda();
		directory.change("source-ada", { mail: "countess@example.com" });
		await engine.run();
		const report = await engine.drift({ repair: false, initiatedBy: "ada" });
		expect(report.found).toMatchObject([
			{ kind: "notApplied", outcome: "found", changes: [{ old: "ada@example.com" }] },
		]);
		const words = JSON.stringify((await entries()).at(-1)?.steps);
		expect(words).toContain("accepted but not applied");
		expect(words).not.toContain("changed in the target");
		target.applied = (asked) => asked;
		const repaired = await engine.drift({ repair: true, initiatedBy: "ada" });
		expect(repaired.found).toMatchObject([{ kind: "notApplied", outcome: "repaired" }]);
		expect(await engine.escrow()).toEqual([]);
	});

	it("shows in a drift check beside what someone else changed in the account", async () => {
		const { engine, directory, target } = await withAda();
		directory.change("source-ada", { mail: "countess@example.com" });
		await engine.run();
		const ada = target.named("ada@example.com");
		if (ada === undefined) throw new Error("Ada has no account.");
		target.accounts.set(ada.id, { ...ada, name: { givenName: "Ada", familyName: "Hacked" } });
		for (let check = 0; check < 2; check += 1) {
			const report = await engine.drift({ repair: false, initiatedBy: "ada" });
			expect(report.found).toMatchObject([{ kind: "changed", notApplied: [workAddress] }]);
			expect(report.found[0]?.changes.map(({ name }) => name)).toContain("name.familyName");
		}
		const moved = [{ value: "elsewhere@example.com", type: "work", primary: true }];
		target.accounts.set(ada.id, { ...ada, emails: moved });
		const { found } = await engine.drift({ repair: false, initiatedBy: "ada" });
		expect(found).toMatchObject([{ kind: "changed", notApplied: [] }]);
	});
});

describe("an account that is created again by hand", () => {
	it("is a warning when the target does not show its roles", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com", { active: false, roles: [{ value: "Analyst", primary: true }] });
		const byHand = { operator: "grace", removal: null };
		const ada = { targetId: "account-1", userName: "ada@example.com", assignedAgain: null };
		await engine.deleteAccount(ada, { kind: "to-caller" }, byHand);
		const [snapshot] = await store.snapshots();
		target.applied = (asked) => ({ ...asked, roles: [{ value: "User", primary: true }] });
		expect(await engine.recreate(snapshot?.id ?? "", byHand)).toMatchObject({
			action: "Create",
			status: "warning",
			modifiedProperties: [{ name: "userName" }],
			error: {
				code: "AcceptedButNotApplied",
				reason: expect.stringContaining("roles (empty → Analyst)"),
			},
		});
	});
});

describe("an enable after which the account is still deactivated", () => {
	it("is a failure, and what was applied of it is logged as a success", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.reactivation = "ignore";
		directory.put(person("Ada"), "Analyst");
		expect(await engine.run()).toMatchObject({ enabled: 0, failed: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ active: false, roles: [{ value: "Analyst" }] });
		expect(await entries()).toMatchObject([
			{
				action: "Update",
				status: "success",
				modifiedProperties: [{ name: 'roles[primary eq "True"].value', old: "User", new: "Analyst" }],
			},
			{ action: "Enable", status: "failure", error: { code: "BlockedByDeactivatedAccount" } },
		]);
	});
});
