import { describe, expect, it } from "vitest";
import { readBackAlways } from "../../../src/engine/execute/read-backs.ts";
import type { ScimUser } from "../../../src/scim/resource.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { type Setup, setUp } from "../setup.ts";

const emails = 'emails[type eq "work"].value';
const show = { repair: false, initiatedBy: "grace" } as const;

function keepsAddresses(asked: ScimUser, before: ScimUser | undefined): ScimUser {
	return { ...asked, emails: before?.emails ?? [{ value: asked.userName, type: "work", primary: true }] };
}

/** Users with an account; then the target answers updates with the new address and keeps the old one. */
async function withUsers(...names: readonly string[]): Promise<Setup> {
	const setup = await setUp();
	for (const name of names) setup.directory.put(person(name), "User");
	expect(await setup.engine.run()).toMatchObject({ created: names.length });
	setup.target.applied = keepsAddresses;
	setup.target.echoes = true;
	return setup;
}

const statuses = async ({ entries }: Setup) =>
	(await entries()).map(({ action, status }) => `${action} ${status}`);

describe("a change that the target shows only in its answer", () => {
	it("is a warning at once: the account is read after an update", async () => {
		const setup = await withUsers("Ada");
		const { engine, directory, entries, store } = setup;
		directory.change("source-ada", { mail: "countess@example.com", surname: "King" });
		expect(await engine.run()).toMatchObject({ updated: 0, failed: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			status: "warning",
			modifiedProperties: [{ name: "name.familyName", new: "King" }],
			error: { code: "AcceptedButNotApplied", notApplied: [{ name: emails }] },
		});
		expect(await store.escrow()).toMatchObject([{ code: "AcceptedButNotApplied" }]);
	});

	it("is a warning also for one of very many updates, once a read has shown that the target does so", async () => {
		const names = Array.from({ length: readBackAlways + 5 }, (_, index) => `P${index}`);
		const { engine, directory, store } = await withUsers(...names);
		for (const name of names)
			directory.change(`source-${name.toLowerCase()}`, { mail: `${name}@new.example` });
		expect(await engine.run()).toMatchObject({ updated: 0, notApplied: names.length });
		expect(await store.escrow()).toHaveLength(names.length);
	});

	it("costs at most a hundred more requests while the target is honest", async () => {
		const setup = await setUp();
		const { engine, directory, target } = setup;
		const names = Array.from({ length: readBackAlways + 50 }, (_, index) => `P${index}`);
		for (const name of names) directory.put(person(name), "User");
		await engine.run();
		for (const name of names) directory.change(`source-${name.toLowerCase()}`, { surname: "King" });
		target.calls.length = 0;
		expect(await engine.run()).toMatchObject({ updated: names.length });
		expect(target.calls.filter((call) => call.startsWith("get"))).toHaveLength(readBackAlways);
	});

	it("is found by the next comparison when it could not be read, and is then an open matter until the account shows it", async () => {
		const setup = await withUsers("Ada");
		const { engine, directory, target, entries, clock, store } = setup;
		directory.change("source-ada", { mail: "countess@example.com" });
		let updated = false;
		target.fate = (call) => {
			if (call === "update") updated = true;
			if (call === "get" && updated) throw refusal("forbidden", 403, "You may not read users");
		};
		expect(await engine.run()).toMatchObject({ updated: 1, notApplied: 0 });
		expect((await entries()).at(-1)?.steps.at(-1)).toMatchObject({
			details: [{ name: "evidence", value: "answer" }],
		});
		target.fate = () => undefined;
		const { found } = await engine.drift(show);
		expect(found).toMatchObject([{ kind: "notApplied", notApplied: [emails] }]);
		expect((await entries()).at(-1)).toMatchObject({ error: { code: "AcceptedButNotApplied" } });
		expect(await store.escrow()).toMatchObject([{ code: "AcceptedButNotApplied", attempts: 1 }]);
		expect((await engine.drift(show)).found).toMatchObject([{ kind: "notApplied", entry: null }]);
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ notApplied: 1 });
		target.applied = (asked) => asked;
		clock.advance(12 * hour);
		expect(await engine.run()).toMatchObject({ updated: 1 });
		expect(await store.escrow()).toEqual([]);
		expect((await engine.drift(show)).found).toEqual([]);
	});

	it("is found in a creation by the next comparison, while the account has not been changed since", async () => {
		const setup = await setUp();
		const { engine, directory, target, store } = setup;
		const meta = { created: "2026-01-01T00:00:00Z", lastModified: "2026-01-01T00:00:00Z" };
		target.applied = (asked) => ({ ...keepsAddresses(asked, undefined), meta });
		target.echoes = true;
		target.fate = (call) => {
			if (call === "get") throw refusal("forbidden", 403, "You may not read users");
		};
		directory.put(person("Ada", { mail: "countess@example.com" }), "User");
		directory.put(person("Bob", { mail: "builder@example.com" }), "User");
		expect(await engine.run()).toMatchObject({ created: 2 });
		target.fate = () => undefined;
		const bob = target.named("bob@example.com");
		if (bob) target.accounts.set(bob.id, { ...bob, meta: { ...meta, lastModified: "2026-01-02T00:00:00Z" } });
		const { found } = await engine.drift(show);
		expect(found.map(({ kind, source }) => `${source?.userName} ${kind}`)).toEqual([
			"ada@example.com notApplied",
			"bob@example.com changed",
		]);
		expect(await store.escrow()).toMatchObject([{ sourceId: "source-ada" }]);
	});

	it("is not what happened when someone undoes a change that a comparison has seen", async () => {
		const setup = await withUsers("Ada");
		const { engine, directory, target, clock } = setup;
		target.applied = (asked) => asked;
		const before = target.named("ada@example.com");
		let updated = false;
		target.fate = (call) => {
			if (call === "update") updated = true;
			if (call === "get" && updated) throw refusal("forbidden", 403, "You may not read users");
		};
		directory.change("source-ada", { mail: "countess@example.com" });
		await engine.run();
		target.fate = () => undefined;
		clock.advance(hour);
		expect((await engine.drift(show)).found).toEqual([]);
		if (before) target.accounts.set(before.id, before);
		expect((await engine.drift(show)).found).toMatchObject([{ kind: "changed", notApplied: [] }]);
	});

	it.each(["initial", "incremental"])(
		"is a failure when new accounts do not exist (%s cycle)",
		async (kind) => {
			const setup = await withUsers("Ada");
			const { engine, directory, target, store } = setup;
			if (kind === "initial") await engine.restart({ full: false });
			const create = target.create.bind(target);
			target.create = async (user) => {
				const account = await create(user);
				target.accounts.delete(account.id);
				return account;
			};
			for (const name of ["Bob", "Cid", "Dee"]) directory.put(person(name), "User");
			expect(await engine.run()).toMatchObject({ created: 0, failed: 3 });
			expect(await store.link("source-bob")).toBeUndefined();
			for (const { reason } of await store.escrow()) expect(reason).toContain("which it does not show");
		},
	);

	it("is a warning for each creation of an initial cycle, found at its end", async () => {
		const setup = await setUp();
		const { engine, directory, target, store, entries } = setup;
		target.applied = keepsAddresses;
		target.echoes = true;
		for (const name of ["Ada", "Bob", "Cid"])
			directory.put(person(name, { mail: `countess.${name}@example.com` }), "User");
		expect(await engine.run()).toMatchObject({ created: 0, failed: 0, notApplied: 3, kind: "initial" });
		expect(await store.escrow()).toHaveLength(3);
		for (const { error } of await entries()) expect(error).toMatchObject({ code: "AcceptedButNotApplied" });
		expect(await engine.run()).toMatchObject({ kind: "incremental" });
	});

	it("links no user of an initial cycle to an account without a user", async () => {
		const setup = await setUp();
		const { engine, directory, target, store } = setup;
		const admin = target.seed("admin@example.com");
		const create = target.create.bind(target);
		target.create = async (user) => {
			const account = await create(user);
			return user.userName.startsWith("cid") ? { ...account, id: admin.id } : account;
		};
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		expect(await engine.run()).toMatchObject({ created: 3, kind: "initial" });
		// The account that was made after all is found by its userName.
		expect(await store.link("source-cid")).toMatchObject({ targetId: target.named("cid@example.com")?.id });
		expect(target.accounts.get(admin.id)).toEqual(admin);
	});

	it.each(["initial", "incremental"])("links no user to the account of another (%s cycle)", async (kind) => {
		const setup = await withUsers("Ada");
		const { engine, directory, target, store } = setup;
		if (kind === "initial") await engine.restart({ full: false });
		const ada = target.named("ada@example.com");
		const create = target.create.bind(target);
		target.create = async (user) => {
			const account = await create(user);
			if (user.userName.startsWith("bob")) target.accounts.delete(account.id);
			return { ...account, id: ada?.id ?? "" };
		};
		directory.put(person("Bob"), "User");
		directory.put(person("Cid"), "User");
		expect(await engine.run()).toMatchObject({ created: 1, failed: 1 });
		expect(await store.link("source-bob")).toBeUndefined();
		expect(await store.link("source-cid")).toMatchObject({ targetId: target.named("cid@example.com")?.id });
		expect((await store.escrow())[0]?.reason).toContain("Ada Example");
	});

	it("is not taken for a new account when it shows another one", async () => {
		const setup = await withUsers("Ada");
		const { engine, directory, target, store } = setup;
		const admin = target.seed("admin@example.com");
		const create = target.create.bind(target);
		target.create = async (user) => {
			const account = await create(user);
			target.accounts.delete(account.id);
			return { ...account, id: admin.id };
		};
		directory.put(person("Bob"), "User");
		expect(await engine.run()).toMatchObject({ created: 0, failed: 1 });
		expect(await store.link("source-bob")).toBeUndefined();
		expect((await store.escrow())[0]?.reason).toContain("which is that of admin@example.com");
	});

	it.each([
		["active", { active: false }, /active \(False → True\)/],
		["the roles", { roles: [] }, /roles.* \(empty → User\)/],
		[
			"the address",
			{ emails: [{ value: "old@example.com", type: "work" }] },
			/emails.* \(old@example.com → ada@example.com\)/,
		],
		["the given name", { name: { familyName: "King" } }, /name.givenName \(empty → Ada\)/],
		[
			"the userName",
			{ userName: "ada.king@example.com" },
			/userName \(ada.king@example.com → ada@example.com\)/,
		],
	])("is a warning when an update of something else changes %s", async (_, taken, words) => {
		const setup = await withUsers("Ada");
		const { engine, directory, target, entries, clock, store } = setup;
		target.applied = (asked) => ({ ...asked, ...taken });
		directory.change("source-ada", { surname: "King" });
		expect(await engine.run()).toMatchObject({ updated: 0, notApplied: 1 });
		expect((await entries()).at(-1)).toMatchObject({
			status: "warning",
			modifiedProperties: [{ name: "name.familyName", new: "King" }],
			error: { code: "AcceptedButNotApplied", reason: expect.stringMatching(words) },
		});
		expect((await engine.drift(show)).found).toMatchObject([{ kind: "notApplied" }]);
		target.applied = (asked) => asked;
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ notApplied: 0, failed: 0 });
		expect(target.named("ada@example.com")).toMatchObject({
			active: true,
			name: { givenName: "Ada", familyName: "King" },
			emails: [{ value: "ada@example.com" }],
			roles: [{ value: "User" }],
		});
		expect(await store.escrow()).toEqual([]);
	});

	it("is planned again when the account of an update is gone", async () => {
		const setup = await withUsers("Ada");
		const { engine, directory, target } = setup;
		target.fate = (call, when) => {
			if (call === "update" && when === "after") target.accounts.clear();
		};
		directory.change("source-ada", { surname: "King" });
		expect(await engine.run()).toMatchObject({ created: 1, updated: 0 });
		expect(await statuses(setup)).toEqual(["Create success", "Create success"]);
	});
});
