import type { Profile } from "../../config/profile.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { ScimError } from "../../scim/errors.ts";
import { provisionsGroups, provisionsUsers } from "../../setup/job.ts";
import type { SetupFileInput } from "../../setup/setup-file.ts";
import { configurationFor } from "../../setup/sumo-saml.ts";
import type { Assignment } from "../../source/assignment.ts";
import { sumoDialect } from "../../sumo/dialect.ts";
import { renamedRolesOf } from "../../sumo/mapping-presets.ts";
import type { DesiredSetup } from "./steps/desired-setup.ts";
import type { SetupParts } from "./steps/setup-parts.ts";

/**
 * The setup as it is now, as the content of a file whose plan has nothing to do. Reads only.
 *
 * @param named how the application is found
 */
export async function exportSetup(
	parts: SetupParts,
	profile: Profile,
	named: DesiredSetup["app"],
	signal: AbortSignal | undefined,
): Promise<SetupFileInput> {
	const app = await parts.applications.find(named, signal);
	if (app === null)
		throw new DirectoryError(
			"not-found",
			`The tenant has no enterprise application "${named.name}" to export.`,
		);
	const assignments = await parts.assignments.list(app, signal);
	const roles = app.roles.filter(({ value, isEnabled }) => value !== null && isEnabled);
	const roleOf = (id: string) => app.roles.find((role) => role.id === id)?.value ?? undefined;
	const configurations = await samlConfigurations(parts, signal);
	const issuer = parts.issuerOf(app.tenantId);
	const configuration = configurationFor(configurations, app.displayName, { ...app, issuer });
	// The one of Sumo Logic's configuration is what setup sets by default, and another organization has another one.
	const isOwnReplyUrl =
		app.replyUrls[0] !== undefined && app.replyUrls[0] !== configuration?.assertionConsumerUrl;
	const { source, target } = profile;
	const { renamed, ...job } = await exportJob(parts, app, signal);
	return {
		version: 1,
		...(source.type === "entra" && source.tenantId !== ""
			? {
					tenant: {
						id: source.tenantId,
						...(source.clientId === "" ? {} : { clientId: source.clientId }),
						...(source.graphUrl === undefined ? {} : { graphUrl: source.graphUrl }),
					},
				}
			: {}),
		sumo: target.deployment === "custom" ? { scimUrl: target.scimUrl } : { deployment: target.deployment },
		app: {
			name: app.displayName,
			id: app.id,
			...(named.tag !== undefined && app.tags.includes(named.tag) ? { tag: named.tag } : {}),
		},
		saml:
			app.singleSignOnMode === "saml" && app.identifiers[0] !== undefined
				? {
						identifier: app.identifiers[0],
						...(isOwnReplyUrl ? { replyUrl: app.replyUrls[0] } : {}),
						...(configuration === undefined
							? { sumo: false }
							: { configuration: configuration.configurationName }),
						...(app.notificationEmails.length === 0
							? {}
							: { notificationEmails: [...app.notificationEmails] }),
					}
				: false,
		roles: roles.map(({ id, value }) => {
			const sumoRole = renamed?.get(value ?? "");
			return { id, value: value ?? "", ...(sumoRole === undefined ? {} : { sumoRole }) };
		}),
		assignments: await exportAssignments(parts, assignments, roleOf, signal),
		...job,
	};
}

/**
 * Assignments with names to read: user principal names, and display names of groups that no other group has. Those of deleted
 * users and groups are left out, and those that differ only in roles without a value are listed once.
 */
