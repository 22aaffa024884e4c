import { roleNames } from "../../src/mapping/definition/roles.ts";
import type { ListPage, Permit, Target } from "../../src/ports/target.ts";
import { ScimError, type ScimErrorCode } from "../../src/scim/errors.ts";
import { applyPatch } from "../../src/scim/patch.ts";
import { parsePath, readAll } from "../../src/scim/path.ts";
import { type NewScimUser, type PatchOperation, type ScimUser, scimUser } from "../../src/scim/resource.ts";

type Call = "list" | "count" | "page" | "roles" | "find" | "get" | "create" | "update" | "delete";

/** Decides whether a request fails: throws to fail it; called before and after the work is done. */
export type Fate = (call: Call, when: "before" | "after", about: string) => void | Promise<void>;

export function refusal(code: ScimErrorCode, status: number, detail: string): ScimError {
	return new ScimError(code, `${status}: ${detail}`, { status, detail });
}

/** A Sumo in memory: unique addresses, roles that must exist, 64 characters of userName. */
export class FakeTarget implements Target {
	readonly label = "fake target";
	readonly accounts = new Map<string, ScimUser>();
	readonly calls: string[] = [];
	readonly roles = new Set(["User", "Analyst", "Administrator"]);
	/** What happens to `active: true` for a deactivated account. */
	reactivation: "allow" | "refuse" | "ignore" = "allow";
	fate: Fate = () => undefined;
	/** What is stored of a creation or an update that is answered with success. */
	applied: (asked: ScimUser, before: ScimUser | undefined) => ScimUser = (asked) => asked;
	/** Whether the answer to a creation or an update shows what was asked for, whatever is stored. */
	echoes = false;
	/** What becomes of an account whose deletion is answered with success; null: it is gone. */
	keptByDeletion: ((account: ScimUser) => ScimUser) | null = null;
	/** Whether it can list its roles; only some targets can. */
	tellsRoles = false;
	isServiceAccount: Target["isServiceAccount"];
	/** What happens while a write waits for its turn. */
	waiting: () => void | Promise<void> = () => undefined;
	#id = 0;

	/** A list that follows a count has its first page from it. */
	readonly requests = (): number =>
		this.calls.filter((call, index) => call !== "list 0" || this.calls[index - 1] !== "count").length;

	readonly sent = this.requests;

	/** Adds an account outside the engine. */
	seed(userName: string, rest: Record<string, unknown> = {}): ScimUser {
		this.#id += 1;
		const id = `account-${this.#id}`;
		const [given = ""] = userName.split("@");
		const account = scimUser.parse({
			id,
			userName,
			active: true,
			name: { givenName: `${given.charAt(0).toUpperCase()}${given.slice(1)}`, familyName: "Example" },
			emails: [{ value: userName, type: "work", primary: true }],
			roles: [{ value: "User", primary: true }],
			...rest,
		});
		this.accounts.set(id, account);
		return account;
	}

	/** The same target, for a caller that writes only with a permit. */
	permitted(permit: Permit): Target {
		const allowed = async () => {
			await this.waiting();
			await permit();
		};
		let sent = 0;
		let isCounted = false;
		const counting = <T>(work: () => T): T => {
			sent += 1;
			return work();
		};
		return {
			label: this.label,
			requests: this.requests,
			sent: () => sent,
			list: async function* (this: FakeTarget) {
				for await (const users of this.list()) {
					if (!isCounted) sent += 1;
					isCounted = false;
					yield users;
				}
			}.bind(this),
			count: () => {
				isCounted = true;
				return counting(() => this.count());
			},
			page: (startIndex) => counting(() => this.page(startIndex)),
			find: (attribute, value) => counting(() => this.find(attribute, value)),
			get: (id) => counting(() => this.get(id)),
			isServiceAccount: this.isServiceAccount,
			create: (user) => counting(() => allowed().then(() => this.create(user))),
			update: (present, operations) => counting(() => allowed().then(() => this.update(present, operations))),
			delete: (id) => counting(() => allowed().then(() => this.delete(id))),
		};
	}

