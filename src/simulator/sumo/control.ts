import { z } from "zod";
import { CommonControl } from "../loopback/common-control.ts";
import { controlled } from "../loopback/control.ts";
import type { Counters } from "../loopback/counters.ts";
import { json, noContent } from "../loopback/exchange.ts";
import type { Faults } from "../loopback/faults.ts";
import type { JsonObject } from "../loopback/json.ts";
import type { Handler, Routes } from "../loopback/routes.ts";
import { UnknownObject } from "../loopback/unknown-object.ts";
import {
	type Behavior,
	type BehaviorChange,
	behaviorChangeSchema,
	changedBehavior,
	documentedBehavior,
} from "./behavior.ts";
import { toClassic } from "./classic-users.ts";
import {
	type Deletion,
	type Organization,
	type Role,
	type SamlConfiguration,
	type SumoUser,
	samlSchema,
} from "./organization.ts";
import { type Limit, type LimitRequest, limitSchema, type RateLimit, readLimit } from "./rate-limit.ts";

/** A change to a user outside the product. Not validated: two users may get the same address. */
export const userChangeSchema = z.strictObject({
	userName: z.string().exactOptional(),
	givenName: z.string().exactOptional(),
	familyName: z.string().exactOptional(),
	email: z.string().exactOptional(),
	externalId: z.string().nullable().exactOptional(),
	/** Names of existing roles. */
	roles: z.array(z.string()).exactOptional(),
	active: z.boolean().exactOptional(),
	locked: z.boolean().exactOptional(),
	mfa: z.boolean().exactOptional(),
	serviceAccount: z.boolean().exactOptional(),
	/** Milliseconds since 1970. */
	lastLogin: z.number().nullable().exactOptional(),
});

/** A change to a user. */
export type UserChange = z.input<typeof userChangeSchema>;

const newUserSchema = userChangeSchema.extend({ userName: z.string() });

/** A user to add; email, names and roles have defaults. */
export type NewUser = z.input<typeof newUserSchema>;

/** Controls a Sumo Logic simulator from the same process, like the HTTP control API. */
export class SumoControl extends CommonControl {
	readonly #organization: Organization;
	readonly #rateLimit: RateLimit;
	#behavior: Behavior;

	constructor(
		organization: Organization,
		faults: Faults,
		counters: Counters,
		rateLimit: RateLimit,
		behavior: BehaviorChange = {},
	) {
		super(faults, counters);
		this.#organization = organization;
		this.#rateLimit = rateLimit;
		this.#behavior = changedBehavior(documentedBehavior, behavior);
	}

	get behavior(): Behavior {
		return this.#behavior;
	}

	/** Changes part of the behavior. */
	behave(change: BehaviorChange): void {
		this.#behavior = changedBehavior(this.#behavior, change);
	}

	/** Changes the rate limit; `"off"` for none. */
	limit(limit: LimitRequest): void {
		this.#rateLimit.limit = readLimit(limit);
	}

	get currentLimit(): Limit {
		return this.#rateLimit.limit;
	}

	users(): readonly SumoUser[] {
		return this.#organization.users();
	}

	/** The user with an id, userName or email address. */
	user(key: string): SumoUser | undefined {
		return (
			this.#organization.user(key) ??
			this.#organization.byUserName(key)[0] ??
			this.#organization.byEmail(key)[0]
		);
	}

