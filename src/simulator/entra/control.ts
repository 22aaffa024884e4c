import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CommonControl } from "../loopback/common-control.ts";
import type { Counters, JournalEntry } from "../loopback/counters.ts";
import type { Faults } from "../loopback/faults.ts";
import type { Json, JsonObject } from "../loopback/json.ts";
import { UnknownObject } from "../loopback/unknown-object.ts";
import type { AppRole, ServicePrincipal } from "./applications/application.ts";
import { addAssignment } from "./assignments.ts";
import { behaviorSchema, type GraphBehavior } from "./behavior.ts";
import { project, readSelection } from "./odata/selection.ts";
import { userProperties } from "./properties.ts";
import type { AccessTokens } from "./sign-in/access-tokens.ts";
import type { ClientCertificates, FederatedCredential } from "./sign-in/client-assertion.ts";
import type { DeviceCodes } from "./sign-in/device-codes.ts";
import { allPermissions } from "./sign-in/permissions.ts";
import type { AuditLog } from "./synchronization/audit-log.ts";
import type { Job } from "./synchronization/job/job.ts";
import { quarantined } from "./synchronization/job/quarantine.ts";
import type { Entry } from "./synchronization/log/entry.ts";
import type { SchemaRace } from "./synchronization/schema/schema-race.ts";
import type { ProvisioningService } from "./synchronization/service.ts";
import { type Assignment, defaultAccess, type EntraGroup, type EntraUser, type Tenant } from "./tenant.ts";
import { newUser, userChangeSchema } from "./users.ts";

/** A change to a user, in Graph's names. */
export type EntraUserChange = z.input<typeof userChangeSchema>;

/** A new user of the control API. */
export const newUserSchema = userChangeSchema.extend({ userPrincipalName: z.string() });

/** What the control API changes. */
export interface ControlledParts {
	readonly tenant: Tenant;
	readonly service: ProvisioningService;
	readonly auditLog: AuditLog;
	readonly accessTokens: AccessTokens;
	readonly certificates: ClientCertificates;
	readonly deviceCodes: DeviceCodes;
	readonly faults: Faults;
	/** Faults of single requests inside a batch. */
	readonly partFaults: Faults;
	/** Counts the requests inside batches. */
	readonly partCounters: Counters;
	readonly counters: Counters;
}

/** Controls an Entra simulator from the same process, like the HTTP control API. Faults of kind `status` also apply inside a batch. */
export class EntraControl extends CommonControl {
	readonly #parts: ControlledParts;
	readonly #tenant: Tenant;
	/** Parts of paths that get 403. */
	forbidden: readonly string[] = [];
	/** The status of a synchronization call without permission. */
	synchronizationDenied: 401 | 403 = 401;

	constructor(parts: ControlledParts) {
		super(parts.faults, parts.counters);
		this.#parts = parts;
		this.#tenant = parts.tenant;
	}

	/** The last 2,000 requests inside batches, in the order of their answers. */
	parts(): readonly JournalEntry[] {
		return this.#parts.partCounters.journal();
	}

