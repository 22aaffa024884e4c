import { join } from "node:path";
import { findApplication } from "../../entra/application.ts";
import {
	type ParsedExpression,
	parseInEntra,
	type TestProperty,
} from "../../entra/synchronization/parse-expression.ts";
import { createSynchronizationJobs } from "../../entra/synchronization/synchronization-jobs.ts";
import type { EntraSchema } from "../../entra-schema/document.ts";
import { backUpSchema } from "../guided-setup/schema-backup.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { type LastRead, openLastRead } from "./last-read.ts";

/** The schema of Entra's job for the application of a profile. Everything rejects with `DirectoryError`. */
export interface SchemaOfJob {
	/** Graph's id of the job. */
	readonly id: string;
	readonly read: (signal?: AbortSignal) => Promise<EntraSchema>;
	/**
	 * Replaces all of a schema that was read before, which starts an initial cycle. Resolves with it as it was read back. Rejects also
	 * with `SchemaChangedError` and `SchemaRacedError`.
	 */
	readonly replace: (before: EntraSchema, next: EntraSchema, signal?: AbortSignal) => Promise<EntraSchema>;
	/** Has Entra parse an expression. Null where Graph has no such call, or it is not allowed. */
	readonly parse: (
		expression: string,
		properties: readonly TestProperty[],
		signal?: AbortSignal,
	) => Promise<ParsedExpression | null>;
	/** The saved settings of the job; secret ones are `*`. */
	readonly secrets: (signal?: AbortSignal) => Promise<ReadonlyMap<string, string>>;
	/** Keeps a schema as a file before it is replaced. Resolves with the file's path. */
	readonly backUp: (schema: EntraSchema) => Promise<string>;
	/** The schema as an operator last saw it here. */
	readonly lastRead: LastRead;
	close(): void;
}

/** Finds the job of the profile that flags and environment name. Rejects also with UsageError and ConfigError. */
export async function openSchemaOfJob(
	options: OpenTenantOptions,
	signal?: AbortSignal,
): Promise<SchemaOfJob> {
	const { home, client, applicationName, now } = await openTenant(options);
	const servicePrincipal = await findApplication(client, applicationName, signal);
	const jobs = createSynchronizationJobs(client, servicePrincipal, false);
	const { id } = await jobs.locate(signal);
	const path = `/servicePrincipals/${encodeURIComponent(servicePrincipal)}/synchronization/jobs/${encodeURIComponent(id)}`;
	return {
		id,
		read: (inTime) => jobs.schema(id, inTime),
		replace: (before, next, inTime) => jobs.replaceSchema(id, before, next, inTime),
		parse: (expression, properties, inTime) => parseInEntra(client, path, expression, properties, inTime),
		secrets: (inTime) => jobs.secrets(inTime),
		backUp: (schema) => backUpSchema(join(home.state, "schemas"), id, schema, now()),
		lastRead: openLastRead(join(home.state, "schemas"), id),
		close: () => client.close(),
	};
}
