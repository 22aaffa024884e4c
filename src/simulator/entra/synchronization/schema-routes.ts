import { z } from "zod";
import { json, noContent } from "../../loopback/exchange.ts";
import { isObject } from "../../loopback/json.ts";
import { GraphRefusal, notFound } from "../odata/refusal.ts";
import type { Job } from "./job/job.ts";
import type { Synchronization } from "./job/registry.ts";
import { type AsyncHandler, below, context, read } from "./route-parts.ts";
import { checkSchema } from "./schema/check-schema.ts";
import { answerExpression, parseExpressionBody } from "./schema/expression-answer.ts";
import { showFilterOperators, showFunctions } from "./schema/schema-metadata.ts";
import type { ProvisioningService } from "./service.ts";

/** What these routes need. */
export interface SchemaParts {
	readonly synchronization: Synchronization;
	readonly service: ProvisioningService;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
}

const path = `${below}/jobs/{job}/schema`;

/**
 * The schema of a job and what helps to write one (learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema).
 *
 * @param jobOf the job that a path names; throws a GraphRefusal
 */
export function schemaRoutes(
	{ synchronization, service, clock }: SchemaParts,
	jobOf: (key: string, id: string) => Job,
): Readonly<Record<string, AsyncHandler>> {
	return {
		[`GET ${path}`]: (request, id, key) => {
			const job = jobOf(id, key);
			const answer = json(200, {
				...context(request, "synchronization/schema/$entity"),
				...(service.quirks.schemaETags ? { "@odata.etag": etagOf(job) } : {}),
				...service.schemaOf(job),
				version: `Version:${job.schemaVersion}, `,
			});
			service.schemaWasRead(job);
			return answer;
		},
		[`PUT ${path}`]: (request, id, key) => {
			const job = jobOf(id, key);
			const condition = request.headers["if-match"];
			if (service.quirks.schemaETags && condition !== undefined && condition !== etagOf(job))
				throw new GraphRefusal(
					412,
					"Request_PreconditionFailed",
					"The schema was changed since it was read.",
				);
			const schema = read(z.record(z.string(), z.json()), request);
			checkSchema(schema);
			synchronization.save({ ...job, schema, schemaVersion: job.schemaVersion + 1, isInitial: true });
			service.schemaWasWritten(job);
			return noContent;
		},
		[`DELETE ${path}`]: (_request, id, key) => {
			const { schema: _, ...job } = jobOf(id, key);
			synchronization.save({ ...job, schemaVersion: job.schemaVersion + 1, isInitial: true });
			return noContent;
		},
		[`GET ${path}/functions`]: (request, id, key) => {
			jobOf(id, key);
			const value = showFunctions(service.identifiers);
			return json(200, { ...context(request, "synchronization/schema/functions"), value });
		},
		[`GET ${path}/filterOperators`]: (request, id, key) => {
			jobOf(id, key);
			const value = showFilterOperators(service.identifiers);
			return json(200, { ...context(request, "synchronization/schema/filterOperators"), value });
		},
		[`POST ${path}/parseExpression`]: (request, id, key) => {
			jobOf(id, key);
			return json(200, {
				...context(request, "microsoft.graph.parseExpressionResponse"),
				...answerExpression(read(parseExpressionBody, request)),
			});
		},
		[`POST ${path}/directories/{directory}/discover`]: (request, id, key, directoryId) => {
			const job = jobOf(id, key);
			const { directories } = service.schemaOf(job);
			const found = Array.isArray(directories)
				? directories.filter(isObject).find((one) => one.id === directoryId)
				: undefined;
			if (!found) throw notFound(directoryId);
			return json(200, {
				...context(request, "synchronization/schema/directories/$entity"),
				...found,
				discoveryDateTime: new Date(clock()).toISOString(),
			});
		},
	};
}

function etagOf({ schemaVersion }: Job): string {
	return `W/"${schemaVersion}"`;
}
