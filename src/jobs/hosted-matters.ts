import { hash } from "node:crypto";
import type { ErrorCode } from "../ports/errors/error-code.ts";
import type { LogIdentity } from "../ports/log/log-entry.ts";
import type { OpenMatter } from "../ports/open-matter.ts";
import { isOn, type JobStatus, nextRunOf, quarantineAdvice, quarantineReason } from "../setup/job-status.ts";
import { counted } from "../text/counted.ts";
import { errorMessage } from "../text/error-message.ts";
import { escrowFromLog, type HostedEscrow } from "./hosted-escrow.ts";
import { entraLogDays, type HostedLog, type LoggedEntry } from "./hosted-log.ts";

const day = 24 * 3_600_000;

/**
 * How far back the log is read for users who fail, milliseconds before the last cycle: each is retried daily, and in quarantine a cycle
 * may be a day late. Only where one fails is more read, for the first failure.
 */
const failingReachMs = 3 * day;

/** Entra drops a user from its retries after this time, milliseconds. */
const retriedForMs = 28 * day;

/** Users named of those whose deletion is held back. */
const maxNamed = 10;

/** The reason of a quarantine after deletions beyond the threshold. */
const tooManyDeletes = "TooManyDeletes";

/** What is open in Entra's own job. */
export type HostedMatters = {
	/** First what concerns all users, then users, those who have failed for longest first. */
	readonly openMatters: readonly OpenMatter[];
	/** Deletions held back; at least 1 in a quarantine for that reason, since the log is late. */
	readonly staged: number;
	/** Why the log could not be read, so that failing users are not known; null when it could. */
	readonly logProblem: string | null;
};

/** Whether a job holds deletions back until an operator allows them. */
export function holdsDeletions({ quarantine }: Pick<JobStatus, "quarantine">): boolean {
	return quarantine?.reason === tooManyDeletes;
}

/**
 * Reads what is open: quarantine and last cycle from the job's status; held deletions, and users whose newest entry is a failure, from
 * its log. A log that cannot be read is part of the result.
 *
 * @param now milliseconds since 1970
 */
export async function readHostedMatters(
	job: JobStatus,
	log: HostedLog["log"],
	now: number,
): Promise<HostedMatters> {
	const quarantine = quarantineMatters(job);
	try {
		const held = await heldDeletions(job, log);
		const ofJob = [...quarantine, ...failedCycleMatters(job, await failedCycleId(job, log))];
		const failing = [...(await readFailing(job, log, now)).values()];
		const openMatters = [
			...ofJob,
			...heldMatters(job, held),
			...failing
				.toSorted((one, other) => one.since - other.since)
				.flatMap((one) => userMatter(job, one, now)),
		];
		return { openMatters, staged: holdsDeletions(job) ? Math.max(1, held.length) : 0, logProblem: null };
	} catch (error) {
		const staged = holdsDeletions(job) ? 1 : 0;
		const ofJob = [...quarantine, ...failedCycleMatters(job, null)];
		return { openMatters: ofJob, staged, logProblem: errorMessage(error) };
	}
}

/** What the last cycle held back, oldest first. Rejects with `DirectoryError`. */
export async function heldDeletions(job: JobStatus, log: HostedLog["log"]): Promise<readonly LoggedEntry[]> {
	if (!holdsDeletions(job)) return [];
	const since = timeOf(job.lastExecution?.timeBegan);
	return log({
		order: "ascending",
		limit: 1000,
		actions: ["StagedDelete"],
		...(since === null ? {} : { since }),
	});
}

async function readFailing(
	{ lastExecution }: JobStatus,
	log: HostedLog["log"],
	now: number,
): Promise<ReadonlyMap<string, HostedEscrow<LoggedEntry>>> {
	const failingSince = async (since: number) => {
		const entries = await log({ order: "ascending", limit: Number.POSITIVE_INFINITY, since });
		const ofUsers = entries.filter(({ objectType = "User" }) => objectType.toLowerCase() === "user");
		return { failing: escrowFromLog(ofUsers), isWhole: (id: string) => isSeenBefore(ofUsers, id) };
	};
	const lastCycle = Math.min(timeOf(lastExecution?.timeBegan) ?? now, now);
	const recent = await failingSince(lastCycle - failingReachMs);
	if ([...recent.failing.keys()].every(recent.isWhole)) return recent.failing;
	const all = await failingSince(now - entraLogDays.licensed * day);
	return all.failing;
}

/** Whether the entries show a user before the failures, so that no older ones belong to them. */
function isSeenBefore(entries: readonly LoggedEntry[], id: string): boolean {
	return entries.some(
		({ source, status }) => source?.id === id && status !== "failure" && status !== "unknown",
	);
}

