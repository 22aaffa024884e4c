import { describe, expect, it } from "vitest";
import { readBackAlways } from "../../../src/engine/execute/read-backs.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { type Setup, setUp } from "../setup.ts";

const many = readBackAlways + 20;
const guardOff = { settings: { deletionGuard: { enabled: false, count: 0, percent: 0 } } };
const nameOf = (index: number) => `P${index}`;
const idOf = (index: number) => `source-p${index}`;

/** Many users with accounts. */
async function withUsers(): Promise<Setup> {
	const setup = await setUp(guardOff);
	for (let index = 0; index < many; index += 1) setup.directory.put(person(nameOf(index)), "User");
	await setup.engine.run();
	setup.target.calls.length = 0;
	return setup;
}

/** From the change after the first hundred on, the target answers with the new values and keeps the old ones. */
function lieLater({ target }: Setup): void {
	let changes = 0;
	target.echoes = true;
	target.applied = (asked, before) => {
		if (before !== undefined) changes += 1;
		return changes > readBackAlways ? (before ?? asked) : asked;
	};
}

describe("changes that only the target's answers have shown", () => {
	it("are found in the same cycle when the target began to lie after the first hundred", async () => {
		const setup = await withUsers();
		const { engine, directory, target, entries, store, clock } = setup;
		lieLater(setup);
		for (let index = 0; index < many; index += 1) directory.change(idOf(index), { surname: "King" });
		expect(await engine.run()).toMatchObject({
			outcome: "completed",
			updated: readBackAlways,
			notApplied: many - readBackAlways,
			stillFailing: many - readBackAlways,
		});
		const warnings = (await entries()).filter(({ error }) => error?.code === "AcceptedButNotApplied");
		expect(warnings).toHaveLength(many - readBackAlways);
		expect(warnings[0]).toMatchObject({
			action: "Update",
			status: "warning",
			modifiedProperties: [],
			error: { notApplied: [{ name: "name.familyName", new: "King" }] },
		});
		expect(await store.escrow()).toHaveLength(many - readBackAlways);
		target.applied = (asked) => asked;
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ updated: many - readBackAlways, stillFailing: 0 });
		expect(await store.escrow()).toEqual([]);
	});

	it.each([
		["as a part of the change", (at: string) => at, many - readBackAlways],
		["later, when somebody else may have done it", (at: string) => `${at} later`, 0],
	])("have other values, where the account lost one %s", async (_, modified, found) => {
		const setup = await withUsers();
		const { engine, directory, target, entries } = setup;
		target.echoes = true;
		let changes = 0;
		target.applied = (asked, before) => {
			if (before !== undefined) changes += 1;
			const meta = { lastModified: modified(String(Reflect.get(Object(asked.meta), "lastModified"))) };
			return changes > readBackAlways ? { ...asked, roles: [], meta } : asked;
		};
		for (const account of target.accounts.values())
			target.accounts.set(account.id, { ...account, meta: { lastModified: "2026-01-01T00:00:00Z" } });
		for (let index = 0; index < many; index += 1) directory.change(idOf(index), { surname: "King" });
		expect(await engine.run()).toMatchObject({ updated: many - found, notApplied: found });
		const warnings = (await entries()).filter(({ error }) => error?.code === "AcceptedButNotApplied");
		expect(warnings).toHaveLength(found);
		for (const { error, modifiedProperties } of warnings) {
			expect(modifiedProperties).toMatchObject([{ name: "name.familyName", new: "King" }]);
			expect(error).toMatchObject({ notApplied: [{ name: expect.stringContaining("roles"), new: "User" }] });
		}
	});

	it("are found for accounts that stay active, whose users are retried though the source no longer has them", async () => {
		const setup = await withUsers();
		const { engine, directory, target, store, clock } = setup;
		directory.put(person("Zoe"), "User");
		lieLater(setup);
		for (let index = 0; index < many; index += 1) directory.remove(idOf(index));
		expect(await engine.run()).toMatchObject({ disabled: readBackAlways, notApplied: many - readBackAlways });
		expect(await store.escrow()).toHaveLength(many - readBackAlways);
		target.applied = (asked) => asked;
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ disabled: many - readBackAlways, stillFailing: 0 });
		expect([...target.accounts.values()].filter(({ active }) => active)).toHaveLength(1);
	});

	it("are found for accounts that were not created, whose users are created again", async () => {
		const { engine, directory, target, store, entries, clock } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		let creations = 0;
		const create = target.create.bind(target);
		target.create = async (user) => {
			const account = await create(user);
			creations += 1;
			if (creations > readBackAlways) target.accounts.delete(account.id);
			return account;
		};
		for (let index = 0; index < many; index += 1) directory.put(person(nameOf(index)), "User");
		expect(await engine.run()).toMatchObject({ created: readBackAlways, failed: many - readBackAlways });
		expect((await entries()).at(-1)).toMatchObject({ action: "Create", status: "failure" });
		expect(await store.escrow()).toHaveLength(many - readBackAlways);
		target.create = create;
		clock.advance(6 * hour);
		expect(await engine.run()).toMatchObject({ created: many - readBackAlways, stillFailing: 0 });
		expect(target.accounts.size).toBe(many + 1);
	});

	it("cost one page of the list for a thousand accounts when the target is honest", async () => {
		const { engine, directory, target } = await withUsers();
		for (let index = 0; index < many; index += 1) directory.change(idOf(index), { surname: "King" });
		expect(await engine.run()).toMatchObject({ updated: many, notApplied: 0 });
		const reads = target.calls.slice(target.calls.findLastIndex((call) => call.startsWith("update")) + 1);
		expect(reads.filter((call) => call.startsWith("list")).length).toBeLessThanOrEqual(1);
	});

	it("count where the target does not list its accounts, with a warning", async () => {
		const { engine, directory, target, events } = await withUsers();
		let updates = 0;
		target.fate = (call, when) => {
			if (call === "update" && when === "after") updates += 1;
			if ((call === "list" || call === "count") && updates === many)
				throw refusal("forbidden", 403, "You may not list users");
		};
		for (let index = 0; index < many; index += 1) directory.change(idOf(index), { surname: "King" });
		expect(await engine.run()).toMatchObject({ outcome: "completed", updated: many });
		expect(events).toContainEqual(
			expect.objectContaining({
				type: "warning",
				message: expect.stringContaining("20 changes could not be compared"),
			}),
		);
	});
});