	named(userName: string): ScimUser | undefined {
		return this.accounts.values().find((account) => account.userName === userName);
	}

	async roleNames(): Promise<ReadonlySet<string> | null> {
		return this.tellsRoles ? this.#request("roles", "", () => new Set(this.roles)) : null;
	}

	async *list(): AsyncGenerator<readonly ScimUser[]> {
		const all = [...this.accounts.values()];
		for (let start = 0; start < Math.max(all.length, 1); start += 1000) {
			yield await this.#request("list", String(start), () => all.slice(start, start + 1000));
		}
	}

	count(): Promise<number> {
		return this.#request("count", "", () => this.accounts.size);
	}

	page(startIndex: number): Promise<ListPage> {
		return this.#request("page", String(startIndex), () => ({
			total: this.accounts.size,
			users: [...this.accounts.values()].slice(startIndex - 1, startIndex + 999),
		}));
	}

	find(attribute: string, value: string): Promise<readonly ScimUser[]> {
		const path = parsePath(attribute);
		const same = (found: unknown) => typeof found === "string" && found.toLowerCase() === value.toLowerCase();
		return this.#request("find", value, () =>
			[...this.accounts.values()].filter((one) => readAll(one, path).some(same)),
		);
	}

	get(id: string): Promise<ScimUser | undefined> {
		return this.#request("get", id, () => this.accounts.get(id));
	}

	create(user: NewScimUser): Promise<ScimUser> {
		return this.#request("create", user.userName, () => {
			this.#refuse({ ...user, id: "", active: true });
			this.#id += 1;
			const id = `account-${this.#id}`;
			const asked = scimUser.parse({ active: true, ...user, id });
			const account = this.applied(asked, undefined);
			this.accounts.set(id, account);
			return this.echoes ? asked : account;
		});
	}

	update(present: ScimUser, operations: readonly PatchOperation[]): Promise<ScimUser> {
		return this.#request("update", present.userName, () => {
			const current = this.accounts.get(present.id);
			if (!current) throw refusal("not-found", 404, "There is no such user");
			let patched = scimUser.parse(applyPatch(current, operations));
			if (!current.active && patched.active && this.reactivation === "refuse") {
				throw refusal("conflict", 409, "A deactivated user already holds the email address");
			}
			if (!current.active && this.reactivation === "ignore") patched = { ...patched, active: false };
			this.#refuse(patched);
			const applied = this.applied(patched, current);
			this.accounts.set(present.id, applied);
			return this.echoes ? patched : applied;
		});
	}

	async delete(id: string): Promise<void> {
		await this.#request("delete", id, () => {
			const account = this.accounts.get(id);
			if (account && this.keptByDeletion) this.accounts.set(id, this.keptByDeletion(account));
			else this.accounts.delete(id);
		});
	}

	async #request<T>(call: Call, about: string, work: () => T): Promise<T> {
		this.calls.push(`${call} ${about}`.trim());
		await this.fate(call, "before", about);
		const result = work();
		await this.fate(call, "after", about);
		return result;
	}

	#refuse(user: ScimUser): void {
		if (user.userName.length > 64) throw refusal("invalid", 400, "userName must have at most 64 characters");
		for (const role of roleNames(user.roles)) {
			if (!this.roles.has(role)) throw refusal("invalid", 400, `role with name '${role}' does not exist`);
		}
		const [email] = readAll(user, parsePath("emails.value"));
		for (const other of this.accounts.values()) {
			if (other.id === user.id) continue;
			const [taken] = readAll(other, parsePath("emails.value"));
			if (other.userName !== user.userName && taken !== email) continue;
			throw refusal("conflict", 409, `A user with email address ${String(email)} already exists`);
		}
	}
}
