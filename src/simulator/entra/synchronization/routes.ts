import { z } from "zod";
import { type Answer, json, noContent, type Request } from "../../loopback/exchange.ts";
import { type JsonObject, mergePatched } from "../../loopback/json.ts";
import { badRequest, GraphRefusal } from "../odata/refusal.ts";
import { type Job, newJob, showJob } from "./job/job.ts";
import type { Synchronization } from "./job/registry.ts";
import { readScopes, resetJob, startJob } from "./job/restart.ts";
import {
	credentialsSchema,
	deletionThreshold,
	mergeSecrets,
	readSecrets,
	showSecrets,
} from "./job/secrets.ts";
import { RequestWindow } from "./log/request-window.ts";
import { showOnDemand } from "./log/show-on-demand.ts";
import { onDemandBody, requestedUsers } from "./on-demand.ts";
import { type AsyncHandler, below, context, read } from "./route-parts.ts";
import { schemaRoutes } from "./schema-routes.ts";
import type { ProvisioningService } from "./service.ts";
import type { SourceDirectory } from "./source/directory.ts";
import { validate } from "./target/validate.ts";

/** What the routes need from the tenant. */
export interface SynchronizationParts {
	readonly synchronization: Synchronization;
	readonly service: ProvisioningService;
	readonly directory: SourceDirectory;
	readonly tenantId: string;
	readonly clock: () => number;
	/** The service principal that a path names. Throws a GraphRefusal. */
	servicePrincipal(key: string): { readonly id: string; readonly appId: string };
}

const jobBody = z.object({ templateId: z.string() });
const secretsBody = z.object({ value: credentialsSchema });
const validateBody = z.object({
	credentials: credentialsSchema.optional(),
	useSavedCredentials: z.boolean().optional(),
});
const restartBody = z.object({
	criteria: z.object({ resetScope: z.string() }).optional(),
});

