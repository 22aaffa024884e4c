import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { newServicePrincipal } from "./entra/applications/application.ts";
import { jobSchema } from "./entra/synchronization/job/job.ts";
import { Memory, memorySchema } from "./entra/synchronization/job/memory.ts";
import { entrySchema } from "./entra/synchronization/log/entry.ts";
import type { Tenant } from "./entra/tenant.ts";
import { isObject, parseJson } from "./loopback/json.ts";
import { type Organization, samlSchema } from "./sumo/organization.ts";

/** The credentials of the simulators. Generated randomly, never part of a fixture. */
export const credentialsSchema = z.object({
	accessId: z.string(),
	accessKey: z.string(),
	tenantId: z.string(),
	clientId: z.string(),
	clientSecret: z.string(),
});

/** The credentials of the simulators. */
export type Credentials = z.infer<typeof credentialsSchema>;

const version = 1;
/** Number of the newest log entries that are saved: a world is written as a whole after each change. */
const savedEntries = 2_000;
const text = z.string().nullable();
const texts = z.array(z.string()).default([]);

const sumoSchema = z.object({
	callerId: z.string(),
	lastId: z.number(),
	roles: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			description: z.string(),
			capabilities: z.array(z.string()),
			created: z.number(),
		}),
	),
	users: z.array(
		z.object({
			id: z.string(),
			userName: z.string(),
			givenName: z.string(),
			familyName: z.string(),
			email: z.string(),
			externalId: text,
			roles: z.array(z.string()),
			active: z.boolean(),
			locked: z.boolean(),
			mfa: z.boolean(),
			serviceAccount: z.boolean(),
			lastLogin: z.number().nullable(),
			created: z.number(),
			createdBy: z.string(),
			modified: z.number(),
			modifiedBy: z.string(),
			version: z.number(),
		}),
	),
	saml: z.array(samlSchema),
	deletions: z.array(z.object({ id: z.string(), email: z.string(), transferredTo: text, at: z.number() })),
});

const userSchema = z.object({
	id: z.string(),
	ordinal: z.number(),
	accountEnabled: z.boolean(),
	displayName: z.string(),
	givenName: text,
	surname: text,
	userPrincipalName: z.string(),
	mail: text,
	mailNickname: z.string(),
	jobTitle: text,
	department: text,
	companyName: text,
	city: text,
	country: text,
	officeLocation: text,
	employeeId: text,
	mobilePhone: text,
	businessPhones: z.array(z.string()),
	preferredLanguage: text,
	usageLocation: text,
	userType: z.enum(["Member", "Guest"]),
	createdDateTime: z.number(),
	manager: text,
});

const entraSchema = z.object({
	displayName: z.string(),
	deltaGeneration: z.number(),
	lastOrdinal: z.number(),
	lastChange: z.number(),
	users: z.array(userSchema),
	deletedUsers: z.array(z.object({ user: userSchema, at: z.number() })),
	groups: z.array(
		z.object({
			id: z.string(),
			ordinal: z.number(),
			displayName: z.string(),
			description: text,
			members: z.array(z.string()),
			createdDateTime: z.number(),
		}),
	),
	servicePrincipals: z.array(
		z.object({
			id: z.string(),
			ordinal: z.number(),
			appId: z.string(),
			displayName: z.string(),
			appRoles: z.array(
				z.object({
					id: z.string(),
					displayName: z.string(),
					description: z.string(),
					value: text,
					isEnabled: z.boolean(),
					allowedMemberTypes: z.array(z.enum(["User", "Application"])).exactOptional(),
				}),
			),
			// A world saved by an older version has only the above.
			applicationId: z.string().exactOptional(),
			applicationTemplateId: text.exactOptional(),
			createdDateTime: z.number().default(0),
			tags: texts,
			notes: text.default(null),
			identifierUris: texts,
			redirectUris: texts,
			preferredSingleSignOnMode: text.default("saml"),
			preferredTokenSigningKeyThumbprint: text.default(null),
			notificationEmailAddresses: texts,
			appRoleAssignmentRequired: z.boolean().default(true),
			keyCredentials: z
				.array(
					z.object({
						keyId: z.string(),
						displayName: z.string(),
						thumbprint: z.string(),
						key: z.string(),
						start: z.number(),
						end: z.number(),
					}),
				)
				.default([]),
		}),
	),
	jobs: z.array(jobSchema).default([]),
	memories: z.record(z.string(), memorySchema).default({}),
	provisioningLog: z.array(entrySchema).default([]),
	secrets: z.record(z.string(), z.record(z.string(), z.string())).default({}),
	assignments: z.array(
		z.object({
			id: z.string(),
			ordinal: z.number(),
			appRoleId: z.string(),
			principalId: z.string(),
			resourceId: z.string(),
			createdDateTime: z.number(),
		}),
	),
	changes: z.array(
		z.object({
			sequence: z.number(),
			kind: z.enum(["user", "group", "member"]),
			id: z.string(),
			member: z.string().exactOptional(),
			removed: z.enum(["changed", "deleted"]).exactOptional(),
			properties: z.array(z.string()).exactOptional(),
		}),
	),
});

const stateSchema = z.object({
	version: z.literal(version),
	credentials: credentialsSchema,
	servicePrincipalId: z.string(),
	sumo: sumoSchema,
	entra: entraSchema,
});

/** A saved world. */
export type State = z.infer<typeof stateSchema>;

/** The file exists but does not contain a world of this version. It is not changed. */
export class UnreadableState extends Error {
	readonly code = "unreadable-state";

