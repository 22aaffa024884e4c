import type { Profile } from "../../config/profile.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { ScimError } from "../../scim/errors.ts";
import type { SetupFileInput } from "../../setup/setup-file.ts";
import { configurationFor } from "../../setup/sumo-saml.ts";
import type { Assignment } from "../../source/assignment.ts";
import { sumoDialect } from "../../sumo/dialect.ts";
import type { DesiredSetup } from "./desired-setup.ts";
import type { SetupParts } from "./setup-parts.ts";

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
	const roleOf = (id: string) => roles.find((role) => role.id === id)?.value ?? undefined;
	const configurations = await samlConfigurations(parts, signal);
	const issuer = `https://sts.windows.net/${app.tenantId}/`;
	const configuration = configurationFor(configurations, app.displayName, issuer);
	const { source, target } = profile;
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
		app: { name: app.displayName, id: app.id, ...(app.tags.includes(named.tag) ? { tag: named.tag } : {}) },
		saml:
			app.singleSignOnMode === "saml" && app.identifiers[0] !== undefined
				? {
						identifier: app.identifiers[0],
						...(app.replyUrls[0] === undefined ? {} : { replyUrl: app.replyUrls[0] }),
						...(configuration === undefined
							? { sumo: false }
							: { configuration: configuration.configurationName }),
						...(app.notificationEmails.length === 0
							? {}
							: { notificationEmails: [...app.notificationEmails] }),
					}
				: false,
		roles: roles.length === 0 ? "all" : roles.map(({ id, value }) => ({ id, value: value ?? "" })),
		assignments: await exportAssignments(parts, assignments, roleOf, signal),
		...(await exportJob(parts, app, signal)),
	};
}

/** Assignments with names to read: user principal names, and display names of groups that no other group has. */
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
	const groups = [...new Set(given.filter((one) => !users.includes(one)).map((one) => one.principalName))];
	const found = await find(
		groups.map((named) => ({ kind: "group", named })),
		signal,
	);
	const isUnique = (name: string) => found[groups.indexOf(name)]?.type === "found";
	return given.map(({ principalId, principalType, principalName, appRoleId }) => {
		const value = roleOf(appRoleId);
		const role = value === undefined ? {} : { role: value };
		return principalType === "User"
			? { user: names.get(principalId) ?? principalId, ...role }
			: { group: isUnique(principalName) ? principalName : principalId, ...role };
	});
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

/** The parts of the job; without a job, it is not to be started. */
async function exportJob(
	parts: SetupParts,
	app: Parameters<SetupParts["jobs"]>[0],
	signal: AbortSignal | undefined,
): Promise<Pick<SetupFileInput, "mappings" | "scope" | "job">> {
	const jobs = parts.jobs(app);
	const job = await jobs.find(signal);
	if (job === null) return { job: { start: false } };
	const [secrets, schema] = [await jobs.secrets(signal), await jobs.schema(job.id, signal)];
	const { set, filters } = importSchema(schema, sumoDialect);
	const settings = notificationSettings(secrets.get("SyncNotificationSettings"));
	return {
		mappings: set.mappings.map((mapping) => ({ ...mapping, source: { ...mapping.source } })),
		scope: {
			users: secrets.get("SyncAll")?.toLowerCase() === "true" ? "all" : "assigned",
			filters: filters.map(({ name, clauses }) => ({ name, clauses: [...clauses] })),
			skipOutOfScopeDeletions: secrets.get("SkipOutOfScopeDeletions")?.toLowerCase() === "true",
		},
		job: { ...settings, start: job.schedule === "Active" },
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