/** `/servicePrincipals/{id}/synchronization` (learn.microsoft.com/graph/api/resources/synchronization-overview). */
export function synchronizationRoutes(parts: SynchronizationParts): Readonly<Record<string, AsyncHandler>> {
	const { synchronization, service, clock } = parts;
	const find = (key: string): string => parts.servicePrincipal(key).id;
	const jobOf = (key: string, id: string): Job => synchronization.job(find(key), id);
	const show = (job: Job): JsonObject =>
		mergePatched(
			showJob(job, {
				threshold: deletionThreshold(synchronization.secretsOf(job.servicePrincipalId)),
				cycleSeconds: service.limits.cycleSeconds,
				neverRun: service.quirks.neverRun,
			}),
			service.quirks.shown ?? {},
		);

	const window = new RequestWindow(clock);
	/** Requests for a new application's templates and jobs so far. */
	const early = new Map<string, number>();
	const isReady = (servicePrincipalId: string): boolean => {
		const requests = early.get(servicePrincipalId) ?? 0;
		early.set(servicePrincipalId, requests + 1);
		return requests >= service.quirks.lag;
	};
	const run = (job: Job): void =>
		synchronization.save(startJob(job, synchronization.secretsOf(job.servicePrincipalId), clock()));
	const test = async (request: Request, servicePrincipalId: string): Promise<Answer> => {
		const { credentials, useSavedCredentials } = read(validateBody, request);
		const saved = synchronization.secretsOf(servicePrincipalId);
		await validate(service.connection(useSavedCredentials ? saved : readSecrets(credentials ?? [])));
		return noContent;
	};

	return {
		...schemaRoutes(parts, jobOf),
		[`GET ${below}/templates`]: (request, id) => {
			const { id: servicePrincipalId, appId } = parts.servicePrincipal(id);
			const shown = isReady(servicePrincipalId) ? service.quirks.templates : [];
			return json(200, {
				...context(request, "synchronization/templates"),
				value: shown.map((template, index) => ({
					id: template,
					factoryTag: template,
					applicationId: appId,
					default: index === 0,
					discoverable: true,
					description: null,
					metadata: [],
					schema: null,
				})),
			});
		},
		[`GET ${below}/jobs`]: (request, id) =>
			json(200, {
				...context(request, "synchronization/jobs"),
				value: synchronization.jobsOf(find(id)).map(show),
			}),
		[`POST ${below}/jobs`]: (request, key) => {
			const { id: servicePrincipalId, appId } = parts.servicePrincipal(key);
			const { templateId } = read(jobBody, request);
			if (!isReady(servicePrincipalId)) throw new GraphRefusal(401, "UnknownError", "");
			if (!service.quirks.templates.includes(templateId))
				throw badRequest(`The template '${templateId}' was not found.`);
			if (synchronization.jobsOf(servicePrincipalId).length > 0) {
				throw new GraphRefusal(409, "Conflict", "The application has a synchronization job already.");
			}
			const id = `${templateId}.${parts.tenantId.replaceAll("-", "")}.${appId}`;
			const job = newJob({ id, servicePrincipalId, templateId });
			synchronization.save(job);
			return json(201, { ...context(request, "synchronization/jobs/$entity"), ...show(job) });
		},
		[`GET ${below}/jobs/{job}`]: (request, id, job) =>
			json(200, { ...context(request, "synchronization/jobs/$entity"), ...show(jobOf(id, job)) }),
		[`DELETE ${below}/jobs/{job}`]: (_request, id, job) => {
			synchronization.remove(jobOf(id, job));
			return noContent;
		},
		[`POST ${below}/jobs/validateCredentials`]: (request, id) => test(request, find(id)),
		[`POST ${below}/jobs/{job}/validateCredentials`]: (request, id, job) =>
			test(request, jobOf(id, job).servicePrincipalId),
		[`GET ${below}/secrets`]: (request, id) =>
			json(200, {
				...context(request, "synchronization/secrets"),
				value: showSecrets(synchronization.secretsOf(find(id))),
			}),
		[`PUT ${below}/secrets`]: (request, id) => {
			const servicePrincipalId = find(id);
			const given = readSecrets(read(secretsBody, request).value);
			const merged = mergeSecrets(
				synchronization.secretsOf(servicePrincipalId),
				given,
				service.quirks.secretsLeftOut,
			);
			synchronization.saveSecrets(servicePrincipalId, merged);
			return noContent;
		},
		[`POST ${below}/jobs/{job}/start`]: (_request, id, key) => {
			run({ ...jobOf(id, key), quarantine: null, failures: 0 });
			return noContent;
		},
		[`POST ${below}/jobs/{job}/pause`]: (_request, id, key) => {
			synchronization.save({ ...jobOf(id, key), schedule: "Paused", code: "Paused" });
			return noContent;
		},
		[`POST ${below}/jobs/{job}/provisionOnDemand`]: async (request, id, key) => {
			const { requestsPer10Seconds, assignmentDelaySeconds } = service.onDemand;
			window.admit(requestsPer10Seconds);
			const job = jobOf(id, key);
			const body = read(onDemandBody, request);
			const mapping = service.mappingOf(job);
			if (!mapping) throw badRequest("The schema of the job does not provision users.");
			const users = requestedUsers(body, mapping.ruleId, parts.directory);
			const entries = await service.provisionOnDemand(job, mapping, users, assignmentDelaySeconds);
			const what = context(request, "microsoft.graph.stringKeyStringValuePair");
			return json(200, { ...what, ...showOnDemand(entries, service.onDemand) });
		},
		[`POST ${below}/jobs/{job}/restart`]: (request, id, key) => {
			const job = jobOf(id, key);
			const asked = read(restartBody, request).criteria?.resetScope ?? "";
			const scopes = readScopes(asked);
			run({
				...resetJob(job, scopes, [synchronization.memory(job.id), synchronization.groups(job.id)]),
				restarts: [...job.restarts, asked || "Escrows, Watermark, QuarantineState"],
			});
			return noContent;
		},
	};
}
