import type { JsonObject } from "../../loopback/json.ts";
import type { DecisionRules } from "./cycle/decision.ts";
import { documentedLimits, type Limits } from "./cycle/limits.ts";
import { runCycle, together } from "./cycle/run-cycle.ts";
import type { Execution, JobError } from "./job/execution.ts";
import type { Job } from "./job/job.ts";
import { longestQuarantine, quarantined } from "./job/quarantine.ts";
import { likely, type Quirks } from "./job/quirks.ts";
import type { Synchronization } from "./job/registry.ts";
import { deletionThreshold, flagOf, type Secrets } from "./job/secrets.ts";
import type { Entry } from "./log/entry.ts";
import { documentedOnDemand, type OnDemandBehavior } from "./log/log-behavior.ts";
import type { ProvisioningLog } from "./log/provisioning-log.ts";
import { provisionOnDemand } from "./on-demand.ts";
import { defaultSchema } from "./schema/default-schema.ts";
import { type ObjectMapping, readObjectMapping } from "./schema/job-mappings.ts";
import type { Identifiers } from "./schema/schema-metadata.ts";
import { raced, type SchemaRace } from "./schema/schema-race.ts";
import type { SourceDirectory } from "./source/directory.ts";
import { type Connection, ScimTarget } from "./target/scim-target.ts";
import { testConnection } from "./target/validate.ts";

/** What the service works with. */
export interface ServiceParts {
	readonly synchronization: Synchronization;
	readonly directory: SourceDirectory;
	readonly log: ProvisioningLog;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	/** A certificate to trust in addition when a target is called, in PEM. */
	readonly ca: string | undefined;
}

/** Milliseconds of real time between two checks for jobs that are due. */
const lookEvery = 250;
/** How long closing waits for a request that is not answered, in milliseconds. */
const patience = 2_000;

/** The provisioning service: runs the cycles of started jobs. Shares nothing with the product but the expression language. */
export class ProvisioningService {
	readonly #parts: ServiceParts;
	readonly #running = new Map<string, Promise<void>>();
	#timer: NodeJS.Timeout | undefined;
	#isStopped = false;
	limits: Limits = documentedLimits;
	/** Another administrator who is about to change a schema. */
	race: SchemaRace | undefined;
	/** How functions and filter operators are identified. */
	identifiers: Identifiers = "both";
	quirks: Quirks = likely;
	/** How provision on demand answers. */
	onDemand: OnDemandBehavior = documentedOnDemand;

	constructor(parts: ServiceParts) {
		this.#parts = parts;
	}

