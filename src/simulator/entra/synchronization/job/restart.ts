import { badRequest } from "../../odata/refusal.ts";
import type { Job } from "./job.ts";
import type { Memory } from "./memory.ts";
import { quarantined } from "./quarantine.ts";
import { flagOf, type Secrets } from "./secrets.ts";

/** What a restart forgets (learn.microsoft.com/graph/api/resources/synchronization-synchronizationjobrestartcriteria). */
const scopes = [
	"None",
	"ConnectorDataStore",
	"Escrows",
	"Watermark",
	"QuarantineState",
	"Full",
	"ForceDeletes",
] as const;

/** A flag of `resetScope`. */
export type ResetScope = (typeof scopes)[number];

/** The flags of a `resetScope`; when it is empty, those of the portal's Restart. Throws a GraphRefusal. */
export function readScopes(text: string): ReadonlySet<ResetScope> {
	if (text.trim() === "") return new Set(["Escrows", "Watermark", "QuarantineState"]);
	return new Set(
		text.split(",").map((part) => {
			const known = scopes.find((scope) => scope === part.trim());
			if (!known) throw badRequest(`'${part.trim()}' is not a reset scope.`);
			return known;
		}),
	);
}

/** Forgets what a restart asks for. The job is not started yet. */
export function resetJob(job: Job, asked: ReadonlySet<ResetScope>, memories: readonly Memory[]): Job {
	const has = (scope: ResetScope): boolean =>
		asked.has(scope) || (asked.has("Full") && scope !== "ForceDeletes");
	for (const memory of memories) {
		if (has("ConnectorDataStore")) memory.unlinkAll();
		if (has("Escrows")) memory.escrows.clear();
		if (has("Watermark") || has("ConnectorDataStore")) memory.seen.clear();
	}
	return {
		...job,
		isInitial: job.isInitial || has("Watermark") || has("ConnectorDataStore"),
		forceDeletes: job.forceDeletes || has("ForceDeletes"),
		...(has("QuarantineState") ? { quarantine: null, failures: 0 } : {}),
		...(has("Escrows") ? { escrowsPruned: false } : {}),
	};
}

/** Puts a job to work. Without credentials, its first cycle ends in quarantine at once. */
export function startJob(job: Job, secrets: Secrets, now: number): Job {
	const started: Job = { ...job, schedule: "Active", syncAll: flagOf(secrets, "SyncAll") };
	if (!secrets.has("BaseAddress") || !secrets.has("SecretToken")) {
		const error = {
			code: "SystemForCrossDomainIdentityManagementInvalidCredentials",
			message: "The credentials of the target are missing or were refused.",
			tenantActionable: true,
		};
		const quarantine = quarantined(null, "EncounteredQuarantineException", error, now);
		return { ...started, code: "Quarantine", quarantine, next: quarantine.next };
	}
	const code = started.quarantine !== null ? "Quarantine" : started.isInitial ? "NotRun" : "Active";
	return { ...started, code, next: now };
}
