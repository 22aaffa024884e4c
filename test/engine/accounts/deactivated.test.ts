import { describe, expect, it } from "vitest";
import type { ByHand } from "../../../src/engine/accounts/delete-account.ts";
import type { AccountRemoval, ContentHandling } from "../../../src/ports/account-removal.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

const byHand: ByHand = { operator: "grace", removal: null };
const ada = { targetId: "account-1", userName: "ada@example.com", assignedAgain: null };
const adaAgain = { ...ada, assignedAgain: { sourceId: "source-ada", displayName: "Ada Example" } };
const toCaller = { kind: "to-caller" } as const;

describe("deactivated accounts", () => {
	it("are listed with their time of deactivation, their roles, and users who are assigned again", async () => {
		const { engine, directory, target, clock } = await setUp();
		for (const name of ["Ada", "Bob"]) directory.put(person(name), "User");
		await engine.run();
		await directory.unassign("source-bob");
		clock.advance(1000);
		await engine.run();
		const meta = { lastModified: "2025-03-04T05:06:07Z" };
		target.seed("zoe@example.com", { active: false, meta });
		target.seed("old-cid@example.com", {
			active: false,
			emails: [{ value: "cid@example.com", type: "work" }],
		});
		directory.put(person("Cid"), "User");
		const listed = await engine.inactive();
		expect(listed).toMatchObject([
			{
				userName: "bob@example.com",
				since: clock.now(),
				sinceKnownFrom: "log",
				roles: ["User"],
				assignedAgain: null,
			},
			{
				userName: "old-cid@example.com",
				since: null,
				assignedAgain: { sourceId: "source-cid", displayName: "Cid Example", isBlocked: true },
			},
			{
				userName: "zoe@example.com",
				since: Date.parse(meta.lastModified),
				sinceKnownFrom: "target",
				assignedAgain: null,
			},
		]);
	});

	it("block a user only where no cycle reactivates them", async () => {
		const { engine, directory, target, store } = await setUp();
		target.seed("ada@example.com", { active: false });
		directory.put(person("Ada"), "User");
		const isBlocked = async () => (await engine.inactive()).map((one) => one.assignedAgain?.isBlocked);
		expect(await isBlocked()).toEqual([false]);
		await store.setState({ enabling: { accepted: false, since: 1 } });
		expect(await isBlocked()).toEqual([true]);
	});

	it("are deleted after a snapshot, with an entry that names the operator", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "Analyst");
		await engine.run();
		await directory.unassign("source-ada");
		await engine.run();
		const entry = await engine.deleteAccount(ada, toCaller, byHand);
		expect(entry).toMatchObject({
			action: "Delete",
			status: "success",
			initiatedBy: "grace",
			source: { id: "source-ada" },
		});
		expect(target.accounts.size).toBe(0);
		expect(await store.link("source-ada")).toBeUndefined();
		expect(await store.snapshots()).toMatchObject([
			{ targetId: "account-1", userName: "ada@example.com", roles: ["Analyst"], deletedBy: "grace" },
		]);
	});

	it("transfer their content, and keep the target's own view in the snapshot", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com", { active: false });
		const asked: unknown[] = [];
		const removal = {
			view: async (id: string) => ({
				address: id === "account-1" ? "Ada@example.com" : "bob@example.com",
				isActive: id !== "account-1",
				shown: { lastLoginTimestamp: null },
			}),
			delete: async (id: string, content: unknown) => {
				asked.push([id, content]);
				target.accounts.delete(id);
			},
		};
		const heir = target.seed("bob@example.com");
		const content = { kind: "transfer", toUserId: heir.id } as const;
		const entry = await engine.deleteAccount(ada, content, { operator: "grace", removal });
		expect(asked).toEqual([["account-1", content]]);
		expect(entry.steps.at(-1)?.description).toContain("Content goes to Bob Example (bob@example.com).");
		expect(await store.snapshots()).toMatchObject([
			{
				id: entry.changeId,
				classic: { lastLoginTimestamp: null },
				content: { kind: "transfer", to: { id: heir.id, userName: "bob@example.com" } },
			},
		]);
	});

	it("are not deleted when no active account would get their content", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.seed("bob@example.com", { active: false });
		const removal = { view: async () => null, delete: () => Promise.reject(new Error("was sent")) };
		for (const toUserId of ["account-2", "account-9"]) {
			const content = { kind: "transfer", toUserId } as const;
			const deleted = engine.deleteAccount(ada, content, { operator: "grace", removal });
			await expect(deleted).rejects.toThrow("choose an active account");
		}
		expect(await store.snapshots()).toEqual([]);
		expect(await store.openIntents()).toEqual([]);
	});

	it("are not deleted when the account confirmed is another user's by then, or blocks another user", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { reactivation: "block" } });
		target.seed("bob@example.com", { active: false });
		await expect(engine.deleteAccount(ada, toCaller, byHand)).rejects.toThrow(
			"the account account-1 was confirmed as ada@example.com, but is now that of bob@example.com",
		);
		directory.put(person("Bob"), "User");
		await expect(engine.deleteAndProvision(adaAgain, toCaller, byHand)).rejects.toThrow(
			"now blocks another user, Bob Example",
		);
		expect(target.accounts.size).toBe(1);
		expect(await store.snapshots()).toEqual([]);
		expect(await store.openIntents()).toEqual([]);
	});

	it("are not deleted when the API that deletes shows another user under the id, or an active one", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com", { active: false });
		const bob = target.seed("bob@example.com");
		const deleting = (
			views: Readonly<Record<string, { readonly address: string; readonly isActive: boolean }>>,
			content: ContentHandling = toCaller,
		) => {
			const removal: AccountRemoval = {
				view: async (id) => ({ address: id, isActive: false, ...views[id], shown: {} }),
				delete: () => Promise.reject(new Error("was sent")),
			};
			return engine.deleteAccount(ada, content, { operator: "grace", removal });
		};
		const cid = { address: "cid@example.com", isActive: false };
		const asShown = { address: "ada@example.com", isActive: false };
		await expect(deleting({ "account-1": cid })).rejects.toThrow(
			"the account account-1 is that of ada@example.com, but the API that deletes accounts shows cid@example.com",
		);
		await expect(deleting({ "account-1": { ...asShown, isActive: true } })).rejects.toThrow("is active");
		const toBob = { kind: "transfer", toUserId: bob.id } as const;
		await expect(deleting({ "account-1": asShown, [bob.id]: cid }, toBob)).rejects.toThrow(
			`the account ${bob.id} is that of bob@example.com, but the API that deletes accounts shows cid@example.com`,
		);
		expect(await store.snapshots()).toEqual([]);
		expect(await store.openIntents()).toEqual([]);
	});

	it("are not deleted by a request whose turn comes after the lease was lost", async () => {
		const { engine, target, store, clock } = await setUp();
		target.seed("ada@example.com", { active: false });
		let sent = false;
		const removal: AccountRemoval = {
			view: async () => null,
			async delete(_id, _content, permit) {
				await store.releaseLease("test");
				await store.acquireLease("another");
				clock.advance(1000);
				await permit();
				sent = true;
			},
		};
		const deleting = engine.deleteAccount(ada, toCaller, { operator: "grace", removal });
		await expect(deleting).rejects.toThrow("another");
		expect(sent).toBe(false);
		expect(target.accounts.size).toBe(1);
	});

	it("also leave a snapshot when a cycle deletes them", async () => {
		const { engine, directory, target, store } = await setUp({ settings: { hardDelete: "delete" } });
		directory.put(person("Ada"), "Analyst");
		directory.put(person("Bob"), "User");
		await engine.run();
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ deleted: 1 });
		expect(target.named("ada@example.com")).toBeUndefined();
		expect(await store.snapshots()).toMatchObject([
			{ userName: "ada@example.com", roles: ["Analyst"], deletedBy: "cycle", content: null },
		]);
	});

	it("no longer block a user in the next cycle after their deletion", async () => {
		const { engine, directory, target } = await setUp();
		const old = target.seed("ada@example.com", { active: false });
		target.reactivation = "refuse";
		directory.put(person("Ada"), "User");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		expect(await engine.run()).toMatchObject({ failed: 0, created: 0, requests: 0 });
		await engine.deleteAccount({ ...ada, targetId: old.id }, toCaller, byHand);
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("are not deleted while active, and nothing is sent", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com");
		await expect(engine.deleteAccount(ada, toCaller, byHand)).rejects.toThrow(/is active/);
		expect(target.accounts.size).toBe(1);
		expect(await store.snapshots()).toEqual([]);
	});

	it("stay when the target refuses the deletion, and the entry has the reason", async () => {
		const { engine, target, store } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.fate = (call) => {
			if (call === "delete") throw refusal("forbidden", 403, "no right to manage users");
		};
		const entry = await engine.deleteAccount(ada, toCaller, byHand);
		expect(entry).toMatchObject({ status: "failure", error: { code: "InsufficientRights" } });
		expect(await store.openIntents()).toEqual([]);
		expect(await store.snapshots()).toEqual([]);
	});

	it("are deleted and replaced by an account of the user who is assigned again, in one action", async () => {
		const { engine, directory, target } = await setUp({ settings: { reactivation: "block" } });
		target.seed("ada@example.com", { active: false });
		directory.put(person("Ada"), "Analyst");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		const entries = await engine.deleteAndProvision(adaAgain, toCaller, byHand);
		expect(entries.map(({ action, status }) => `${action} ${status}`)).toEqual([
			"Delete success",
			"Create success",
		]);
		expect([...target.accounts.values()]).toMatchObject([{ id: "account-2", active: true }]);
		expect(await engine.run()).toMatchObject({ created: 0, failed: 0 });
	});

	it("are not deleted when they block no assigned user", async () => {
		const { engine, target } = await setUp();
		target.seed("ada@example.com", { active: false });
		await expect(engine.deleteAndProvision(adaAgain, toCaller, byHand)).rejects.toThrow(
			"is blocked by the account",
		);
		expect(target.accounts.size).toBe(1);
	});

	it("are re-created from their snapshot with a new id and the same attributes and roles", async () => {
		const { engine, target, store } = await setUp();
		const roles = [{ value: "Analyst", primary: true }];
		target.seed("ada@example.com", { active: false, roles, title: "Countess" });
		await engine.deleteAccount(ada, toCaller, byHand);
		const [snapshot] = await store.snapshots();
		const entry = await engine.recreate(snapshot?.id ?? "", byHand);
		expect(entry).toMatchObject({ action: "Create", status: "success", initiatedBy: "grace" });
		expect([...target.accounts.values()]).toMatchObject([
			{ id: "account-2", userName: "ada@example.com", active: true, roles, title: "Countess" },
		]);
	});

	it("are linked by the next cycle with the user they match after re-creation, although nothing changed at the source", async () => {
		const { engine, directory, target, store } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		const account = target.accounts.get("account-1");
		if (account) target.accounts.set(account.id, { ...account, active: false });
		const { changeId } = await engine.deleteAccount(ada, toCaller, byHand);
		expect(await store.link("source-ada")).toBeUndefined();
		await engine.recreate(changeId, byHand);
		expect(await engine.run()).toMatchObject({ created: 0, failed: 0 });
		expect(await store.link("source-ada")).toMatchObject({ targetId: "account-2", state: "managed" });
	});

	it("count as deleted when the response was lost but the target no longer has them", async () => {
		const { engine, target } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.fate = (call, when) => {
			if (call === "delete" && when === "after") throw new Error("socket closed");
		};
		expect(await engine.deleteAccount(ada, toCaller, byHand)).toMatchObject({ status: "success" });
	});
});
