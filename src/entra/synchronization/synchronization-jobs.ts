import { z } from "zod";
import { type EntraSchema, readDocument } from "../../entra-schema/document.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { JobState } from "../../setup/job.ts";
import { isOff, isOn, type JobStatus } from "../../setup/job-status.ts";
import { type ResetScope, writeResetScopes } from "../../setup/reset-scope.ts";
import { type ConsistencyPolicy, eventually, policies } from "../graph/eventually.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { GraphError } from "../graph/graph-error.ts";
import { isOutcomeUnknown, lookUp } from "../graph/lost-creation.ts";
import { allItems } from "../graph/pages.ts";
import { jobStatus } from "./job-status.ts";
import { replaceSchema } from "./replace-schema.ts";

const job = jobStatus.transform(
	({ id, schedule, code, quarantine }): JobState => ({
		id,
		schedule,
		code,
		quarantineReason: quarantine?.reason ?? null,
	}),
);
const setting = z.object({ key: z.string(), value: z.string().nullish() });

/** Between two reads of a schema that was written and is not visible yet, ms. */
const visiblePauseMs = 2_000;

/** Credentials by their exact names: `BaseAddress`, `SecretToken`. */
export type JobSecrets = Readonly<Record<string, string>>;

/**
 * The synchronization job of an application. Everything rejects with `DirectoryError`, or the signal's reason when aborted.
 *
 * @see https://learn.microsoft.com/graph/application-provisioning-configure-api
 */
