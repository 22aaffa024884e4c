import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../config/errors/usage-error.ts";
import { readNamedText } from "../../config/json/json-file.ts";
import type { Flags } from "../../config/settings/index.ts";
import { readSetupFile } from "../../config/setup-file/read.ts";
import { SetupFileError } from "../../config/setup-file/setup-file-error.ts";
import { writeSetupFile } from "../../config/setup-file/write.ts";
import { openStarts } from "../../config/starts.ts";
import { createEnterpriseApplications } from "../../entra/applications/enterprise-applications.ts";
import { hasGroupLicense } from "../../entra/applications/group-license.ts";
import { findPrincipals } from "../../entra/applications/principals.ts";
import { someAssignedUsers } from "../../entra/assigned-users.ts";
import { assign, readGrants, unassign } from "../../entra/assignments.ts";
import { select } from "../../entra/attributes.ts";
import { findUser } from "../../entra/find-user.ts";
import { eventually, policies } from "../../entra/graph/eventually.ts";
import type { GraphClient } from "../../entra/graph/graph-client.ts";
import { missingPermission } from "../../entra/permissions/check-permissions.ts";
import type { LoadKeyring } from "../../entra/sign-in/certificate/keyring-module.ts";
import { createHostedService } from "../../entra/synchronization/hosted-service.ts";
import { createSynchronizationJobs } from "../../entra/synchronization/synchronization-jobs.ts";
import { readUsers } from "../../entra/users.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { EnterpriseApplication } from "../../setup/application.ts";
import { credentialBytesOf, graphUrls, issuerOfTenant } from "../../setup/cloud.ts";
import type { SetupFile } from "../../setup/setup-file.ts";
import { openTarget } from "../connection/open-target.ts";
import { readToken, scimUrlOf } from "../connection/read-token.ts";
import { assertDirectOff, DirectOnError, notSeenFromHere } from "../hosted-job/assert-direct-off.ts";
import { hostedKey } from "../hosted-job/assert-job-off.ts";
import { forgetFailedCycles } from "../hosted-job/forget-failed-cycles.ts";
import { operatorName } from "../process/operator.ts";
import { systemClock } from "../process/system-clock.ts";
import { openCredentialEnds } from "../source/credential-ends.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { openCreations } from "./creations.ts";
import { exportSetup } from "./export-setup.ts";
import type { GuidedSetup } from "./guided-setup.ts";
import { desiredSetup, tagOf } from "./read-desired-setup.ts";
import { roleId } from "./role-id.ts";
import { runSteps } from "./run-steps.ts";
import { backUpSchema } from "./schema-backup.ts";
import type { AssignmentEntry } from "./steps/desired-setup.ts";
import type { SetupParts } from "./steps/setup-parts.ts";

export type OpenSetupOptions = OpenTenantOptions & {
	/** Path of the setup file; undefined: what the guide says, for the profile's application. */
	readonly file?: string | undefined;
	/** For tests. */
	readonly loadKeyring?: LoadKeyring | undefined;
};

/** An application younger than this, ms, may not be replicated yet. */
const replicationMs = 10 * 60_000;

/**
 * Opens what setup needs. The file gives what flags do not; secrets come from the environment or the saved profile, and a
 * saved secret goes only where it was saved for. Sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret
 */