	constructor(path: string, reason: string) {
		super(
			`${path} is not a saved demo world (${reason}). To start a new one, move the file away or reset the demo.`,
		);
		this.name = "UnreadableState";
	}
}

/** Reads a world; `undefined` when there is no file. Throws an UnreadableState. */
export function readState(path: string): State | undefined {
	let content: string;
	try {
		content = readFileSync(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
	const value = parseJson(content);
	if (!isObject(value)) throw new UnreadableState(path, "not JSON");
	const state = stateSchema.safeParse(value);
	if (!state.success) throw new UnreadableState(path, state.error.issues[0]?.path.join(".") ?? "malformed");
	return state.data;
}

/**
 * Writes a world atomically, readable only by its owner, because it contains the credentials of the simulators. Throws the error of the
 * file system, with the path of the file.
 */
export function writeState(path: string, state: State): void {
	makeFolder(dirname(path));
	const unfinished = `${path}.${process.pid}.tmp`;
	try {
		writeFileSync(unfinished, JSON.stringify(state), { mode: 0o600 });
		renameSync(unfinished, path);
	} catch (error) {
		rmSync(unfinished, { force: true });
		// Node names no file when a write fails, as on a full disk.
		throw error instanceof Error ? Object.assign(error, { path }) : error;
	}
}

/** A running world as a state. */
export function toState(
	organization: Organization,
	tenant: Tenant,
	credentials: Credentials,
	servicePrincipalId: string,
): State {
	return {
		version,
		credentials,
		servicePrincipalId,
		sumo: {
			callerId: organization.callerId,
			lastId: organization.lastId,
			roles: organization.roles().map((role) => ({ ...role, capabilities: [...role.capabilities] })),
			users: organization.users().map((user) => ({ ...user, roles: user.roles.map((role) => role.id) })),
			saml: organization.saml,
			deletions: organization.deletions,
		},
		entra: {
			displayName: tenant.displayName,
			deltaGeneration: tenant.deltaGeneration,
			lastOrdinal: tenant.lastOrdinal,
			lastChange: tenant.changes.last,
			users: tenant.listUsers().map((user) => ({ ...user, businessPhones: [...user.businessPhones] })),
			deletedUsers: [...tenant.deletedUsers.values()].map(({ user, at }) => ({
				user: { ...user, businessPhones: [...user.businessPhones] },
				at,
			})),
			groups: [...tenant.groups.values()].map((group) => ({ ...group, members: [...group.members] })),
			servicePrincipals: [...tenant.applications.all.values()].map((one) => ({
				...one,
				appRoles: [...one.appRoles],
				tags: [...one.tags],
				identifierUris: [...one.identifierUris],
				redirectUris: [...one.redirectUris],
				notificationEmailAddresses: [...one.notificationEmailAddresses],
				keyCredentials: [...one.keyCredentials],
			})),
			jobs: [...tenant.synchronization.jobs()],
			memories: Object.fromEntries(
				[...tenant.synchronization.allMemories()].map(([id, memory]) => [id, memory.toJson()]),
			),
			provisioningLog: tenant.provisioningLog.all().slice(-savedEntries),
			secrets: Object.fromEntries(
				[...tenant.synchronization.allSecrets()].map(([id, secrets]) => [id, Object.fromEntries(secrets)]),
			),
			assignments: [...tenant.assignments.values()],
			changes: tenant.changes.all().map(({ properties, ...change }) => ({
				...change,
				...(properties === undefined ? {} : { properties: [...properties] }),
			})),
		},
	};
}

/** Fills an empty organization and an empty tenant from a state. */
export function fromState(state: State, organization: Organization, tenant: Tenant): void {
	const { sumo, entra } = state;
	for (const { name, ...rest } of sumo.roles) organization.addRole(name, rest);
	for (const { roles, ...user } of sumo.users) {
		const held = roles.map((id) => organization.role(id)).filter((role) => role !== undefined);
		organization.add({ ...user, roles: held }, user);
	}
	organization.callerId = sumo.callerId;
	organization.lastId = sumo.lastId;
	organization.saml = sumo.saml;
	organization.deletions = sumo.deletions;

	tenant.displayName = entra.displayName;
	tenant.deltaGeneration = entra.deltaGeneration;
	for (const user of entra.users) tenant.load(user);
	for (const { user, at } of entra.deletedUsers) tenant.deletedUsers.set(user.id, { user, at });
	for (const group of entra.groups) tenant.loadGroup({ ...group, members: new Set(group.members) });
	for (const servicePrincipal of entra.servicePrincipals) {
		tenant.loadServicePrincipal(newServicePrincipal(servicePrincipal));
	}
	for (const job of entra.jobs) tenant.synchronization.save(job);
	for (const [id, memory] of Object.entries(entra.memories)) {
		tenant.synchronization.loadMemory(id, new Memory(memory));
	}
	tenant.provisioningLog.load(entra.provisioningLog);
	for (const [id, secrets] of Object.entries(entra.secrets)) {
		tenant.synchronization.saveSecrets(id, new Map(Object.entries(secrets)));
	}
	for (const assignment of entra.assignments) tenant.loadAssignment(assignment);
	tenant.lastOrdinal = entra.lastOrdinal;
	tenant.changes.load(entra.changes, entra.lastChange);
}

/** Node's `recursive` never returns where a file system answers ENOENT to a new folder, as /proc does. */
function makeFolder(path: string): void {
	if (existsSync(path)) return;
	makeFolder(dirname(path));
	mkdirSync(path, { mode: 0o700 });
}
