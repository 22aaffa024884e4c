import { z } from "zod";
import { CommonControl } from "../loopback/common-control.ts";
import { controlled } from "../loopback/control.ts";
import type { Counters } from "../loopback/counters.ts";
import { json, noContent } from "../loopback/exchange.ts";
import type { Faults } from "../loopback/faults.ts";
import type { Json, JsonObject } from "../loopback/json.ts";
import type { Pending, Routes } from "../loopback/routes.ts";
import { UnknownObject } from "../loopback/unknown-object.ts";
import type { AppRole, ServicePrincipal } from "./applications/application.ts";
import { lagSchema } from "./applications/replication.ts";
import { addAssignment } from "./assignments.ts";
import { project, readSelection } from "./odata/selection.ts";
import { userProperties } from "./properties.ts";
import type { AuditLog } from "./synchronization/audit-log.ts";
import { limitsSchema } from "./synchronization/cycle/limits.ts";
import { showExecution } from "./synchronization/job/execution.ts";
import type { Job } from "./synchronization/job/job.ts";
import { quarantined } from "./synchronization/job/quarantine.ts";
import type { Entry } from "./synchronization/log/entry.ts";
import { logBehaviorSchema, onDemandBehaviorSchema } from "./synchronization/log/log-behavior.ts";
import type { ProvisioningService } from "./synchronization/service.ts";
import { type Assignment, defaultAccess, type EntraGroup, type EntraUser, type Tenant } from "./tenant.ts";
import type { AccessTokens } from "./token.ts";
import { newUser, userChangeSchema } from "./users.ts";

/** Deliberate misbehavior of the simulated Graph. */
const behaviorSchema = z.strictObject({
	/** Paths that contain one of these get 403. */
	forbidden: z.array(z.string()).exactOptional(),
	/** Lifetime of access tokens in seconds. */
	tokenLifetime: z.number().positive().exactOptional(),
	/** How long new applications, roles and sign-on modes are not visible yet. */
	replicationLag: lagSchema.exactOptional(),
	/** When synchronization jobs run, and when failures put them into quarantine. */
	synchronization: limitsSchema.exactOptional(),
	/** How functions and filter operators of a schema are identified. */
	identifiers: z.enum(["both", "id", "name"]).exactOptional(),
	/** How provision on demand answers. */
	onDemand: onDemandBehaviorSchema.exactOptional(),
	/** How the provisioning log answers. */
	provisioningLog: logBehaviorSchema.exactOptional(),
});

/** A change to part of the behavior. */
export type GraphBehavior = z.input<typeof behaviorSchema>;

/** A change to a user, in Graph's names. */
export type EntraUserChange = z.input<typeof userChangeSchema>;

const newUserSchema = userChangeSchema.extend({ userPrincipalName: z.string() });

/** Controls an Entra simulator from the same process, like the HTTP control API. Faults of kind `status` also apply inside a batch. */
export class EntraControl extends CommonControl {
	readonly #tenant: Tenant;
	readonly #service: ProvisioningService;
	readonly #auditLog: AuditLog;
	readonly #accessTokens: AccessTokens;
	/** Parts of paths that get 403. */
	forbidden: readonly string[] = [];

	constructor(
		tenant: Tenant,
		service: ProvisioningService,
		auditLog: AuditLog,
		faults: Faults,
		counters: Counters,
		accessTokens: AccessTokens,
	) {
		super(faults, counters);
		this.#tenant = tenant;
		this.#service = service;
		this.#auditLog = auditLog;
		this.#accessTokens = accessTokens;
	}

	/** 429 with Retry-After for the next requests. */
	throttle(count: number, retryAfterSeconds: number): void {
		const text = JSON.stringify({ error: { code: "TooManyRequests", message: "Too many requests" } });
		const headers = { "retry-after": String(retryAfterSeconds), "content-type": "application/json" };
		this.fault({ kind: "status", status: 429, count, path: "/v1.0/", headers, text });
	}

	behave(change: GraphBehavior): void {
		const given = behaviorSchema.parse(change);
		const { forbidden, tokenLifetime, replicationLag } = given;
		if (forbidden !== undefined) this.forbidden = forbidden;
		if (tokenLifetime !== undefined) this.#accessTokens.lifetime = tokenLifetime;
		if (replicationLag !== undefined) this.#tenant.applications.replication.lag = replicationLag;
		this.#service.limits = { ...this.#service.limits, ...given.synchronization };
		if (given.identifiers !== undefined) this.#service.identifiers = given.identifiers;
		this.#service.onDemand = { ...this.#service.onDemand, ...given.onDemand };
		this.#auditLog.behavior = { ...this.#auditLog.behavior, ...given.provisioningLog };
	}

