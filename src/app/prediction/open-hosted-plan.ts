import { join } from "node:path";
import type { PlannedAction } from "../../engine/plan/action/planned-action.ts";
import { findApplication } from "../../entra/application.ts";
import { select } from "../../entra/attributes.ts";
import { isMissingCall } from "../../entra/graph/missing-call.ts";
import { createHostedService } from "../../entra/synchronization/hosted-service.ts";
import { createSynchronizationJobs } from "../../entra/synchronization/synchronization-jobs.ts";
import { readDeletedUsers } from "../../entra/users.ts";
import { escrowFromLog } from "../../jobs/hosted-escrow.ts";
import type { PlanOptions, PlanReport } from "../../jobs/plan-report.ts";
import type { HostedLogEntry } from "../../ports/hosted-service.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { openTarget } from "../connection/open-target.ts";
import { scimUrlOf } from "../connection/read-token.ts";
import { UnreadableEntries } from "../hosted-job/unreadable-entries.ts";
import { systemClock } from "../process/system-clock.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import { DeviceSignIns } from "../source/device-sign-ins.ts";
import { openSource } from "../source/open-source.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { type Comparison, comparePrediction } from "./compare.ts";
import { asksForStandard } from "./entra-patch.ts";
import { watchingInput } from "./input-filter.ts";
import { lastCycleOf, predictedJob, stateNotes } from "./job-state.ts";
import { openKeptPrediction } from "./kept-prediction.ts";
import { linksFromLog } from "./links-from-log.ts";
import { predictCycle } from "./predict.ts";
import type { Prediction } from "./prediction.ts";
import { rulesOfJob, unsureTargets } from "./rules-of-job.ts";

/** The plan of Entra's job, which the portal does not have. */
export interface HostedPlan {
	/**
	 * Predicts the next cycle, and keeps the prediction for `compare`. Writes nothing to source, target or job. Rejects with
	 * `DirectoryError`, `ScimError`, `EntraSchemaError`, and `MappingError` for an expression that cannot be read here.
	 */
	predict(signal?: AbortSignal, onProgress?: (done: number, total: number) => void): Promise<Prediction>;
	/** The same as a plan, with the actions of a plan of our own. Its forecast is for the pace of sumo-provision, not for Entra's. */
	plan(options?: PlanOptions): Promise<PlanReport>;
	/** Compares a prediction with the job's log since then; the last one made here when absent. Null when there is none. */
	compare(prediction?: Prediction, signal?: AbortSignal): Promise<Comparison | null>;
	close(): Promise<void>;
}

/** How far back Entra keeps its log, ms. */
const logKeptMs = 30 * 24 * 3_600_000;

/**
 * Opens what a prediction reads. Sends nothing yet.
 *
 * @throws UsageError, ConfigError, RemediableError and DirectoryError for a missing secret
 */