function userMatter(job: JobStatus, escrow: HostedEscrow<LoggedEntry>, now: number): readonly OpenMatter[] {
	const { since, attempts, nextAttempt, last } = escrow;
	const { source, error } = last;
	if (source === null) return [];
	const isGivenUp = now - since >= retriedForMs;
	const advice = error?.recommendedAction ?? "Check the steps of the log entry.";
	return [
		{
			...{ kind: "userFails", user: source, code: error?.code ?? "Unknown", since, attempts },
			nextAttempt: isGivenUp || !isOn(job) ? null : Math.max(nextAttempt, quarantineEnd(job)),
			reason: error?.reason ?? "Entra gave no reason.",
			recommendedAction: isGivenUp ? `Entra gave the user up after 28 days. ${advice}` : advice,
			remedy: error?.remedy ?? { type: "none" },
		},
	];
}

/** Before this time no user is retried, milliseconds since 1970; 0 without a quarantine. */
function quarantineEnd({ quarantine }: JobStatus): number {
	return timeOf(quarantine?.nextAttempt) ?? 0;
}

function quarantineMatters(job: JobStatus): readonly OpenMatter[] {
	const { quarantine } = job;
	if (quarantine === null) return [];
	const { reason, error, since, seriesCount } = quarantine;
	return [
		{
			kind: "quarantine",
			code: codeOf(error ?? reason),
			switchedOff: job.schedule === "Disabled",
			since: timeOf(since) ?? 0,
			attempts: seriesCount,
			nextAttempt: isOn(job) ? timeOf(quarantine.nextAttempt) : null,
			reason: `${quarantineReason(quarantine)}.`,
			...quarantineAdvice(reason),
		},
	];
}

/** A quarantine says the same, and more. */
function failedCycleMatters(job: JobStatus, cycleId: string | null): readonly OpenMatter[] {
	const { lastExecution } = job;
	if (!hasFailed(job) || lastExecution === null) return [];
	const reason = lastExecution.error ?? "Entra gave no reason.";
	return [
		{
			...{ kind: "cycleFailed", code: codeOf(reason), cycleId, attempts: null, reason },
			since: timeOf(lastExecution.timeEnded) ?? 0,
			nextAttempt: nextRunOf(job),
			...quarantineAdvice("Failed"),
		},
	];
}

/** Whether the last cycle failed as a whole, and nothing more is to say about it. */
function hasFailed({ quarantine, lastExecution }: JobStatus): boolean {
	return quarantine === null && lastExecution?.state === "Failed";
}

/** Entra names a cycle only in the entries of its log; null when the cycle has none. */
async function failedCycleId(job: JobStatus, log: HostedLog["log"]): Promise<string | null> {
	const since = timeOf(job.lastExecution?.timeBegan);
	if (!hasFailed(job) || since === null) return null;
	const [entry] = await log({ order: "descending", limit: 1, since });
	return entry === undefined || entry.cycleId === "" ? null : entry.cycleId;
}

/** Names a set of held changes by their users: the same set has the same name in every cycle. */
export function setName(held: readonly LoggedEntry[]): string {
	const changes = held.map(({ action, source, target }) => `${action} ${source?.id ?? target?.id ?? ""}`);
	return hash("sha256", changes.toSorted().join("\n"), "hex");
}

function heldMatters(job: JobStatus, held: readonly LoggedEntry[]): readonly OpenMatter[] {
	const [first] = held;
	if (first === undefined) return [];
	const { deletionThreshold } = job;
	const limit = deletionThreshold === null ? "" : `; maximum per cycle: ${deletionThreshold}`;
	const users = held.slice(0, maxNamed).flatMap(({ source, target }): NonNullable<LogIdentity>[] => {
		const user = source ?? target;
		return user === null ? [] : [user];
	});
	return [
		{
			...{
				kind: "changesHeldBack",
				count: held.length,
				threshold: deletionThreshold ?? 0,
				users,
				allowed: false,
			},
			...{
				cycleId: first.cycleId,
				hash: setName(held),
				since: first.time,
				attempts: null,
				nextAttempt: null,
			},
			reason: `${counted(held.length, "deletion is", "deletions are")} held back by Entra${limit}.`,
			recommendedAction: "Allow these deletions one time, or fix their cause and restart the job.",
			remedy: { type: "allow-hosted-deletions" },
		},
	];
}

/** The nearest of our codes. */
function codeOf(words: string): ErrorCode {
	if (/Credential/i.test(words)) return "InvalidCredentials";
	return /Unavailable|Timeout|Network/i.test(words) ? "NetworkError" : "InternalServerError";
}

function timeOf(text = ""): number | null {
	const time = Date.parse(text);
	return Number.isNaN(time) ? null : time;
}