	/** Runs a cycle of each started job now, whether it is due or not, and returns the jobs as they are afterwards. */
	async runCycle(): Promise<readonly Job[]> {
		const ids = await this.#service.runNow();
		return this.jobs().filter(({ id }) => ids.includes(id));
	}

	/** What synchronization jobs have done, oldest first. */
	provisioningLog(): readonly Entry[] {
		return this.#tenant.provisioningLog.all();
	}

	/** Runs the cycles that are due by the clock. */
	async runDueCycles(): Promise<void> {
		await this.#service.runDue();
	}

	/** From now on, all access tokens issued so far get 401. */
	expireAccessTokens(): void {
		this.#accessTokens.expireAll();
	}

	/** From now on, all delta tokens issued so far get 410. */
	expireDeltaTokens(): void {
		this.#tenant.expireDeltaTokens();
	}

	users(): readonly EntraUser[] {
		return this.#tenant.listUsers();
	}

	/** The user with an id or userPrincipalName. */
	user(key: string): EntraUser | undefined {
		return this.#tenant.user(key);
	}

	/** Adds a user; everything except userPrincipalName has a default. */
	addUser(user: z.input<typeof newUserSchema>): EntraUser {
		const given = newUserSchema.parse(user);
		const [name = ""] = given.userPrincipalName.split("@");
		const filled = {
			accountEnabled: true,
			displayName: name,
			mailNickname: name,
			mail: given.userPrincipalName,
			givenName: "Given",
			surname: "Family",
			...given,
		};
		return this.#tenant.addUser(newUser(filled, this.#tenant.clock()));
	}

	/** Changes a user. Throws an UnknownObject. */
	editUser(key: string, change: EntraUserChange): EntraUser {
		return this.#tenant.updateUser(this.#find(key), userChangeSchema.parse(change));
	}

	/** Soft-deletes a user; with `forGood` permanently, as after 30 days. */
	deleteUser(key: string, { forGood = false }: { readonly forGood?: boolean } = {}): void {
		const deleted = this.#tenant.deletedUsers.get(key)?.user;
		const user = deleted ?? this.#find(key);
		if (!deleted) this.#tenant.deleteUser(user);
		if (forGood) this.#tenant.purgeUser(user.id);
	}

	/** Restores a soft-deleted user. Throws an UnknownObject. */
	restoreUser(id: string): EntraUser {
		const user = this.#tenant.restoreUser(id);
		if (!user) throw new UnknownObject("deleted user", id);
		return user;
	}

