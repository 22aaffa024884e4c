import { describe, expect, it } from "vitest";
import { createAccountsService } from "../../../src/app/accounts/accounts-service.ts";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createPeopleService } from "../../../src/app/people/people-service.ts";
import { person } from "../../engine/fake-directory.ts";
import { type Setup, setUp } from "../../engine/setup.ts";

/** The accounts of an engine: Ada has one, Mary's still has her name from before. */
async function open() {
	const setup = await setUp();
	const { engine, directory, target } = setup;
	directory.put(person("Ada"), "User");
	const old = target.seed("mary.maiden@example.com", {
		name: { givenName: "Mary\u001B[2J", familyName: "Married" },
	});
	await engine.run();
	directory.put(person("Mary Married"));
	directory.put(person("Bob"));
	let told = 0;
	const bus = createEventBus();
	bus.on(["targetChanged"], () => {
		told += 1;
	});
	const people = createPeopleService({ directory: async () => directory, events: bus, now: Date.now });
	const accounts = createAccountsService({
		engine: async () => engine,
		store: setup.store,
		people: people.list,
		events: bus,
	});
	target.calls.length = 0;
	return { ...setup, bus, accounts, old, told: () => told };
}

const lists = ({ target }: Setup) => target.calls.filter((call) => call.startsWith("list")).length;

describe("the accounts of a profile", () => {
	it("are read once, and again on refresh or after a change; names come without control characters", async () => {
		const opened = await open();
		const { accounts, old } = opened;
		const [ada, mary] = await accounts.list();
		expect(ada).toMatchObject({ userName: "ada@example.com", standing: "linked" });
		expect(mary).toMatchObject({ targetId: old.id, standing: "unmatched" });
		expect(mary?.displayName).not.toContain("\u001B");
		await accounts.list();
		expect(lists(opened)).toBe(1);
		await accounts.list({ refresh: true });
		expect(lists(opened)).toBe(2);
		await opened.bus.publish({ type: "connectionChanged" });
		await accounts.list();
		expect(lists(opened)).toBe(3);
		await opened.bus.publish({ type: "sourceChanged" });
		await accounts.list();
		expect(lists(opened)).toBe(3);
	});

	it("come with the stored links by user, without a request to the target", async () => {
		const { accounts, target } = await open();
		const links = await accounts.links();
		expect([...links.keys()]).toEqual(["source-ada"]);
		expect(links.get("source-ada")).toMatchObject({ userName: "ada@example.com", state: "managed" });
		expect(target.calls).toEqual([]);
	});

	it("suggest users without an account as owners, users like the account first", async () => {
		const { accounts, old, target } = await open();
		target.accounts.set(old.id, { ...old, name: { givenName: "Mary Married", familyName: "" } });
		expect(await accounts.owners(old.id, "")).toMatchObject([
			{ id: "source-mary", enabled: true, assigned: false },
			{ id: "source-bob" },
		]);
		expect((await accounts.owners(old.id, "bob EXAMPLE")).map(({ id }) => id)).toEqual(["source-bob"]);
		expect(await accounts.owners(old.id, "ada")).toEqual([]);
	});

	it("are linked and unlinked by hand, which is published and read again", async () => {
		const { accounts, old, told, entries } = await open();
		const standing = async () =>
			(await accounts.list()).find(({ targetId }) => targetId === old.id)?.standing;
		expect(await standing()).toBe("unmatched");
		await accounts.link("source-mary", old.id);
		expect(await standing()).toBe("linked");
		await accounts.unlink(old.id);
		expect(await standing()).toBe("unmatched");
		expect(told()).toBe(2);
		expect((await entries()).slice(-2).map(({ action, status }) => `${action} ${status}`)).toEqual([
			"Other success",
			"Other success",
		]);
	});

	it("are compared without a write, and only those chosen are repaired, each in the log", async () => {
		const opened = await open();
		const { accounts, target, entries } = opened;
		const ada = target.named("ada@example.com");
		if (ada) target.accounts.set(ada.id, { ...ada, name: { givenName: "Ada", familyName: "Hacked" } });
		const { found } = await accounts.compare({ repair: false });
		expect(found).toMatchObject([{ kind: "changed", mend: "update", outcome: "found" }]);
		expect(target.calls.some((call) => call.startsWith("update"))).toBe(false);
		expect((await accounts.compare({ repair: true, only: new Set(["source-bob"]) })).found).toEqual([]);
		const repaired = await accounts.compare({ repair: true, only: new Set(["source-ada"]) });
		expect(repaired.found).toMatchObject([{ outcome: "repaired", entry: { action: "Update" } }]);
		expect(target.named("ada@example.com")).toMatchObject({ name: { familyName: "Example" } });
		expect((await entries()).at(-1)).toMatchObject({ action: "Update", status: "success" });
	});
});