	/** Starts to run cycles automatically when they are due. */
	automate(): void {
		this.#timer ??= setInterval(() => {
			this.runDue().catch((error: unknown) => {
				process.emitWarning(`The simulated provisioning service failed: ${String(error)}`);
			});
		}, lookEvery).unref();
	}

	/** Stops. Cycles that are running end after the current object, and begin again in the next process. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#isStopped = true;
		const ended = Promise.allSettled(this.#running.values());
		await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
	}

	/** Runs the cycles of all started jobs that are due by the clock. */
	async runDue(): Promise<void> {
		const now = this.#parts.clock();
		const due = this.#started().filter(({ next }) => next !== null && next <= now);
		await Promise.all(due.map(({ id }) => this.#run(id)));
	}

	/** Runs a cycle of each started job now, due or not, and returns their ids. */
	async runNow(): Promise<readonly string[]> {
		const started = this.#started();
		await Promise.all(started.map(({ id }) => this.#run(id)));
		return started.map(({ id }) => id);
	}

	/** Provisions users of a job at once, after a cycle that is running. */
	async provisionOnDemand(
		job: Job,
		mapping: ObjectMapping,
		userIds: readonly string[],
		assignmentDelaySeconds: number,
	): Promise<readonly Entry[]> {
		const { synchronization, directory, clock, log } = this.#parts;
		await this.#running.get(job.id);
		const secrets = synchronization.secretsOf(job.servicePrincipalId);
		const newest = clock() - assignmentDelaySeconds * 1_000;
		const entries = await provisionOnDemand({
			jobId: job.id,
			servicePrincipalId: job.servicePrincipalId,
			userIds,
			directory: {
				...directory,
				grants: (id) => directory.grants(id).filter(({ created }) => created <= newest),
			},
			connection: this.connection(secrets),
			mapping,
			memory: synchronization.memory(job.id),
			rules: this.#rulesOf(job, secrets),
			clock,
		});
		for (const entry of entries) log.add(entry);
		return entries;
	}

	/** How users are provisioned by a job; undefined when they are not. */
	mappingOf(job: Job): ObjectMapping | undefined {
		return readObjectMapping(this.schemaOf(job), "User");
	}

	/** The schema of a job as it is now. */
	schemaOf(job: Job): JsonObject {
		return job.schema ?? defaultSchema(job.id, this.quirks.sourceDirectory);
	}

	/** The schema of a job was read: if another administrator waits for that, the schema is changed now. */
	schemaWasRead(job: Job): void {
		if (!this.race || this.race.replacesWrite) return;
		const { afterReads } = this.race;
		if (afterReads > 1) {
			this.race = { ...this.race, afterReads: afterReads - 1 };
			return;
		}
		this.#changeSchema(job.id, this.schemaOf(job), this.race);
	}

	/** The schema of a job was replaced: an administrator who had read it before that may write another one now. */
	schemaWasWritten(before: Job): void {
		if (this.race?.replacesWrite) this.#changeSchema(before.id, this.schemaOf(before), this.race);
	}

	#changeSchema(jobId: string, read: JsonObject, race: SchemaRace): void {
		const schema = raced(read, race);
		this.race = undefined;
		this.#parts.synchronization.update(jobId, ({ schemaVersion }) => ({
			schema,
			schemaVersion: schemaVersion + 1,
			isInitial: true,
		}));
	}

	/** How a job reaches its target. */
	connection(secrets: Secrets): Connection {
		const baseAddress = secrets.get("BaseAddress") ?? "";
		return { baseAddress, token: secrets.get("SecretToken") ?? "", ca: this.#parts.ca };
	}

	#rulesOf({ syncAll }: Job, secrets: Secrets): DecisionRules {
		return {
			syncAll,
			skipOutOfScopeDeletions: flagOf(secrets, "SkipOutOfScopeDeletions"),
			roleWithoutValue: this.quirks.roleWithoutValue,
		};
	}

	#started(): readonly Job[] {
		return this.#parts.synchronization.jobs().filter(({ schedule }) => schedule === "Active");
	}

	/** One cycle of a job runs at a time. */
	#run(id: string): Promise<void> {
		const before = this.#running.get(id);
		if (before) return before;
		const running = this.#cycle(id).finally(() => this.#running.delete(id));
		this.#running.set(id, running);
		return running;
	}

	async #cycle(id: string): Promise<void> {
		const { synchronization, directory, clock, log } = this.#parts;
		const job = synchronization.current(id);
		if (!job) return;
		const began = clock();
		const secrets = synchronization.secretsOf(job.servicePrincipalId);
		const connection = this.connection(secrets);
		const problem = await testConnection(connection);
		if (this.#isStopped) return;
		if (problem) {
			const error = { ...problem, tenantActionable: true };
			return this.#failed(id, "EncounteredQuarantineException", error, emptyExecution(began, clock(), error));
		}
		const input = {
			jobId: id,
			servicePrincipalId: job.servicePrincipalId,
			directory,
			target: new ScimTarget(connection),
			rules: this.#rulesOf(job, secrets),
			limits: this.limits,
			isInitial: job.isInitial,
			deletionThreshold: job.forceDeletes ? null : deletionThreshold(secrets),
			clock,
			isStopped: () => this.#isStopped,
			record: (entry: Entry) => log.add(entry),
			progress: (completed: number, total: number) =>
				synchronization.update(id, () => ({ progress: { completed, total, at: clock() } })),
		};
		const [users, groups] = [this.mappingOf(job), readObjectMapping(this.schemaOf(job), "Group")];
		const results = [
			...(users ? [await runCycle({ ...input, mapping: users, memory: synchronization.memory(id) })] : []),
			...(groups ? [await runCycle({ ...input, mapping: groups, memory: synchronization.groups(id) })] : []),
		];
		const empty = {
			execution: emptyExecution(began, clock(), null),
			quarantine: undefined,
			hasPruned: false,
		};
		const { execution, quarantine, hasPruned } = results.length === 0 ? empty : results.reduce(together);
		if (this.#isStopped) return;
		if (hasPruned) synchronization.update(id, () => ({ escrowsPruned: true }));
		if (quarantine !== undefined) return this.#failed(id, quarantine, execution.error, execution);
		this.#succeeded(id, execution, job);
	}

	#succeeded(id: string, execution: Execution, begun: Job): void {
		const { synchronization, clock } = this.#parts;
		const managed = [...synchronization.memory(id).links.values()].filter((link) => link.isManaged);
		synchronization.update(id, (job) => ({
			...this.#ended(job, execution),
			code: job.schedule === "Active" ? "Active" : job.code,
			quarantine: null,
			failures: 0,
			// A schema that was changed meanwhile, or a restart, still needs its initial cycle.
			isInitial: job.isInitial && isResetSince(begun, job),
			forceDeletes: job.forceDeletes && isResetSince(begun, job),
			lastSuccessful: execution,
			lastWithExports: execution.countExported > 0 ? execution : job.lastWithExports,
			steadyFirst: job.steadyFirst ?? clock(),
			steadyLast: clock(),
			synchronized: managed.length,
		}));
	}

	#failed(id: string, reason: string, error: JobError | null, execution: Execution): void {
		const { synchronization, clock } = this.#parts;
		synchronization.update(id, (job) => {
			const quarantine = quarantined(job.quarantine, reason, error, clock());
			const isOver = clock() - quarantine.seriesBegan >= longestQuarantine;
			return {
				...this.#ended(job, execution),
				code: job.schedule === "Active" ? "Quarantine" : job.code,
				schedule: isOver ? "Disabled" : job.schedule,
				quarantine,
				failures: job.failures + 1,
				next: quarantine.next,
			};
		});
	}

	#ended(_job: Job, lastExecution: Execution): Partial<Job> {
		const next = this.#parts.clock() + this.limits.cycleSeconds * 1_000;
		return { lastExecution, progress: null, next };
	}
}

/** Whether a job was restarted, or its schema replaced, after a cycle had begun. */
const isResetSince = (begun: Job, now: Job): boolean =>
	now.restarts.length !== begun.restarts.length || now.schemaVersion !== begun.schemaVersion;

function emptyExecution(began: number, ended: number, error: JobError | null): Execution {
	return {
		activityIdentifier: crypto.randomUUID(),
		countEntitled: 0,
		countEntitledForProvisioning: 0,
		countEscrowed: 0,
		countEscrowedRaw: 0,
		countExported: 0,
		countExports: 0,
		countImported: 0,
		countImportedDeltas: 0,
		countImportedReferenceDeltas: 0,
		error,
		state: error === null ? "Succeeded" : "Failed",
		began,
		ended,
	};
}