	groups(): EntraGroup[] {
		return [...this.#tenant.groups.values()];
	}

	/** The group with an id or name. */
	group(key: string): EntraGroup | undefined {
		return this.groups().find((group) => group.id === key || group.displayName === key);
	}

	/** Adds or removes a direct member. Throws an UnknownObject. */
	setMember(group: string, member: string, belongs: boolean): void {
		const found = this.group(group);
		if (!found) throw new UnknownObject("group", group);
		const id = this.group(member)?.id ?? this.#find(member).id;
		this.#tenant.setMember(found, id, belongs);
	}

	/** The roles that the seeded application offers. */
	appRoles(): readonly AppRole[] {
		return this.#application().appRoles;
	}

	/** All enterprise applications. */
	applications(): ServicePrincipal[] {
		return [...this.#tenant.applications.all.values()];
	}

	/** Puts a job into quarantine for a reason such as `TooManyDeletes`. Throws an UnknownObject. */
	quarantine(reason: string): void {
		const [job] = this.jobs();
		if (!job) throw new UnknownObject("job", "of the application");
		const error = {
			code: reason,
			message: "Put into quarantine by the control API.",
			tenantActionable: true,
		};
		const quarantine = quarantined(job.quarantine, reason, error, this.#tenant.clock());
		this.#tenant.synchronization.save({ ...job, code: "Quarantine", quarantine, next: quarantine.next });
	}

	/** All synchronization jobs. */
	jobs(): readonly Job[] {
		return this.#tenant.synchronization.jobs();
	}

	setAppRoles(appRoles: readonly AppRole[]): void {
		this.#tenant.setAppRoles(this.#application(), appRoles);
	}

	assignments(): Assignment[] {
		return [...this.#tenant.assignments.values()];
	}

	/** Assigns a user or group with the role of a value, or with default access. Throws an UnknownObject. */
	assign(principal: string, role?: string): Assignment {
		const application = this.#application();
		const appRole = application.appRoles.find((one) => one.value === role);
		if (role !== undefined && !appRole) throw new UnknownObject("app role", role);
		const principalId = this.group(principal)?.id ?? this.#find(principal).id;
		return addAssignment(this.#tenant, {
			principalId,
			resourceId: application.id,
			appRoleId: appRole?.id ?? defaultAccess,
		});
	}

	/** Removes all assignments of a user or group. */
	unassign(principal: string): void {
		const id = this.group(principal)?.id ?? this.#find(principal).id;
		for (const assignment of this.#tenant.assignmentsOf(id)) this.#tenant.removeAssignment(assignment);
	}

	/** Users, groups, application roles and assignments as JSON, without any secret. */
	snapshot(): JsonObject {
		const selection = readSelection(null, userProperties, "user");
		const show = (user: EntraUser): JsonObject => ({ ...project(user, selection), manager: user.manager });
		return {
			users: this.users().map(show),
			deletedUsers: [...this.#tenant.deletedUsers.values()].map(({ user }) => show(user)),
			groups: this.groups().map(({ id, displayName, members }) => ({
				id,
				displayName,
				members: [...members],
			})),
			appRoles: this.applications()[0]?.appRoles.map((role) => ({ ...role })) ?? [],
			assignments: this.assignments().map(({ principalId, appRoleId }): Json => ({ principalId, appRoleId })),
		};
	}

	/** The HTTP control API under `/_control/`. */
	override routes(): Routes<Pending> {
		const done = (act: () => void) => () => {
			act();
			return noContent;
		};
		return {
			...super.routes(),
			"PATCH /_control/behaviour": controlled(behaviorSchema, (change) => {
				this.behave(change);
				return noContent;
			}),
			"POST /_control/throttle": controlled(
				z.strictObject({ count: z.int().positive(), retryAfter: z.number().nonnegative() }),
				({ count, retryAfter }) => {
					this.throttle(count, retryAfter);
					return noContent;
				},
			),
			"POST /_control/expire-access-tokens": done(() => this.expireAccessTokens()),
			"POST /_control/expire-delta-tokens": done(() => this.expireDeltaTokens()),
			"POST /_control/synchronization/run": async () => {
				const jobs = await this.runCycle();
				if (jobs.length === 0) return json(409, { error: "no synchronization job is started" });
				return json(200, { jobs: jobs.map(summary) });
			},
			"GET /_control/state": () => json(200, this.snapshot()),
			"POST /_control/users": controlled(newUserSchema, (user) => json(201, { id: this.addUser(user).id })),
			"PATCH /_control/users/{key}": controlled(userChangeSchema, (change, key) => {
				this.editUser(key, change);
				return noContent;
			}),
			"DELETE /_control/users/{key}": (request, key) => {
				this.deleteUser(key, { forGood: request.query.get("forGood") === "true" });
				return noContent;
			},
			"PUT /_control/groups/{group}/members/{member}": (_request, group, member) => {
				this.setMember(group, member, true);
				return noContent;
			},
			"DELETE /_control/groups/{group}/members/{member}": (_request, group, member) => {
				this.setMember(group, member, false);
				return noContent;
			},
			"POST /_control/assignments": controlled(
				z.strictObject({ principal: z.string(), role: z.string().optional() }),
				({ principal, role }) => json(201, { id: this.assign(principal, role).id }),
			),
			"DELETE /_control/assignments/{principal}": (_request, principal) => {
				this.unassign(principal);
				return noContent;
			},
		};
	}

	#find(key: string): EntraUser {
		const user = this.#tenant.user(key);
		if (!user) throw new UnknownObject("user", key);
		return user;
	}

	#application(): ServicePrincipal {
		for (const application of this.#tenant.applications.all.values()) return application;
		throw new UnknownObject("application", "Sumo Logic");
	}
}

/** A job and its last cycle in short. */
function summary({ id, code, lastExecution, quarantine }: Job): JsonObject {
	return {
		id,
		code,
		quarantine: quarantine?.reason ?? null,
		lastExecution: lastExecution === null ? null : showExecution(lastExecution),
	};
}
