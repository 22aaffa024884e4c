import {
	definitionsOf,
	type EntraObjectMapping,
	type EntraSchema,
	userMappingOf,
} from "../entra-schema/document.ts";
import { exportSchema } from "../entra-schema/export.ts";
import { checkMapping, isReadable } from "../mapping/check/check-mapping.ts";
import type { MappingSet } from "../mapping/definition/mapping-set.ts";
import type { Scope } from "../scoping/scope.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

export type DesiredJob = {
	/** The Tenant URL. */
	readonly baseAddress: string;
	readonly mappings: MappingSet;
	readonly scope: Scope;
	/** Undefined: stays as it is. */
	readonly notificationEmail: string | undefined;
	readonly deletionThreshold: number | undefined;
	/** What the cloud can store of credentials and notification email together, and what the token takes of it. Absent: no known limit. */
	readonly room?: { readonly maxBytes: number; readonly tokenBytes: number } | undefined;
	/** Whether the mapping of groups stays as it is, instead of being switched off. */
	readonly keepsGroups: boolean;
	/** Whether the mapping of users is on. */
	readonly mapsUsers: boolean;
};

/** A synchronization job as Graph shows it. */
export type JobState = {
	readonly id: string;
	/** `Active`, `Disabled`, `Paused` */
	readonly schedule: string;
	/** `NotConfigured`, `NotRun`, `Active`, `Paused`, `Quarantine` */
	readonly code: string;
	readonly quarantineReason: string | null;
};

/** What is known of an application's job. */
export type ActualJob = {
	readonly job: JobState;
	/** Readable settings by name; secret ones are `*`. */
	readonly secrets: ReadonlyMap<string, string>;
	/** Whether the saved credentials were tried, with success. */
	readonly credentials: "missing" | "valid" | "refused";
	readonly schema: EntraSchema;
};

/** What to write; absent parts stay as they are. The token itself is added when it is written. */
export type JobChange = {
	readonly create: boolean;
	/** All settings to store, to be completed with the token. */
	readonly secrets?: Readonly<Record<string, string>>;
	/** Makes the schema to store from the job's own. */
	readonly schema?: (own: EntraSchema) => EntraSchema;
	/** Whether the change takes effect only after a restart. */
	readonly needsRestart: boolean;
};

/** Plans the job with credentials, schema, scope and notifications. `actual`: null when there is no job. */
export function planJob(actual: ActualJob | null, desired: DesiredJob): Planned<JobChange> {
	const schema = (own: EntraSchema): EntraSchema => desiredSchema(own, desired);
	const tooLong = tooLongDetail(actual, desired);
	if (tooLong !== null) return blocked(tooLong);
	if (actual === null)
		return {
			action: "create",
			details: [
				"Create the provisioning job.",
				"Test the credentials, then save them.",
				`Map ${desired.mappings.mappings.length} attributes${desired.keepsGroups ? "" : ", and switch the mapping of groups off"}.`,
				...addingRolesDetails(desired.mappings),
				...emptyValueDetails(null, desired),
			],
			change: { create: true, secrets: desiredSecrets(new Map(), desired), schema, needsRestart: false },
		};
	const details: string[] = [];
	const secrets = desiredSecrets(actual.secrets, desired);
	const changed = Object.entries(secrets).filter(
		([name, value]) => !sameSetting(name, actual.secrets.get(name), value),
	);
	if (actual.credentials !== "valid")
		details.push(
			actual.credentials === "missing"
				? "Test the credentials, then save them."
				: "The saved credentials are refused: test the current ones, then save them.",
		);
	for (const [name] of changed) details.push(settingTexts[name] ?? `Set ${name}.`);
	const isSameSchema = same(actual.schema, schema(actual.schema));
	if (!isSameSchema) details.push(...schemaDetails(actual.schema, desired));
	const writesSecrets = changed.length > 0 || actual.credentials !== "valid";
	const unsure = emptyValueDetails(actual.schema, desired);
	if (details.length === 0)
		return asItShouldBe(
			"The provisioning job is set up.",
			...addingRolesDetails(desired.mappings),
			...unsure,
		);
	return {
		action: "update",
		details: [...details, ...unsure],
		change: {
			create: false,
			...(writesSecrets ? { secrets } : {}),
			...(isSameSchema ? {} : { schema }),
			needsRestart: changed.some(([name]) => name === "SyncAll"),
		},
	};
}