export async function openHostedPlan(options: OpenTenantOptions): Promise<HostedPlan> {
	const { demo, deviceSignIns = new DeviceSignIns() } = options;
	const { inUse, home, connector, client, applicationName, now } = await openTenant({
		...options,
		deviceSignIns,
	});
	const { profile, secrets } = inUse;
	const { source } = profile;
	const clock = { ...systemClock, ...options.clock };
	const directory = await openSource(source, secrets.sourceSecret, { demo, connector, deviceSignIns });
	const target = await openTarget(profile, secrets, connector);
	const application = (signal?: AbortSignal) => findApplication(client, applicationName, signal);
	const unreadable = new UnreadableEntries();
	const service = createHostedService({ client, application, clock, onUnreadable: unreadable.add });
	const entriesOfUsers = async (signal?: AbortSignal) => {
		const range = { since: now() - logKeptMs };
		return (await unreadable.reading(service, range, options.warn, signal)).filter(isOfUser);
	};
	const lastOf = (jobId: string) => openKeptPrediction(join(home.state, "predictions"), jobId);

	/** The job as it is now. */
	const readJob = async (signal?: AbortSignal) => {
		const jobs = createSynchronizationJobs(client, await application(signal), false);
		const [status, secretValues] = [await service.status(signal), await jobs.secrets(signal)];
		const schema = await jobs.schema(status.id, signal);
		return { status, settings: secretValues, schema };
	};
	const readLog = async (signal?: AbortSignal): Promise<readonly HostedLogEntry[] | null> => {
		try {
			return await entriesOfUsers(signal);
		} catch (error) {
			if (isMissingCall(error)) return null;
			throw error;
		}
	};
	/** Also finds soft-deleted users by id, so that others who are missing are permanently deleted. */
	const withDeleted: Directory = {
		...directory,
		hasBin: false,
		async usersById(ids, attributes, signal) {
			const users = await directory.usersById(ids, attributes, signal);
			const found = new Set(users.map(({ id }) => id));
			const missing = ids.filter((id) => !found.has(id));
			const deleted = await readDeletedUsers(client, missing, select(attributes), signal);
			return [...users, ...deleted];
		},
	};

	const predict = async (
		signal?: AbortSignal,
		onProgress?: (done: number, total: number) => void,
		onAction?: PlanOptions["onAction"],
	): Promise<{ readonly prediction: Prediction; readonly report: PlanReport }> => {
		const job = await readJob(signal);
		const { status, settings } = job;
		const { rules, notes, flows, input } = rulesOfJob(job, profile);
		const source = input === null ? { directory: withDeleted } : watchingInput(withDeleted, input);
		const log = await readLog(signal);
		const madeAt = new Date(now()).toISOString();
		const baseAddress = settings.get("BaseAddress") ?? "";
		const messages: string[] = [];
		const { counts, held, users, report } = await predictCycle(
			{
				...source,
				flows,
				target: (priority) => target.target(priority),
				roleNames: target.roleNames,
				clock,
				rules,
				links: linksFromLog(log ?? []),
				escrow: escrowFromLog(log ?? []),
				isStandardPatch: asksForStandard(baseAddress),
				warn: (message) => messages.push(message),
				...(onAction === undefined ? {} : { onAction }),
			},
			signal,
			onProgress,
		);
		const prediction: Prediction = {
			type: "prediction",
			version: 1,
			madeAt,
			profile: profile.name,
			job: predictedJob(
				status,
				job.schema,
				applicationName,
				profile.source.type === "entra" ? profile.source.tenantId : "",
			),
			target: baseAddress,
			counts,
			held,
			notes: [
				...notes,
				...stateNotes(status, baseAddress, scimUrlOf(profile)),
				...(log === null
					? [
							"The provisioning log cannot be read, so users are matched as in an initial cycle: grant ProvisioningLog.Read.All",
						]
					: []),
				...messages,
			],
			users,
		};
		await lastOf(status.id).set(prediction);
		return { prediction, report };
	};

	return {
		predict: async (signal, onProgress) => (await predict(signal, onProgress)).prediction,

		async plan({ signal, onProgress, onAction } = {}) {
			const actions: PlannedAction[] = [];
			const { report, prediction } = await predict(
				signal,
				onProgress && ((done) => onProgress(done)),
				onAction ?? ((action) => void actions.push(action)),
			);
			return { ...report, actions, notes: prediction.notes };
		},

		async compare(given, signal) {
			const { status, schema } = await readJob(signal);
			const prediction = given ?? (await lastOf(status.id).get());
			if (prediction === undefined) return null;
			return comparePrediction({
				prediction,
				entries: await entriesOfUsers(signal),
				now: now(),
				lastCycle: lastCycleOf(status),
				schedule: status.schedule,
				quarantine: status.quarantine?.reason ?? null,
				unsureTargets: unsureTargets(schema, dialectOf(profile)),
			});
		},

		async close() {
			await directory.close();
			client.close();
		},
	};
}

/** A job may provision groups too, which are not predicted. */
function isOfUser({ objectType = "User" }: HostedLogEntry): boolean {
	return objectType.toLowerCase() === "user";
}