export async function openSetup(options: OpenSetupOptions): Promise<GuidedSetup> {
	const file = options.file === undefined ? null : await readFile(options.file);
	const assignments = file === null ? [] : await readAssignments(file, options.file ?? "");
	const flags = { ...flagsOf(file), ...options.flags };
	const { inUse, home, connector, client, now } = await openTenant({ ...options, flags });
	const { profile, secrets } = inUse;
	const secretToken = await readToken(profile, secrets.secretToken, options.loadKeyring);
	const target = await openTarget(profile, { secretToken }, connector);
	const starts = openStarts(home);
	const graphUrl = profile.source.type === "entra" ? profile.source.graphUrl : undefined;
	const clock = options.clock ?? systemClock;
	const lagsOf = ({ created }: EnterpriseApplication) =>
		now() - created < replicationMs ? [policies.newApplication] : [];

	const provisioned = ({ id, appId, displayName }: EnterpriseApplication) => ({
		tenantId: profile.source.type === "entra" ? profile.source.tenantId : "",
		application: { id, appId, displayName },
		isDemo: options.demo !== undefined,
	});

	const parts: SetupParts = {
		applications: createEnterpriseApplications(client, now),
		assignments: {
			list: (app, signal) =>
				eventually(
					client,
					lagsOf(app),
					async () => (await readGrants(client, app.id, [], signal)).grants.assignments,
					signal,
				),
			userNames: (ids, signal) => userNames(client, ids, signal),
			someUsers: async (app, attributes, signal) => {
				const { grants } = await readGrants(client, app.id, [], signal);
				return someAssignedUsers(client, grants.assignments, attributes, signal);
			},
			userNamed: async (name, signal) => {
				const { id } = await findUser(client, name, signal);
				const [user] = await readUsers(client, [id], select([]), signal);
				if (user !== undefined) return user;
				throw new DirectoryError("not-found", `The user "${name}" was deleted a moment ago.`);
			},
			hasGroupLicense: (signal) => hasGroupLicense(client, signal),
			find: (names, signal) => findPrincipals(client, names, signal),
			assign: (app, principalId, appRoleId, signal) =>
				eventually(
					client,
					[policies.newAssignment, ...lagsOf(app)],
					() => assign(client, { applicationId: app.id, principalId, appRoleId }, signal),
					signal,
				),
			unassign: (app, assignmentId, signal) => unassign(client, app.id, assignmentId, signal),
		},
		jobs: (app) => createSynchronizationJobs(client, app.id, lagsOf(app).length > 0),
		async jobsToRead(app) {
			const isRefused = (await missingPermission(client, "job")) !== null;
			return createSynchronizationJobs(client, app.id, lagsOf(app).length > 0 && !isRefused);
		},
		onDemand: (app) => createHostedService({ client, application: async () => app.id, clock }).onDemand,
		sumo: {
			accounts: target.target("interactive"),
			tenantUrl: scimUrlOf(profile),
			secretToken,
			roleNames: target.roleNames,
			saml: target.samlConfigurations,
		},
		credentialBytes: credentialBytesOf(graphUrl),
		issuerOf: (tenantId) => issuerOfTenant(tenantId, graphUrl),
		missingPermission: (area, signal) => missingPermission(client, area, signal),
		appFound: (app) =>
			forgetFailedCycles(
				provisioned(app),
				({ remedy }) => remedy?.type === "set-up-application",
				home,
				options.warn,
			),
		async startProblem(app) {
			try {
				await assertDirectOff({ home, starts, ...provisioned(app), warn: options.warn });
				return null;
			} catch (error) {
				if (error instanceof DirectOnError) return error.message;
				throw error;
			}
		},
		notSeen: notSeenFromHere(home.state),
		signingCertificateChanged: () => openCredentialEnds(home).forgetSigning(),
		started: (jobId) => starts.record(hostedKey(jobId), { by: operatorName(), at: now() }),
		backUp: (jobId, schema) => backUpSchema(join(home.state, "schemas"), jobId, schema, now()),
		pause: client.pause,
		now,
		roleId,
		creations: openCreations(
			starts,
			profile.source.type === "entra" ? profile.source.tenantId : "",
			operatorName(),
			now,
		),
	};
	const desired = desiredSetup(file, profile, assignments);
	return {
		run: (given) => runSteps(parts, desired, given),
		exported: async (signal) => {
			const { source, appName } = profile;
			const id = source.type === "entra" && isGuid(source.application) ? source.application : undefined;
			const name = source.type === "entra" && id === undefined ? source.application : appName;
			const named = { id, name, tag: tagOf(name) };
			return writeSetupFile(await exportSetup(parts, profile, named, signal));
		},
		requests: () => client.requests() + target.requests(),
		close: () => client.close(),
	};
}

async function userNames(
	client: GraphClient,
	ids: readonly string[],
	signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
	const users = await readUsers(client, ids, select([]), signal);
	return new Map(
		users.flatMap(({ id, attributes: { userPrincipalName } }) =>
			typeof userPrincipalName === "string" ? [[id, userPrincipalName] as const] : [],
		),
	);
}

async function readFile(path: string): Promise<SetupFile> {
	const text = await readNamedText(path, { flag: "--file", variable: "" });
	if (text === undefined) throw new UsageError("--file", "", `Can't read ${path}: the file does not exist.`);
	try {
		return readSetupFile(text, path);
	} catch (error) {
		throw error instanceof SetupFileError ? new UsageError("--file", "", error.message) : error;
	}
}

/** The assignments that a setup file lists, or those of the CSV file that it names, which is relative to it. */
async function readAssignments(
	{ assignments, roles }: SetupFile,
	setupPath: string,
): Promise<readonly AssignmentEntry[]> {
	if (typeof assignments !== "string")
		return assignments.map((one) =>
			"user" in one
				? { kind: "user", named: one.user, role: one.role }
				: { kind: "group", named: one.group, role: one.role },
		);
	const path = resolve(dirname(setupPath), assignments);
	const text = await readNamedText(path, { flag: "--file", variable: "" });
	if (text === undefined)
		throw new UsageError(
			"--file",
			"",
			`Can't read ${path}, which ${setupPath} names under assignments: the file does not exist.`,
		);
	try {
		const { readAssignmentsFile } = await import("./assignments-file.ts");
		return readAssignmentsFile(text, path, (written) => roleNamed(written, roles));
	} catch (error) {
		throw error instanceof SetupFileError ? new UsageError("--file", "", error.message) : error;
	}
}

/** The value of the listed role with this value or this name in Sumo Logic, otherwise the name as written. */
function roleNamed(written: string, roles: SetupFile["roles"]): string {
	if (roles === "all" || roles.some(({ value }) => value === written)) return written;
	return roles.find((role) => "sumoRole" in role && role.sumoRole === written)?.value ?? written;
}

/** What a file says about source and target, as flags. */
function flagsOf(file: SetupFile | null): Flags {
	if (file === null) return {};
	const { tenant, sumo, app } = file;
	const graphUrl = tenant?.graphUrl ?? (tenant?.cloud && graphUrls[tenant.cloud]);
	return {
		source: "entra",
		application: app.id ?? app.name,
		appName: app.name,
		...(tenant === undefined ? {} : { tenantId: tenant.id }),
		...(tenant?.clientId === undefined ? {} : { clientId: tenant.clientId }),
		...(graphUrl === undefined ? {} : { graphUrl }),
		...(sumo?.scimUrl === undefined ? {} : { scimUrl: sumo.scimUrl }),
		...(sumo?.scimUrl !== undefined || sumo?.deployment === undefined ? {} : { deployment: sumo.deployment }),
	};
}

function isGuid(text: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