const settingTexts: Readonly<Record<string, string>> = {
	BaseAddress: "Set the Tenant URL.",
	SyncAll: "Set which users are provisioned.",
	SkipOutOfScopeDeletions: "Set what happens to users who leave the scope.",
	SyncNotificationSettings: "Set notification email and deletion threshold.",
};

/** The settings to store, apart from the token. */
function desiredSecrets(
	current: ReadonlyMap<string, string>,
	desired: DesiredJob,
): Readonly<Record<string, string>> {
	const { baseAddress, scope, notificationEmail, deletionThreshold } = desired;
	const isDefault = !scope.skipOutOfScopeDeletions && current.get("SkipOutOfScopeDeletions") === undefined;
	const notifies = notificationEmail !== undefined || deletionThreshold !== undefined;
	return {
		BaseAddress: baseAddress,
		SyncAll: scope.users === "all" ? "true" : "false",
		...(isDefault ? {} : { SkipOutOfScopeDeletions: scope.skipOutOfScopeDeletions ? "True" : "False" }),
		...(notifies
			? {
					SyncNotificationSettings: JSON.stringify({
						...readSettings(current.get("SyncNotificationSettings")),
						...(notificationEmail === undefined ? {} : { Enabled: true, Recipients: notificationEmail }),
						...(deletionThreshold === undefined
							? {}
							: { DeleteThresholdEnabled: true, DeleteThresholdValue: deletionThreshold }),
					}),
				}
			: {}),
	};
}

/**
 * Entra for the US government stores at most 1 KB of credentials and notification email together. What is already stored fits.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/known-issues
 */
function tooLongDetail(
	actual: ActualJob | null,
	{ baseAddress, notificationEmail, room }: DesiredJob,
): string | null {
	if (room === undefined) return null;
	const stored = readSettings(actual?.secrets.get("SyncNotificationSettings")).Recipients;
	const email = notificationEmail ?? (typeof stored === "string" ? stored : "");
	const isStored =
		actual?.credentials === "valid" &&
		actual.secrets.get("BaseAddress") === baseAddress &&
		(notificationEmail === undefined || notificationEmail === stored);
	const bytes = Buffer.byteLength(baseAddress) + room.tokenBytes + Buffer.byteLength(email);
	if (isStored || bytes <= room.maxBytes) return null;
	return `Tenant URL, secret token and notification email have ${bytes} bytes together. Entra ID in this cloud stores at most ${room.maxBytes}: use a shorter token or email address.`;
}

/** Settings that are JSON in a string. Others, such as an empty string, count as none. */
function readSettings(text: string | undefined): Readonly<Record<string, unknown>> {
	try {
		const settings: unknown = JSON.parse(text ?? "{}");
		return typeof settings === "object" && settings !== null ? { ...settings } : {};
	} catch {
		return {}; // not JSON: replaced as a whole
	}
}

function sameSetting(name: string, actual: string | undefined, desired: string): boolean {
	// A job that was set up by hand may not have it: the portal's default is assigned users.
	if (actual === undefined) return name === "SyncAll" && desired === "false";
	if (name === "SyncNotificationSettings") return same(readSettings(actual), readSettings(desired));
	const plain = (text: string) => text.toLowerCase().replace(/\/+$/, "");
	return plain(actual) === plain(desired);
}

/** The job's own schema with the desired mappings and scope, and by default no mapping of groups. */
function desiredSchema(
	own: EntraSchema,
	{ mappings, scope, keepsGroups, mapsUsers }: DesiredJob,
): EntraSchema {
	const written = exportSchema(mappings, scope.filters, own);
	const users = userMappingOf(own);
	return {
		...written,
		synchronizationRules: written.synchronizationRules.map((rule, ruleAt) => ({
			...rule,
			objectMappings: rule.objectMappings?.map((mapping, at) => {
				if (ruleAt !== users.rule || at !== users.objectMapping)
					return !keepsGroups && mapsGroups(mapping) ? { ...mapping, enabled: false } : mapping;
				// A file does not describe which of create, update and delete are on.
				const { flowTypes = mapping.flowTypes } = users.json;
				const isOn = mapping.enabled !== false;
				return { ...mapping, flowTypes, ...(isOn === mapsUsers ? {} : { enabled: mapsUsers }) };
			}),
		})),
	};
}