	addUser(user: NewUser): SumoUser {
		const { userName, email, givenName, familyName, roles, active, externalId, ...rest } =
			newUserSchema.parse(user);
		return this.#organization.add(
			{
				userName,
				email: email ?? userName,
				givenName: givenName ?? "Given",
				familyName: familyName ?? "Family",
				externalId: externalId ?? null,
				active: active ?? true,
				roles: this.#rolesNamed(roles ?? ["User"]),
			},
			rest,
		);
	}

	/** Changes a user outside the product. Throws an UnknownObject. */
	editUser(key: string, change: UserChange): SumoUser {
		const { roles, ...rest } = userChangeSchema.parse(change);
		return this.#organization.replace(this.#find(key), {
			...rest,
			...(roles === undefined ? {} : { roles: this.#rolesNamed(roles) }),
		});
	}

	/** Deletes a user outside the product. Throws an UnknownObject. */
	deleteUser(key: string): void {
		this.#organization.remove(this.#find(key), this.#organization.callerId);
	}

	roles(): Role[] {
		return this.#organization.roles();
	}

	addRole(name: string): Role {
		return this.#organization.addRole(name);
	}

	/** Renames a role; its users keep it. Throws an UnknownObject. */
	renameRole(name: string, to: string): void {
		for (const role of this.#rolesNamed([name])) this.#organization.renameRole(role, to);
	}

	/** Deletes a role; its users lose it. Throws an UnknownObject. */
	deleteRole(name: string): void {
		for (const role of this.#rolesNamed([name])) this.#organization.removeRole(role);
	}

	/** The SAML configurations. */
	saml(): readonly SamlConfiguration[] {
		return this.#organization.saml;
	}

	/** Sets the SAML configurations. */
	setSaml(configurations: readonly z.input<typeof samlSchema>[]): void {
		this.#organization.saml = z.array(samlSchema).parse(configurations);
		this.#organization.touched();
	}

	deletions(): readonly Deletion[] {
		return this.#organization.deletions;
	}

	/** Users, roles, SAML and deletions as JSON, without any secret. */
	snapshot(): JsonObject {
		const organization = this.#organization;
		return {
			users: organization.users().map((user) => ({
				...toClassic(user),
				userName: user.userName,
				externalId: user.externalId,
				roles: user.roles.map((role) => role.name),
				serviceAccount: user.serviceAccount,
			})),
			roles: organization.roles().map(({ id, name, description }) => ({ id, name, description })),
			saml: z.array(z.record(z.string(), z.json())).parse(organization.saml),
			deletions: organization.deletions.map((deletion) => ({ ...deletion })),
		};
	}

	/** The HTTP control API under `/_control/`. */
	override routes(): Routes {
		const userBody = (user: SumoUser): JsonObject => ({ ...toClassic(user), userName: user.userName });
		const behavior: Handler = () => json(200, { ...this.#behavior });
		const behave = controlled(behaviorChangeSchema, (change) => {
			this.behave(change);
			return json(200, { ...this.#behavior });
		});
		return {
			...super.routes(),
			"GET /_control/behavior": behavior,
			"PATCH /_control/behavior": behave,
			"GET /_control/behaviour": behavior,
			"PATCH /_control/behaviour": behave,
			"GET /_control/limit": () => json(200, { ...this.currentLimit }),
			"PUT /_control/limit": controlled(z.union([limitSchema, z.literal("off")]), (limit) => {
				this.limit(limit);
				return json(200, { ...this.currentLimit });
			}),
			"GET /_control/state": () => json(200, this.snapshot()),
			"POST /_control/users": controlled(newUserSchema, (user) => json(201, userBody(this.addUser(user)))),
			"PATCH /_control/users/{key}": controlled(userChangeSchema, (change, key) =>
				json(200, userBody(this.editUser(key, change))),
			),
			"DELETE /_control/users/{key}": (_request, key) => {
				this.deleteUser(key);
				return noContent;
			},
			"POST /_control/roles": controlled(z.strictObject({ name: z.string() }), ({ name }) => {
				this.addRole(name);
				return noContent;
			}),
			"PATCH /_control/roles/{name}": controlled(z.strictObject({ name: z.string() }), (change, name) => {
				this.renameRole(name, change.name);
				return noContent;
			}),
			"DELETE /_control/roles/{name}": (_request, name) => {
				this.deleteRole(name);
				return noContent;
			},
			"PUT /_control/saml": controlled(z.array(samlSchema), (configurations) => {
				this.setSaml(configurations);
				return noContent;
			}),
		};
	}

	#find(key: string): SumoUser {
		const user = this.user(key);
		if (!user) throw new UnknownObject("user", key);
		return user;
	}

	#rolesNamed(names: readonly string[]): Role[] {
		return names.map((name) => {
			const role = this.#organization.roleNamed(name);
			if (!role) throw new UnknownObject("role", name);
			return role;
		});
	}
}
