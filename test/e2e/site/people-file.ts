import { writeFileSync } from "node:fs";

/** A user as Graph gives one. */
export type Person = {
	readonly id: string;
	readonly userPrincipalName: string;
	readonly displayName: string;
	readonly givenName: string;
	readonly surname: string;
	readonly mail: string | null;
	readonly accountEnabled: boolean;
};

/** `Ada Byron` as a user of example.com, with the id `id-ada`. */
export function person(name: string, change: Partial<Person> = {}): Person {
	const [givenName = "", surname = ""] = name.split(" ");
	const address = `${givenName.toLowerCase()}@example.com`;
	return {
		id: `id-${givenName.toLowerCase()}`,
		userPrincipalName: address,
		displayName: name,
		givenName,
		surname,
		mail: address,
		accountEnabled: true,
		...change,
	};
}

/** A JSON file of users, written anew with every change. */
export class PeopleFile {
	readonly path: string;
	readonly #people = new Map<string, Person>();
	/** By the id of the user or group: a role, or null for default access. */
	readonly #assigned = new Map<string, string | null>();
	readonly #groups = new Map<string, { readonly id: string; readonly members: readonly string[] }>();

	constructor(path: string) {
		this.path = path;
	}

	/** Adds people, each assigned with the role; null is default access, undefined leaves them unassigned. */
	add(role: string | null | undefined, ...people: readonly Person[]): void {
		for (const one of people) {
			this.#people.set(one.id, one);
			if (role !== undefined) this.#assigned.set(one.id, role);
		}
		this.#write();
	}

	/** A group that is assigned with a role. */
	addGroup(role: string, id: string, members: readonly string[]): void {
		this.#groups.set(id, { id, members });
		this.#assigned.set(id, role);
		this.#write();
	}

	change(id: string, change: Partial<Person>): void {
		const known = this.#people.get(id);
		if (known === undefined) throw new Error(`nobody has the id ${id}`);
		this.#people.set(id, { ...known, ...change });
		this.#write();
	}

	remove(id: string): void {
		this.#people.delete(id);
		this.#assigned.delete(id);
		this.#write();
	}

	assign(id: string, role: string | null): void {
		this.#assigned.set(id, role);
		this.#write();
	}

	unassign(id: string): void {
		this.#assigned.delete(id);
		this.#write();
	}

	#write(): void {
		const document = {
			users: [...this.#people.values()],
			groups: [...this.#groups.values()].map((group) => ({ displayName: group.id, ...group })),
			appRoles: [...new Set(this.#assigned.values())]
				.filter((role) => role !== null)
				.map((value) => ({
					id: `role-${value}`,
					value,
					displayName: value,
				})),
			assignments: [...this.#assigned].map(([principalId, appRole]) =>
				appRole === null ? { principalId } : { principalId, appRole },
			),
		};
		writeFileSync(this.path, JSON.stringify(document, null, 2));
	}
}