function mapsGroups({ sourceObjectName, enabled }: EntraObjectMapping): boolean {
	return sourceObjectName?.toLowerCase() === "group" && enabled !== false;
}

/** Whether a job provisions users. */
export function provisionsUsers(schema: EntraSchema): boolean {
	return userMappingOf(schema).json.enabled !== false;
}

/** Whether a job provisions groups too. */
export function provisionsGroups({ synchronizationRules }: EntraSchema): boolean {
	return synchronizationRules.some(({ objectMappings }) => objectMappings?.some(mapsGroups) ?? false);
}

function schemaDetails(own: EntraSchema, desired: DesiredJob): readonly string[] {
	const before = userMappingOf(own).json.attributeMappings ?? [];
	const targets = desired.mappings.mappings.map(({ target }) => target);
	const added = targets.filter((target) => !before.some((one) => one.targetAttributeName === target));
	const removed = before.map((one) => one.targetAttributeName).filter((target) => !targets.includes(target));
	return [
		`Write the mappings of ${targets.length} attributes and the scope into the job's schema, which starts an initial cycle.`,
		...(added.length === 0 ? [] : [`Added: ${added.join(", ")}.`]),
		...(removed.length === 0 ? [] : [`Removed: ${removed.join(", ")}.`]),
		...addingRolesDetails(desired.mappings),
	];
}

/**
 * Values that are always empty: attributes that mappings and scoping filters read and Entra ID does not have, and roles where all users
 * are provisioned. Attributes that the job's own directory lists are the tenant's, unless they look like a slip: an earlier run may have
 * added them.
 */
function emptyValueDetails(schema: EntraSchema | null, { mappings, scope }: DesiredJob): readonly string[] {
	const options = { attributes: schema === null ? [] : sourceNames(schema), users: scope.users };
	const unknown = mappings.mappings.flatMap((mapping) => {
		const problems = (known: typeof options) =>
			checkMapping(mapping, mappings, known).filter(
				({ code }) => code === "unknown-source" || code === "roles-of-all",
			);
		const slips = problems({ ...options, attributes: [] }).filter(
			({ suggestion }) => suggestion !== undefined,
		);
		const found = slips.length > 0 ? slips : problems(options);
		return found.map(({ target, message }) => `Check the mapping of ${target}: ${message}.`);
	});
	const filtered = scope.filters.flatMap(({ name, clauses }) =>
		clauses
			.filter(({ attribute }) => !isReadable(attribute, options))
			.map(
				({ attribute }) =>
					`Check the scoping filter ${name}: the source has no attribute ${attribute} that is known here.`,
			),
	);
	return [...unknown, ...filtered];
}

function sourceNames(schema: EntraSchema): readonly string[] {
	const { rule, json } = userMappingOf(schema);
	const directory = schema.synchronizationRules[rule]?.sourceDirectoryName;
	return definitionsOf(schema, directory, json.sourceObjectName).map(({ name }) => name);
}

/** How mappings that only add roles, as the guide's version of July 2025 does, differ from those of the guide before it. */
function addingRolesDetails({ mappings }: MappingSet): readonly string[] {
	const adds = mappings.some(
		({ target, source }) =>
			target === "roles" &&
			source.type === "expression" &&
			/\bAppRoleAssignmentsComplex\s*\(/i.test(source.expression),
	);
	return adds
		? [
				'Unlike the guide\'s first version, which maps one role to roles[primary eq "True"].value, AppRoleAssignmentsComplex maps all roles to roles and never takes a role away. AssertiveAppRoleAssignmentsComplex also removes roles that are no longer assigned.',
			]
		: [];
}

/** Whether two values are the same JSON, whatever the order of members. Absent and undefined members are the same. */
function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

function sorted(_key: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
