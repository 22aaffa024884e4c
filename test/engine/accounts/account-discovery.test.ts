import { describe, expect, it, vi } from "vitest";
import type { DiscoveredAccount } from "../../../src/engine/accounts/account-discovery.ts";
import { linkDetail } from "../../../src/ports/log/log-action-name.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

/** Ada is provisioned; Bob is not assigned but has an account; Mary's account still has her previous name. */
async function renamed() {
	const setup = await setUp();
	const { engine, directory, target } = setup;
	directory.put(person("Ada"), "User");
	directory.put(person("Bob"));
	target.seed("bob@example.com");
	target.seed("ghost@example.com", { active: false });
	const old = target.seed("mary.maiden@example.com", { name: { givenName: "Mary", familyName: "Married" } });
	await engine.run();
	directory.put(person("Mary Married"));
	return { ...setup, old };
}

const unmatchedOf = (accounts: readonly DiscoveredAccount[]) =>
	accounts.filter(({ standing }) => standing === "unmatched");

describe("unmatched accounts", () => {
	it("are accounts without a link or a matching source user, with users who are alike", async () => {
		const { engine, target, old } = await renamed();
		target.calls.length = 0;
		expect(unmatchedOf(await engine.accounts())).toMatchObject([
			{ userName: "ghost@example.com", active: false, alike: [] },
			{
				targetId: old.id,
				userName: "mary.maiden@example.com",
				displayName: "Mary Married",
				roles: ["User"],
				active: true,
				alike: [{ sourceId: "source-mary", displayName: "Mary Married" }],
			},
		]);
		expect(target.calls).toEqual(["list 0"]);
	});

	it("are not looked for in the source when the target cannot be reached", async () => {
		const { engine, directory, target } = await renamed();
		const reads = vi.spyOn(directory, "read");
		vi.spyOn(target, "list").mockImplementation(async function* () {
			yield [];
			throw refusal("unavailable", 503, "Down.");
		});
		await expect(engine.accounts()).rejects.toThrow("Down.");
		expect(reads).not.toHaveBeenCalled();
	});

	it("are distinguished from linked accounts and from accounts that match a user", async () => {
		const { engine, directory } = await renamed();
		await directory.unassign("source-ada");
		await engine.run();
		expect(await engine.accounts()).toMatchObject([
			{
				userName: "ada@example.com",
				standing: "linked",
				state: "released",
				owner: { sourceId: "source-ada" },
			},
			{ userName: "bob@example.com", standing: "matched", owner: { sourceId: "source-bob" } },
			{ userName: "ghost@example.com", standing: "unmatched" },
			{ userName: "mary.maiden@example.com", standing: "unmatched" },
		]);
	});
});

describe("linking manually", () => {
	it("keeps a renamed user's account: the link is logged, and the next cycle updates the account", async () => {
		const { engine, directory, target, store, entries, old } = await renamed();
		const entry = await engine.link("mary@example.com", "mary.maiden@example.com", "grace");
		expect(entry).toMatchObject({
			action: "Other",
			status: "success",
			initiatedBy: "grace",
			source: { id: "source-mary" },
			target: { id: old.id },
		});
		expect((await entries()).at(-1)).toEqual(entry);
		expect(unmatchedOf(await engine.accounts()).map(({ userName }) => userName)).toEqual([
			"ghost@example.com",
		]);
		await directory.assign({ id: "source-mary" }, "role-analyst");
		expect(await engine.run()).toMatchObject({ created: 0, updated: 1, failed: 0 });
		expect(target.accounts.get(old.id)).toMatchObject({ userName: "mary@example.com", active: true });
		expect(await store.link("source-mary")).toMatchObject({ targetId: old.id, state: "managed" });
	});

	it("resolves the failure of a user whose address belonged to another account", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Mary"), "User");
		const old = target.seed("maiden@example.com", {
			emails: [{ value: "mary@example.com", type: "work", primary: true }],
		});
		expect(await engine.run()).toMatchObject({ failed: 1 });
		await engine.link("source-mary", old.id, "grace");
		expect(await store.escrow()).toEqual([]);
		expect(await engine.run()).toMatchObject({ created: 0, updated: 1, failed: 0 });
	});

	it("is rejected for a linked account, a user with an account, and an unknown user or account", async () => {
		const { engine, old, target } = await renamed();
		const ada = target.named("ada@example.com")?.id ?? "";
		const code = (source: string, account: string) =>
			engine.link(source, account, "grace").then(
				() => "linked",
				(error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
			);
		expect(await code("source-mary", ada)).toBe("account-taken");
		target.isServiceAccount = async ({ id }) => id === ada;
		expect(await code("source-mary", ada)).toBe("service-account");
		expect(await code("source-ada", old.id)).toBe("linked-already");
		expect(await code("source-nobody", old.id)).toBe("no-user");
		expect(await code("source-mary", "nobody@example.com")).toBe("no-account");
		expect(await code("source-mary", "account-99")).toBe("no-account");
	});
});

describe("unlinking manually", () => {
	it("removes the link, is logged, sends nothing, and the next cycle re-matches the user", async () => {
		const { engine, directory, target, store, entries, old } = await renamed();
		await engine.link("source-mary", old.id, "grace");
		target.calls.length = 0;
		const entry = await engine.unlink(old.id, "grace");
		expect(entry.steps.at(-1)?.details).toEqual([linkDetail.removed]);
		expect(entry).toMatchObject({
			action: "Other",
			status: "success",
			initiatedBy: "grace",
			source: { id: "source-mary" },
			target: { id: old.id },
		});
		expect((await entries()).at(-1)).toEqual(entry);
		expect(target.calls).toEqual([]);
		expect(await store.link("source-mary")).toBeUndefined();
		await directory.assign({ id: "source-mary" }, "role-user");
		expect(await engine.run()).toMatchObject({ created: 1, updated: 0 });
		expect(target.accounts.get(old.id)).toMatchObject({ userName: "mary.maiden@example.com", active: true });
	});

	it("also accepts the account's user name, and rejects an account that is not linked", async () => {
		const { engine, store } = await renamed();
		await engine.unlink("ada@example.com", "grace");
		expect(await store.link("source-ada")).toBeUndefined();
		await expect(engine.unlink("ada@example.com", "grace")).rejects.toThrow("is not linked with a user");
		await expect(engine.unlink("nobody@example.com", "grace")).rejects.toThrow("has no account");
	});

	it("is rejected during a cycle, like linking", async () => {
		const { engine, target, old } = await renamed();
		const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
		const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
		target.fate = async () => {
			reach();
			await held;
		};
		await engine.restart({ full: false });
		const cycle = engine.run();
		await reached;
		await expect(engine.link("source-mary", old.id, "grace")).rejects.toThrow("A cycle is running");
		await expect(engine.unlink("ada@example.com", "grace")).rejects.toThrow("A cycle is running");
		letGo();
		await cycle;
	});
});
