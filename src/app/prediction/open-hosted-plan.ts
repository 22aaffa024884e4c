import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Profile } from "../../config/profile.ts";
import type { PlannedAction } from "../../engine/plan/action/planned-action.ts";
import type { Rules } from "../../engine/plan/rules.ts";
import { findApplication } from "../../entra/application.ts";
import { select } from "../../entra/attributes.ts";
import { isMissingCall } from "../../entra/graph/missing-call.ts";
import { createHostedService } from "../../entra/synchronization/hosted-service.ts";
import { createSynchronizationJobs } from "../../entra/synchronization/synchronization-jobs.ts";
import { readDeletedUsers } from "../../entra/users.ts";
import { type EntraSchema, userMappingOf } from "../../entra-schema/document.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { noteTexts } from "../../entra-schema/schema-note.ts";
import { escrowFromLog } from "../../jobs/hosted-escrow.ts";
import type { PlanOptions, PlanReport } from "../../jobs/plan-report.ts";
import { compileMappings, redactedAttributes } from "../../mapping/user/compile.ts";
import type { HostedLogEntry } from "../../ports/hosted-service.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { JobStatus } from "../../setup/job-status.ts";
import { openTarget } from "../connection/open-target.ts";
import { scimUrlOf } from "../connection/read-token.ts";
import { systemClock } from "../process/system-clock.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import { DeviceSignIns } from "../source/device-sign-ins.ts";
import { openSource } from "../source/open-source.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { type Comparison, comparePrediction } from "./compare.ts";
import { asksForStandard } from "./entra-patch.ts";
import { entraPolicy, entraSettings } from "./entra-policy.ts";
import { type RestrictedFlow, restrictedFlows } from "./flow-type.ts";
import { type InputFilter, inputFilterOf, watchingInput } from "./input-filter.ts";
import { linksFromLog } from "./links-from-log.ts";
import { predictCycle } from "./predict.ts";
import { type Prediction, readPrediction } from "./prediction.ts";

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

