import type { EnterpriseApplications } from "../../../entra/applications/enterprise-applications.ts";
import type { PrincipalName } from "../../../entra/applications/principals.ts";
import type { AreaId } from "../../../entra/permissions/check-permissions.ts";
import type { SynchronizationJobs } from "../../../entra/synchronization/synchronization-jobs.ts";
import type { EntraSchema } from "../../../entra-schema/document.ts";
import type { NewLogEntry } from "../../../ports/log/log-entry.ts";
import type { Target } from "../../../ports/target.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import type { Principal } from "../../../setup/assignments.ts";
import type { Assignment } from "../../../source/assignment.ts";
import type { SourceUser } from "../../../source/source-user.ts";
import type { SamlConfigurations } from "../../../sumo/saml-configurations.ts";
/** Assignments of an application's roles. */
export type AssignmentAccess = {
	readonly list: (application: EnterpriseApplication, signal?: AbortSignal) => Promise<readonly Assignment[]>;
	/** User principal names by id; deleted users are missing. */
	readonly userNames: (ids: readonly string[], signal?: AbortSignal) => Promise<ReadonlyMap<string, string>>;
	/** Some of the assigned users with these attributes, those assigned directly first. */
	readonly someUsers: (
		application: EnterpriseApplication,
		attributes: readonly string[],
		signal?: AbortSignal,
	) => Promise<readonly SourceUser[]>;
	/** The user with this user principal name, mail address or object id. */
	readonly userNamed: (name: string, signal?: AbortSignal) => Promise<SourceUser>;
	/** Whether the tenant has the license that assigning groups needs; null when that cannot be seen. */
	readonly hasGroupLicense: (signal?: AbortSignal) => Promise<boolean | null>;
	readonly find: (names: readonly PrincipalName[], signal?: AbortSignal) => Promise<readonly Principal[]>;
	readonly assign: (
		application: EnterpriseApplication,
		principalId: string,
		appRoleId: string,
		signal?: AbortSignal,
	) => Promise<void>;
	readonly unassign: (
		application: EnterpriseApplication,
		assignmentId: string,
		signal?: AbortSignal,
	) => Promise<void>;
};

/** A record of what was begun to be created, which outlives the process. */
export interface Creations {
	/** Whether a creation was begun a short time ago and its end is not known. */
	readonly isOpen: (what: string) => Promise<boolean>;
	readonly begin: (what: string) => Promise<void>;
	readonly end: (what: string) => Promise<void>;
	/** Notes that this process created something with this id. */
	readonly made: (id: string) => Promise<void>;
	/** Whether it was created by a process of this home that has ended since, so that process will not complete it. */
	readonly isLeft: (id: string) => Promise<boolean>;
}

/** The two services that setup changes, and what else it needs. */
export type SetupParts = {
	readonly applications: EnterpriseApplications;
	readonly assignments: AssignmentAccess;
	readonly jobs: (application: EnterpriseApplication) => SynchronizationJobs;
	/** The same to read the job; does not wait for replication when the sign-in certainly lacks the permission, whose refusal looks alike. */
	readonly jobsToRead: (application: EnterpriseApplication) => Promise<SynchronizationJobs>;
	/** Has the application's job provision a user now. */
	readonly onDemand: (
		application: EnterpriseApplication,
	) => (userId: string, signal?: AbortSignal) => Promise<NewLogEntry>;
	readonly sumo: {
		readonly accounts: Pick<Target, "find" | "get">;
		/** The SCIM base. */
		readonly tenantUrl: string;
		/** Base64 of `accessId:accessKey`. */
		readonly secretToken: string;
		/** Null for a target without roles. */
		readonly roleNames: (signal?: AbortSignal) => Promise<ReadonlySet<string> | null>;
		/** Null for a target without SAML configurations. */
		readonly saml: SamlConfigurations | null;
	};
	/** How many bytes of credentials and notification email a job can store in this cloud; undefined: no known limit. */
	readonly credentialBytes: number | undefined;
	/** Who issues the SAML tokens of a tenant. */
	readonly issuerOf: (tenantId: string) => string;
	/** The permission that a change in this area certainly lacks, with who can grant it; null when none is known. */
	readonly missingPermission: (area: AreaId, signal?: AbortSignal) => Promise<string | null>;
	/** Called when the application is there: what failed for the lack of it is over. */
	readonly appFound: (application: EnterpriseApplication) => Promise<void>;
	/** Why Entra's job must not be started, if this program provisions the application; null when it may. */
	readonly startProblem: (application: EnterpriseApplication) => Promise<string | null>;
	/** What `startProblem` cannot see, as a sentence. */
	readonly notSeen: string;
	/** Awaited after another certificate signs: what was known of its end is over. */
	readonly signingCertificateChanged: () => Promise<void>;
	/** Awaited after the job was started here. */
	readonly started: (jobId: string) => Promise<void>;
	/** Keeps a schema before it is replaced. */
	readonly backUp: (jobId: string, schema: EntraSchema) => Promise<unknown>;
	readonly pause: (attempt: number, ms: number, signal?: AbortSignal) => Promise<void>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** The id of an app role; the same each time for one value in one application, so that a repeated write changes nothing. */
	readonly roleId: (application: Pick<EnterpriseApplication, "appId"> | null, value: string) => string;
	readonly creations: Creations;
};