	/**
	 * 429 with Retry-After for the next requests whose path contains `path`.
	 *
	 * @param inBatch throttles single requests inside batches instead
	 */
	throttle(count: number, retryAfterSeconds: number, { path = "/v1.0/", inBatch = false } = {}): void {
		const innerError = {
			code: "429",
			date: new Date(this.#tenant.clock()).toISOString().slice(0, 19),
			message: "Please retry after",
			"request-id": randomUUID(),
			status: "429",
		};
		const error = { code: "TooManyRequests", innerError, message: "Please retry again later." };
		const headers = {
			"retry-after": String(retryAfterSeconds),
			"content-type": "application/json",
			"x-ms-throttle-information": "ResourceUnitLimitExceeded",
		};
		const text = JSON.stringify({ error });
		const faults = inBatch ? this.#parts.partFaults : this.#parts.faults;
		faults.add({ kind: "status", status: 429, count, path, headers, text });
	}

	behave(change: GraphBehavior): void {
		const { service, auditLog, accessTokens, deviceCodes } = this.#parts;
		const given = behaviorSchema.parse(change);
		this.forbidden = given.forbidden ?? this.forbidden;
		this.synchronizationDenied = given.synchronizationDenied ?? this.synchronizationDenied;
		accessTokens.lifetime = given.tokenLifetime ?? accessTokens.lifetime;
		if (given.permissions !== undefined) accessTokens.permissions = given.permissions ?? allPermissions;
		accessTokens.directoryRoles = given.directoryRoles ?? accessTokens.directoryRoles;
		deviceCodes.behavior = { ...deviceCodes.behavior, ...given.deviceCode };
		const { replication } = this.#tenant.applications;
		replication.lag = given.replicationLag ?? replication.lag;
		this.#tenant.assignmentExists = given.assignmentExists ?? this.#tenant.assignmentExists;
		this.#tenant.servicePlans = given.servicePlans ?? this.#tenant.servicePlans;
		this.#tenant.deltaExpiry = given.deltaExpiry ?? this.#tenant.deltaExpiry;
		service.limits = { ...service.limits, ...given.synchronization };
		service.quirks = { ...service.quirks, ...given.jobs };
		service.identifiers = given.identifiers ?? service.identifiers;
		service.onDemand = { ...service.onDemand, ...given.onDemand };
		auditLog.behavior = { ...auditLog.behavior, ...given.provisioningLog };
	}

	/** Registers a certificate in PEM that the client may sign in with. */
	registerCertificate(pem: string): void {
		this.#parts.certificates.register(pem);
	}

	/** Lets a workload sign in with the tokens of its platform. */
	trustWorkload(credential: FederatedCredential): void {
		this.#parts.certificates.trust(credential);
	}

	/** The user codes that wait for a person. */
	deviceCodes(): readonly string[] {
		return this.#parts.deviceCodes.pending().map(({ userCode }) => userCode);
	}

	/** Signs a user in with a device code; a person of the tenant by default. Throws an UnknownObject. */
	approveDeviceCode(userCode: string, userPrincipalName?: string): void {
		const anyone = this.users()[0]?.userPrincipalName ?? "operator@example.com";
		const state = { userPrincipalName: userPrincipalName ?? anyone };
		this.#parts.deviceCodes.decide(userCode, state);
	}

	/** Declines a device code. Throws an UnknownObject. */
	declineDeviceCode(userCode: string): void {
		this.#parts.deviceCodes.decide(userCode, "declined");
	}

	/** Runs a cycle of each started job now, whether it is due or not, and returns the jobs as they are afterwards. */
	async runCycle(): Promise<readonly Job[]> {
		const ids = await this.#parts.service.runNow();
		return this.jobs().filter(({ id }) => ids.includes(id));
	}

	/** What synchronization jobs have done, oldest first. */
	provisioningLog(): readonly Entry[] {
		return this.#tenant.provisioningLog.all();
	}

	/** Runs the cycles that are due by the clock. */
	async runDueCycles(): Promise<void> {
		await this.#parts.service.runDue();
	}

	/** From now on, all access tokens issued so far get 401. */
	expireAccessTokens(): void {
		this.#parts.accessTokens.expireAll();
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

	/** Lets another administrator change the schema of each job after the next `afterReads` reads of it. */
	raceSchema(race: SchemaRace): void {
		this.#parts.service.race = race;
	}

	/** All synchronization jobs. */
	jobs(): readonly Job[] {
		return this.#tenant.synchronization.jobs();
	}

	setAppRoles(appRoles: readonly AppRole[]): void {
		this.#tenant.setAppRoles(this.#application(), appRoles);
	}

	/** Lets the signing certificates that the application has now end after this many days, also in the past. Throws an UnknownObject. */
	endCertificates(days: number): void {
		const application = this.#application();
		const end = this.#tenant.clock() + days * 24 * 3_600_000;
		const keyCredentials = application.keyCredentials.map((one) => ({ ...one, end }));
		this.#tenant.applications.save({ ...application, keyCredentials });
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