/** Functions that yield something else each time. */
const unrepeatable = /\b(?:Guid|Now|RandomString)\s*\(/i;

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
	const service = createHostedService({ client, application, clock });
	const lastFile = (jobId: string) =>
		join(home.state, "predictions", `${jobId.replace(/[^\w.-]/g, "_")}.json`);

	/** The job as it is now. */
	const readJob = async (signal?: AbortSignal) => {
		const jobs = createSynchronizationJobs(client, await application(signal), false);
		const [status, secretValues] = [await service.status(signal), await jobs.secrets(signal)];
		const schema = await jobs.schema(status.id, signal);
		return { status, settings: secretValues, schema };
	};
	const readLog = async (signal?: AbortSignal): Promise<readonly HostedLogEntry[] | null> => {
		try {
			return (await service.log({ since: now() - logKeptMs }, signal)).filter(isOfUser);
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
			job: {
				id: status.id,
				application: applicationName,
				schemaVersion: typeof job.schema.version === "string" ? job.schema.version.trim() : "",
				cycle: status.lastSuccess === null ? "initial" : "incremental",
				schedule: status.schedule,
				status: status.code,
				...(isRunning(status) ? { running: true } : {}),
				...(status.intervalMinutes === null ? {} : { intervalMinutes: status.intervalMinutes }),
			},
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
		await keep(lastFile(status.id), prediction);
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
			const prediction = given ?? (await kept(lastFile(status.id)));
			if (prediction === undefined) return null;
			const { set, notes } = importSchema(schema, dialectOf(profile));
			const unsure = set.mappings.filter(
				({ target: name, source: from }) =>
					(from.type === "expression" && unrepeatable.test(from.expression)) ||
					notes.some((note) => note.target === name),
			);
			return comparePrediction({
				prediction,
				entries: (await service.log({ since: now() - logKeptMs }, signal)).filter(isOfUser),
				now: now(),
				lastCycle: lastCycleOf(status),
				schedule: status.schedule,
				quarantine: status.quarantine?.reason ?? null,
				unsureTargets: new Set(unsure.map(({ target: name }) => name)),
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

type JobRead = {
	readonly status: JobStatus;
	readonly settings: ReadonlyMap<string, string>;
	readonly schema: EntraSchema;
};

/** The job's schema and settings as rules in Entra's dialect. Throws `MappingError`, `ScopeError` and `EntraSchemaError`. */
function rulesOfJob(
	{ status, settings, schema }: JobRead,
	profile: Profile,
): {
	readonly rules: Rules;
	readonly notes: readonly string[];
	readonly flows: ReadonlyMap<string, RestrictedFlow>;
	readonly input: InputFilter | null;
} {
	const imported = importSchema(schema, dialectOf(profile));
	const { json } = userMappingOf(schema);
	const groups = json.scope?.groups ?? [];
	if (groups.length > imported.filters.length)
		throw new Error(
			`The scope of the job cannot be predicted: ${noteTexts(imported.notes.filter(({ about }) => about === "scoping-filter")).join("; ")}`,
		);
	const isOn = (key: string) => settings.get(key)?.toLowerCase() === "true";
	const mappings = compileMappings({ ...imported.set, entraStrict: true });
	const scope = compileScope(
		{
			users: isOn("SyncAll") ? "all" : "assigned",
			filters: imported.filters,
			skipOutOfScopeDeletions: isOn("SkipOutOfScopeDeletions"),
		},
		redactedAttributes(mappings),
	);
	const { filter: input, notes: inputNotes } = inputFilterOf(schema);
	const unrepeatables = imported.set.mappings.filter(
		({ source }) => source.type === "expression" && unrepeatable.test(source.expression),
	);
	return {
		flows: restrictedFlows(schema),
		input,
		rules: {
			mappings,
			scope,
			settings: entraSettings(profile.provisioning, status.deletionThreshold),
			policy: entraPolicy(mappings),
		},
		notes: [
			// Groups have a note of their own, and flow types are predicted.
			...noteTexts(imported.notes.filter(({ about }) => about !== "unused-mapping" && about !== "flow-type")),
			...(provisionsGroups(schema)
				? ["The job provisions groups too, which are not part of the prediction"]
				: []),
			...inputNotes,
			...unrepeatables.map(({ target }) => `${target}: its value differs each time`),
		],
	};
}

function provisionsGroups({ synchronizationRules }: EntraSchema): boolean {
	return synchronizationRules.some(({ objectMappings }) =>
		(objectMappings ?? []).some(
			({ enabled, sourceObjectName }) => enabled !== false && sourceObjectName?.toLowerCase() === "group",
		),
	);
}

function isRunning({ progress }: JobStatus): boolean {
	return progress.some(({ completed, total }) => completed < total);
}

function lastCycleOf({ lastExecution }: JobStatus) {
	if (lastExecution === null) return null;
	const [began, ended] = [Date.parse(lastExecution.timeBegan), Date.parse(lastExecution.timeEnded)];
	return Number.isNaN(began) || Number.isNaN(ended) ? null : { began, ended };
}

/** What keeps the next cycle from running as predicted. */
function stateNotes(status: JobStatus, jobTarget: string, profileTarget: string): readonly string[] {
	const plain = (url: string) => url.split("?", 1).join().toLowerCase().replace(/\/+$/, "");
	return [
		...(isRunning(status)
			? [
					"A cycle of the job is running: it may still make some of these changes. The prediction is for the cycle after it, and is compared with that one",
				]
			: []),
		...(status.schedule === "Active"
			? []
			: [`The job's schedule is ${status.schedule}: no cycle follows until it is started`]),
		...(status.quarantine === null
			? []
			: [`The job is in quarantine (${status.quarantine.reason}): its cycles run less often`]),
		...(plain(jobTarget) === plain(profileTarget)
			? []
			: [
					`The job provisions into ${jobTarget || "no target yet"}, and the prediction was made with the accounts of ${profileTarget}`,
				]),
	];
}

async function keep(file: string, prediction: Prediction): Promise<void> {
	await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
	const unfinished = `${file}.${process.pid}.tmp`;
	await writeFile(unfinished, JSON.stringify(prediction), { mode: 0o600 });
	await rename(unfinished, file);
}

async function kept(file: string): Promise<Prediction | undefined> {
	try {
		return readPrediction(await readFile(file, "utf8"));
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
}
