import { userMappingOf } from "../../entra-schema/document.ts";
import type { HostedService, UnreadableEntry } from "../../ports/hosted-service.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient, GraphClock } from "../graph/graph-client.ts";
import { provisionOnDemand } from "./on-demand.ts";
import { readProvisioningLog } from "./provisioning-log.ts";
import { createRequestWindow, inTurn, synchronizationLimit } from "./request-window.ts";
import { createSynchronizationJobs } from "./synchronization-jobs.ts";

export type HostedServiceOptions = {
	readonly client: GraphClient;
	/** The object id of the enterprise application; called once it is needed. */
	readonly application: (signal?: AbortSignal) => Promise<string>;
	readonly clock: Pick<GraphClock, "now" | "sleep">;
	/** Called for each entry of the log that is left out, again whenever it is read again. */
	readonly onUnreadable?: (entry: UnreadableEntry) => void;
};

/** The one provisioning job of an application; which one that is, is read once. */
type Located = {
	readonly servicePrincipalId: string;
	readonly jobs: ReturnType<typeof createSynchronizationJobs>;
	readonly jobId: string;
};

/** Entra's own provisioning job over Graph. Sends nothing before it is used. */
export function createHostedService({
	client,
	application,
	clock,
	onUnreadable = () => undefined,
}: HostedServiceOptions): HostedService {
	const logClient = inTurn(client, createRequestWindow(synchronizationLimit, clock));
	const onDemandClient = inTurn(client, createRequestWindow(synchronizationLimit, clock));
	let known: Located | undefined;
	let ruleId: string | undefined;

	const locate = async (signal?: AbortSignal): Promise<Located> => {
		if (known !== undefined) return known;
		const servicePrincipalId = await application(signal);
		const jobs = createSynchronizationJobs(client, servicePrincipalId, false);
		const job = await jobs.locate(signal);
		known = { servicePrincipalId, jobs, jobId: job.id };
		return known;
	};

	/** A job that was replaced since has another id: it is located again, one time. */
	const withJob = async <T>(use: (located: Located) => Promise<T>, signal?: AbortSignal): Promise<T> => {
		const isFresh = known === undefined;
		try {
			return await use(await locate(signal));
		} catch (error) {
			if (isFresh || !(error instanceof DirectoryError) || error.code !== "not-found") throw error;
			known = undefined;
			ruleId = undefined;
			return use(await locate(signal));
		}
	};

	return {
		status: (signal) => withJob(({ jobs, jobId }) => jobs.status(jobId, signal), signal),
		start: (signal) => withJob(({ jobs, jobId }) => jobs.start(jobId, signal), signal),
		pause: (signal) => withJob(({ jobs, jobId }) => jobs.pause(jobId, signal), signal),
		restart: (scopes, signal) => withJob(({ jobs, jobId }) => jobs.restart(jobId, scopes, signal), signal),
		onDemand: (userId, signal) =>
			withJob(async ({ servicePrincipalId, jobs, jobId }) => {
				ruleId ??= await userRule(jobs, jobId, signal);
				const base = `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/synchronization`;
				const subject = { jobId, ruleId, userId };
				return provisionOnDemand(onDemandClient, base, subject, clock.now, signal);
			}, signal),
		log: (range, signal) =>
			withJob(
				({ servicePrincipalId, jobId }) =>
					readProvisioningLog(logClient, { servicePrincipalId, jobId }, range, onUnreadable, signal),
				signal,
			),
	};
}

/** The id of the rule that maps users; ids differ between jobs. */
async function userRule(
	jobs: Located["jobs"],
	jobId: string,
	signal: AbortSignal | undefined,
): Promise<string> {
	const schema = await jobs.schema(jobId, signal);
	const { id } = schema.synchronizationRules[userMappingOf(schema).rule] ?? {};
	if (typeof id === "string" && id !== "") return id;
	throw new DirectoryError("unavailable", "The job's schema has no id for the rule that maps users.");
}