async function exportAssignments(
	{ assignments: { userNames, find } }: SetupParts,
	given: readonly Assignment[],
	roleOf: (id: string) => string | undefined,
	signal: AbortSignal | undefined,
): Promise<NonNullable<SetupFileInput["assignments"]>> {
	const users = given.filter(({ principalType }) => principalType === "User");
	const names = await userNames(
		users.map(({ principalId }) => principalId),
		signal,
	);
	const groups = given.filter((one) => !users.includes(one));
	const ids = [...new Set(groups.map(({ principalId }) => principalId))];
	const titles = [...new Set(groups.map(({ principalName }) => principalName))];
	const found = await find(
		[...ids, ...titles].map((named) => ({ kind: "group", named })),
		signal,
	);
	const exists = new Set(ids.filter((_, at) => found[at]?.type === "found"));
	const unique = new Set(titles.filter((_, at) => found[ids.length + at]?.type === "found"));
	type Listed = Exclude<NonNullable<SetupFileInput["assignments"]>, string>[number];
	const listed = given.flatMap(
		({ principalId, principalType, principalName, appRoleId }): readonly Listed[] => {
			const value = roleOf(appRoleId);
			const role = value === undefined ? {} : { role: value };
			const user = names.get(principalId);
			if (principalType === "User") return user === undefined ? [] : [{ user, ...role }];
			if (!exists.has(principalId)) return [];
			return [{ group: unique.has(principalName) ? principalName : principalId, ...role }];
		},
	);
	return [...new Map(listed.map((one) => [JSON.stringify(one), one])).values()];
}

/** Sumo Logic's SAML configurations; none when the access key may not see them, so that the file leaves them alone. */
async function samlConfigurations({ sumo }: SetupParts, signal: AbortSignal | undefined) {
	try {
		return (await sumo.saml?.list(signal)) ?? [];
	} catch (error) {
		if (error instanceof ScimError && (error.code === "forbidden" || error.code === "unauthorized"))
			return [];
		throw error;
	}
}

/**
 * The parts of the job, and the names that the guide's mappings give to roles. No user is provisioned on demand when the file is applied:
 * the users are those of the job.
 */
async function exportJob(
	parts: SetupParts,
	app: Parameters<SetupParts["jobs"]>[0],
	signal: AbortSignal | undefined,
): Promise<
	Pick<SetupFileInput, "mappings" | "scope" | "job"> & {
		readonly renamed?: ReadonlyMap<string, string> | undefined;
	}
> {
	const jobs = parts.jobs(app);
	const job = await jobs.find(signal);
	if (job === null) return { job: false };
	const [secrets, schema] = [await jobs.secrets(signal), await jobs.schema(job.id, signal)];
	const { set, filters } = importSchema(schema, sumoDialect);
	const settings = notificationSettings(secrets.get("SyncNotificationSettings"));
	const renamed = renamedRolesOf(set.mappings);
	return {
		renamed,
		mappings:
			renamed === undefined
				? set.mappings.map((mapping) => ({ ...mapping, source: { ...mapping.source } }))
				: "guide",
		scope: {
			users: secrets.get("SyncAll")?.toLowerCase() === "true" ? "all" : "assigned",
			filters: filters.map(({ name, clauses }) => ({ name, clauses: [...clauses] })),
			skipOutOfScopeDeletions: secrets.get("SkipOutOfScopeDeletions")?.toLowerCase() === "true",
		},
		job: {
			...settings,
			...(provisionsGroups(schema) ? { groups: true } : {}),
			...(provisionsUsers(schema) ? {} : { users: false }),
			start: job.schedule === "Active",
			firstUser: false,
		},
	};
}

function notificationSettings(text: string | undefined): {
	notificationEmail?: string;
	deletionThreshold?: number;
} {
	let settings: unknown;
	try {
		settings = JSON.parse(text ?? "{}");
	} catch {
		return {}; // written by another program in another form: nothing to export
	}
	if (typeof settings !== "object" || settings === null) return {};
	const { Enabled, Recipients, DeleteThresholdEnabled, DeleteThresholdValue }: Record<string, unknown> = {
		...settings,
	};
	return {
		...(Enabled === true && typeof Recipients === "string" && Recipients !== ""
			? { notificationEmail: Recipients }
			: {}),
		...(DeleteThresholdEnabled === true && typeof DeleteThresholdValue === "number"
			? { deletionThreshold: DeleteThresholdValue }
			: {}),
	};
}