export interface SynchronizationJobs {
	/** The job, the one that is on if the application has several; null when there is none. */
	find(signal?: AbortSignal): Promise<JobState | null>;
	/** The job; rejects with `not-found` when there is none. */
	locate(signal?: AbortSignal): Promise<JobState>;
	/** The status of the job that is on, if the application has several; null when there is none. */
	current(signal?: AbortSignal): Promise<JobStatus | null>;
	/** Makes a job from the template for SCIM. When the answer is lost, or the application has one already, that one is used. */
	create(signal?: AbortSignal): Promise<JobState>;
	/** The saved settings; secret ones are `*`. */
	secrets(signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
	/** Stores all settings, among them the token: a `*` would be stored as it is. */
	saveSecrets(secrets: JobSecrets, signal?: AbortSignal): Promise<void>;
	/** Has Entra test credentials, or the saved ones. Returns why they were refused; null when they work. */
	validate(jobId: string, secrets: JobSecrets | "saved", signal?: AbortSignal): Promise<string | null>;
	schema(jobId: string, signal?: AbortSignal): Promise<EntraSchema>;
	/**
	 * Replaces all of a schema that was read before, which starts an initial cycle. Resolves with it as it was read back. Rejects also
	 * with `SchemaChangedError` and `SchemaRacedError` when another admin changes it at the same time.
	 */
	replaceSchema(
		jobId: string,
		before: EntraSchema,
		next: EntraSchema,
		signal?: AbortSignal,
	): Promise<EntraSchema>;
	start(jobId: string, signal?: AbortSignal): Promise<void>;
	/** The running cycle still ends. */
	pause(jobId: string, signal?: AbortSignal): Promise<void>;
	restart(jobId: string, scopes: readonly ResetScope[], signal?: AbortSignal): Promise<void>;
	/** State, counts and quarantine. */
	status(jobId: string, signal?: AbortSignal): Promise<JobStatus>;
}

/** @param isNew whether the application may not be replicated yet */
export function createSynchronizationJobs(
	client: GraphClient,
	servicePrincipalId: string,
	isNew: boolean,
): SynchronizationJobs {
	const base = `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/synchronization`;
	const path = (jobId: string) => `${base}/jobs/${encodeURIComponent(jobId)}`;
	let lags: readonly ConsistencyPolicy[] = isNew ? [policies.newApplication] : [];
	const send = <T>(request: Parameters<GraphClient["send"]>[0], shape: z.ZodType<T>): Promise<T> =>
		eventually(client, lags, () => client.send(request, shape), request.signal);
	const post = async (url: string, body: unknown, signal?: AbortSignal, secrets?: readonly string[]) => {
		await send({ method: "POST", url, body, secrets, signal }, z.unknown());
	};
	const list = async <T>(url: string, item: z.ZodType<T>, signal?: AbortSignal): Promise<readonly T[]> => {
		const read = () => allItems(client, url, item.nullable(), { signal });
		const given = await eventually(client, lags, read, signal);
		const found = given.filter((one) => one !== null);
		// Members that are null beside others mean nothing; alone they do not say that there is nothing.
		if (found.length === 0 && given.length > 0)
			throw new DirectoryError("unavailable", `GET ${url}: the list has nothing but null.`);
		return found;
	};

	const schema = async (jobId: string, signal?: AbortSignal) => {
		const content = await send({ method: "GET", url: `${path(jobId)}/schema`, signal }, z.looseObject({}));
		const { "@odata.context": _, ...document } = content;
		return readDocument(document);
	};
	/** Of several jobs the one that is on: the others provision no users. */
	const only = async <T extends Pick<JobStatus, "schedule">>(item: z.ZodType<T>, signal?: AbortSignal) => {
		const found = await list(`${base}/jobs`, item, signal);
		return found.find(isOn) ?? found.find((one) => !isOff(one)) ?? found[0] ?? null;
	};
	const find = (signal?: AbortSignal) => only(job, signal);

	return {
		find,
		async locate(signal) {
			const found = await find(signal);
			if (found !== null) return found;
			throw new DirectoryError("not-found", "The application has no provisioning job of Entra.", undefined, {
				type: "set-up-hosted-job",
			});
		},
		current: (signal) => only(jobStatus, signal),
		async create(signal) {
			const templates = await list(`${base}/templates`, z.object({ id: z.string() }), signal);
			const ids = templates.map(({ id }) => id);
			const templateId = ["scim", "customappsso"].find((id) => ids.includes(id)) ?? ids[0] ?? "scim";
			const request = {
				method: "POST",
				url: `${base}/jobs`,
				body: { templateId },
				once: true,
				signal,
			} as const;
			/** A job that another attempt made, whose answer was lost or which lists did not show yet. */
			const existing = async (error: unknown): Promise<JobState> => {
				const isThere = error instanceof GraphError && error.status === 409;
				if (!isThere && !isOutcomeUnknown(error)) throw error;
				const search = async () => (await find(signal)) ?? undefined;
				const found = isThere ? await search() : await lookUp(search, client, signal);
				if (found === undefined) throw error;
				return found;
			};
			const made = await eventually(client, lags, () => client.send(request, job).catch(existing), signal);
			lags = [...lags, policies.newJob];
			return made;
		},
		secrets: async (signal) => {
			const settings = await list(`${base}/secrets`, setting, signal);
			return new Map(settings.map(({ key, value }) => [key, value ?? ""]));
		},
		async saveSecrets(secrets, signal) {
			const body = { value: Object.entries(secrets).map(([key, value]) => ({ key, value })) };
			const hidden = secretValues(secrets);
			await send({ method: "PUT", url: `${base}/secrets`, body, secrets: hidden, signal }, z.unknown());
		},
		async validate(jobId, secrets, signal) {
			const credentials =
				secrets === "saved" ? undefined : Object.entries(secrets).map(([key, value]) => ({ key, value }));
			const body = credentials === undefined ? { useSavedCredentials: true } : { credentials };
			try {
				const hidden = secrets === "saved" ? [] : secretValues(secrets);
				await post(`${path(jobId)}/validateCredentials`, body, signal, hidden);
				return null;
			} catch (error) {
				// The body of a refusal is not documented: most codes name credentials, and a 400 can mean nothing else here.
				const isRefusal =
					error instanceof GraphError && (/Credential/i.test(error.graphCode) || error.status === 400);
				if (isRefusal) return error.message;
				throw error;
			}
		},
		schema,
		replaceSchema: (jobId, before, next, signal) =>
			replaceSchema(
				{
					read: () => schema(jobId, signal),
					async put({ "@odata.etag": _, ...body }, etag) {
						const headers = etag === undefined ? {} : { "if-match": etag };
						const url = `${path(jobId)}/schema`;
						await send({ method: "PUT", url, headers, body, once: true, signal }, z.unknown());
					},
					pause: (attempt) => client.pause(attempt, visiblePauseMs, signal),
				},
				before,
				next,
			),
		start: (jobId, signal) => post(`${path(jobId)}/start`, undefined, signal),
		pause: (jobId, signal) => post(`${path(jobId)}/pause`, undefined, signal),
		status: (jobId, signal) => send({ method: "GET", url: path(jobId), signal }, jobStatus),
		restart: (jobId, scopes, signal) =>
			post(`${path(jobId)}/restart`, { criteria: { resetScope: writeResetScopes(scopes) } }, signal),
	};
}

/** The values that no error may show: Graph may repeat what it was sent. The target's URL is not one. */
function secretValues(secrets: JobSecrets): readonly string[] {
	return Object.entries(secrets).flatMap(([key, value]) =>
		/token|secret|password/i.test(key) ? [value] : [],
	);
}
