import { z } from "zod";
import { MultiIndex } from "../loopback/multi-index.ts";

/** A role. Users refer to the object, so a rename takes effect immediately. */
export interface Role {
	readonly id: string;
	name: string;
	readonly description: string;
	readonly capabilities: readonly string[];
	readonly created: number;
}

/** A user of the organization; times are milliseconds since 1970. */
export interface SumoUser {
	readonly id: string;
	readonly userName: string;
	readonly givenName: string;
	readonly familyName: string;
	readonly email: string;
	readonly externalId: string | null;
	readonly roles: readonly Role[];
	readonly active: boolean;
	readonly locked: boolean;
	readonly mfa: boolean;
	readonly serviceAccount: boolean;
	readonly lastLogin: number | null;
	readonly created: number;
	readonly createdBy: string;
	readonly modified: number;
	readonly modifiedBy: string;
	readonly version: number;
}

/** The fields of a user that a client sets; the organization adds the others. */
export type UserFields = Pick<
	SumoUser,
	"userName" | "givenName" | "familyName" | "email" | "externalId" | "roles" | "active"
>;

/** One deletion, and what happened to the user's content. */
export interface Deletion {
	readonly id: string;
	readonly email: string;
	/** The recipient of the content; null when it was destroyed. */
	readonly transferredTo: string | null;
	readonly at: number;
}

/** A SAML configuration in Sumo Logic's API. */
export const samlSchema = z.looseObject({
	id: z.string(),
	configurationName: z.string(),
	issuer: z.string(),
	disableRequestedAuthnContext: z.boolean(),
	onDemandProvisioningEnabled: z.record(z.string(), z.json()).optional(),
});

/** A SAML configuration. */
export type SamlConfiguration = z.infer<typeof samlSchema>;

/** The key of an address; comparison ignores case. */
const key = (address: string): string => address.toLowerCase();

/** The users, roles and SAML configurations of one Sumo Logic organization, with indexes for lookups. */
export class Organization {
	readonly #users = new Map<string, SumoUser>();
	readonly #byUserName = new MultiIndex();
	readonly #byEmail = new MultiIndex();
	readonly #roles = new Map<string, Role>();
	#listed: SumoUser[] | undefined;
	/** The highest id assigned so far, as a number. */
	lastId = 0x0f_e2_0f_00;
	#revision = 0;
	/** The user who owns the access key. */
	callerId = "";
	deletions: Deletion[] = [];
	saml: SamlConfiguration[] = [];
	readonly clock: () => number;
	/** Called after each change. */
	changed: () => void = () => undefined;

	constructor(clock: () => number) {
		this.clock = clock;
	}

	/** 16 upper-case hexadecimal digits, greater than any before. */
	newId(): string {
		this.lastId += 1 + (this.lastId % 11);
		return this.lastId.toString(16).toUpperCase().padStart(16, "0");
	}

	/** Number of changes so far; the same number means an unchanged organization. */
	get revision(): number {
		return this.#revision;
	}

	get size(): number {
		return this.#users.size;
	}

	/** All users, oldest first. */
	users(): readonly SumoUser[] {
		this.#listed ??= [...this.#users.values()];
		return this.#listed;
	}

	user(id: string): SumoUser | undefined {
		return this.#users.get(id.toUpperCase());
	}

	byUserName(userName: string): SumoUser[] {
		return this.#pick(this.#byUserName.get(key(userName)));
	}

	byEmail(email: string): SumoUser[] {
		return this.#pick(this.#byEmail.get(key(email)));
	}

	/** Adds a user with the given fields, created now by the caller unless `rest` overrides that. */
	add(fields: UserFields, rest: Partial<SumoUser> = {}): SumoUser {
		const now = this.clock();
		const user: SumoUser = {
			id: rest.id ?? this.newId(),
			userName: fields.userName,
			givenName: fields.givenName,
			familyName: fields.familyName,
			email: fields.email,
			externalId: fields.externalId,
			roles: fields.roles,
			active: fields.active,
			locked: rest.locked ?? false,
			mfa: rest.mfa ?? false,
			serviceAccount: rest.serviceAccount ?? false,
			lastLogin: rest.lastLogin ?? null,
			created: rest.created ?? now,
			createdBy: rest.createdBy ?? this.callerId,
			modified: rest.modified ?? now,
			modifiedBy: rest.modifiedBy ?? this.callerId,
			version: rest.version ?? 1,
		};
		this.lastId = Math.max(this.lastId, Number.parseInt(user.id, 16));
		this.#users.set(user.id, user);
		this.#index(user);
		this.#listed?.push(user);
		this.#touch();
		return user;
	}

	/** Replaces some values of a user. */
	replace(user: SumoUser, change: Partial<SumoUser>): SumoUser {
		const next: SumoUser = {
			...user,
			modified: this.clock(),
			modifiedBy: this.callerId,
			...change,
			id: user.id,
			version: user.version + 1,
		};
		this.#unindex(user);
		this.#users.set(user.id, next);
		this.#index(next);
		this.#listed = undefined;
		this.#touch();
		return next;
	}

	/** Removes a user as if it had never been added. */
	discard(user: SumoUser): void {
		this.#users.delete(user.id);
		this.#unindex(user);
		this.#listed = undefined;
		this.#touch();
	}

	/** Deletes a user; `transferredTo` null destroys the content. */
	remove(user: SumoUser, transferredTo: string | null): void {
		this.deletions.push({ id: user.id, email: user.email, transferredTo, at: this.clock() });
		this.discard(user);
	}

	roles(): Role[] {
		return [...this.#roles.values()];
	}

	role(id: string): Role | undefined {
		return this.#roles.get(id);
	}

	/** The role with exactly this name (case-sensitive). */
	roleNamed(name: string): Role | undefined {
		for (const role of this.#roles.values()) if (role.name === name) return role;
		return undefined;
	}

	/** Adds a role; the id, the time and the description have defaults. */
	addRole(name: string, rest: Partial<Omit<Role, "name">> = {}): Role {
		const role: Role = {
			id: rest.id ?? this.newId(),
			name,
			description: rest.description ?? "",
			capabilities: rest.capabilities ?? [],
			created: rest.created ?? this.clock(),
		};
		this.lastId = Math.max(this.lastId, Number.parseInt(role.id, 16));
		this.#roles.set(role.id, role);
		this.#touch();
		return role;
	}

	renameRole(role: Role, name: string): void {
		role.name = name;
		this.#touch();
	}

	removeRole(role: Role): void {
		this.#roles.delete(role.id);
		for (const user of this.users()) {
			if (user.roles.includes(role)) {
				this.replace(user, { roles: user.roles.filter((other) => other !== role) });
			}
		}
		this.#touch();
	}

	/** Call this after changing `saml` in place. */
	touched(): void {
		this.#touch();
	}

	#touch(): void {
		this.#revision++;
		this.changed();
	}

	#index(user: SumoUser): void {
		this.#byUserName.add(key(user.userName), user.id);
		this.#byEmail.add(key(user.email), user.id);
	}

	#unindex(user: SumoUser): void {
		this.#byUserName.delete(key(user.userName), user.id);
		this.#byEmail.delete(key(user.email), user.id);
	}

	#pick(ids: readonly string[]): SumoUser[] {
		return ids.map((id) => this.#users.get(id)).filter((user) => user !== undefined);
	}
}
