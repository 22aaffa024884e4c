import {
	type AssignmentState,
	type Directory,
	type DirectoryRead,
	ExpiredReadError,
} from "../../src/ports/source/directory.ts";
import { type AppRole, defaultAccessId } from "../../src/source/app-role.ts";
import type { AttributeValue, SourceUser } from "../../src/source/source-user.ts";

export const roles: readonly AppRole[] = [
	{ id: "role-user", value: "User", displayName: "User" },
	{ id: "role-analyst", value: "Analyst", displayName: "Analyst" },
	{ id: "role-pilot", value: "Pilot", displayName: "Pilot" },
	{ id: "role-power-user", value: "Power User", displayName: "Power User" },
];

/** A user with all attributes that Sumo Logic requires. */
export function person(name: string, attributes: Record<string, AttributeValue> = {}): SourceUser {
	const [given = name, family = "Example"] = name.split(" ");
	const address = `${given.toLowerCase()}@example.com`;
	return {
		id: `source-${given.toLowerCase()}`,
		attributes: {
			displayName: `${given} ${family}`,
			givenName: given,
			surname: family,
			userPrincipalName: address,
			mail: address,
			accountEnabled: true,
			...attributes,
		},
	};
}

/** A directory in memory. Reads everything again after a change, or only the changes if `deltas` is set. */
export class FakeDirectory implements Directory {
	readonly label = "fake directory";
	readonly users = new Map<string, SourceUser>();
	readonly assigned = new Map<string, string>();
	/** Thrown by the next read. */
	failure: Error | undefined;
	/** Whether a user who is missing may only be soft-deleted. */
	hasBin = false;
	deltas = false;
	/** How many reads expire after their first user. */
	expiring = 0;
	/** Number of reads of users by id. */
	lookUps = 0;
	#version = 1;
	/** Roles beyond the first one, by user. */
	readonly #further = new Map<string, readonly string[]>();
	readonly #changes: { readonly version: number; readonly id: string }[] = [];

	readonly requests = (): number => 0;

	/** Adds or changes a user; `role` also assigns them. */
	put(user: SourceUser, role?: string | null): SourceUser {
		this.users.set(user.id, user);
		this.#touch(user.id);
		if (role !== undefined)
			this.assign({ id: user.id }, roles.find(({ value }) => value === role)?.id ?? defaultAccessId);
		return user;
	}

	change(id: string, attributes: Record<string, AttributeValue>): void {
		const user = this.users.get(id);
		if (!user) throw new Error(`no user ${id}`);
		this.put({ id, attributes: { ...user.attributes, ...attributes } });
	}

	remove(id: string): void {
		this.users.delete(id);
		this.assigned.delete(id);
		this.#touch(id);
	}

	/** Something other than a user changed. */
	touch(): void {
		this.#version += 1;
	}

	async read(since: string | null): Promise<DirectoryRead> {
		if (this.failure) throw this.failure;
		const isExpiring = this.expiring > 0;
		if (isExpiring) this.expiring -= 1;
		const pages = (users: readonly SourceUser[]) => pagesOf(users, isExpiring);
		const version = this.#version;
		const common = { assignments: this.#state(), watermark: () => String(version) };
		if (since === String(version)) {
			return { kind: "unchanged", users: pages([]), removed: () => [], ...common, assignments: null };
		}
		if (since !== null && this.deltas) {
			const ids = new Set(
				this.#changes.filter((change) => change.version > Number(since)).map(({ id }) => id),
			);
			const users = [...ids].flatMap((id) => this.users.get(id) ?? []);
			const removed = [...ids].filter((id) => !this.users.has(id));
			return { kind: "delta", users: pages(users), removed: () => removed, ...common };
		}
		return { kind: "full", users: pages([...this.users.values()]), removed: () => [], ...common };
	}

	async user(id: string): Promise<SourceUser | undefined> {
		return this.users.get(id);
	}

	async usersById(ids: readonly string[]): Promise<readonly SourceUser[]> {
		this.lookUps += ids.length;
		return ids.flatMap((id) => this.users.get(id) ?? []);
	}

	async search(text: string, limit: number): Promise<readonly SourceUser[]> {
		const wanted = text.toLowerCase();
		const has = (value: AttributeValue | undefined) =>
			typeof value === "string" && value.toLowerCase().includes(wanted);
		return [...this.users.values()]
			.filter(
				({ attributes }) =>
					has(attributes.userPrincipalName) || has(attributes.mail) || has(attributes.displayName),
			)
			.slice(0, limit);
	}

	async assignments(): Promise<AssignmentState> {
		return this.#state();
	}

	async groups() {
		return [];
	}

	async assign(principal: { readonly id: string }, appRoleId: string): Promise<void> {
		this.assigned.set(principal.id, appRoleId);
		this.#version += 1;
	}

	/** Assigns the user with exactly these roles, with default access for none, or not at all for null. */
	grant(id: string, values: readonly string[] | null): void {
		this.assigned.delete(id);
		this.#further.delete(id);
		this.#version += 1;
		if (values === null) return;
		const [first = defaultAccessId, ...further] = values.map(
			(value) => roles.find((role) => role.value === value)?.id ?? defaultAccessId,
		);
		this.assigned.set(id, first);
		if (further.length > 0) this.#further.set(id, further);
	}

	/** The fake's assignments have the id of their user. */
	async unassign(assignmentId: string): Promise<void> {
		this.assigned.delete(assignmentId);
		this.#version += 1;
	}

	async close(): Promise<void> {
		this.users.clear();
	}

	#state(): AssignmentState {
		const all = [...this.assigned].flatMap(([id, role]) =>
			[role, ...(this.#further.get(id) ?? [])].map((appRoleId) => [id, appRoleId] as const),
		);
		const assignments = all.map(([principalId, appRoleId]) => ({
			id: principalId,
			principalId,
			principalType: "User" as const,
			principalName: principalId,
			appRoleId,
		}));
		return { roles, assignments, members: new Map() };
	}

	#touch(id: string): void {
		this.#version += 1;
		this.#changes.push({ version: this.#version, id });
	}
}

async function* pagesOf(
	users: readonly SourceUser[],
	isExpiring: boolean,
): AsyncGenerator<readonly SourceUser[]> {
	if (isExpiring) {
		yield users.slice(0, 1);
		throw new ExpiredReadError(new Error("410"));
	}
	for (let start = 0; start < users.length; start += 100) yield users.slice(start, start + 100);
}
