import type { HostedLogEntry } from "../../ports/hosted-service.ts";
import { unknownLabel } from "../../ports/log/log-action-label.ts";
import { type OtherValue, otherValues } from "./other-values.ts";
import type { PredictedUser, Prediction } from "./prediction.ts";

/** Why a cycle may have done something else than predicted. */
export type Cause =
	| "changed-in-between"
	| "lag"
	| "no-cycle"
	| "quarantine"
	| "escrow"
	| "throttled"
	| "target-refused"
	| "expression"
	| "order"
	| "threshold"
	| "unchanged-at-source";

/** A user whose log entry differs from the prediction. */
export type Difference = {
	readonly user: { readonly id: string; readonly displayName: string; readonly userName: string };
	/** What was predicted and what the log shows, in words. */
	readonly predicted: string;
	readonly happened: string;
	/** Attributes with other values. */
	readonly attributes: readonly OtherValue[];
	/** The most likely first. */
	readonly causes: readonly { readonly cause: Cause; readonly detail: string }[];
};

export type Comparison = {
	/** Users whose entry, or lack of one, is as predicted. */
	readonly agreed: number;
	readonly differences: readonly Difference[];
	/** Entries of the log since the prediction, and the cycles that they belong to. */
	readonly entries: number;
	readonly cycles: number;
	/** Whether a cycle that began after the prediction has ended. One without changes logs nothing. */
	readonly hasRun: boolean;
};

/** What is known of the job when it is compared. Times in milliseconds since 1970. */
export type ComparisonInput = {
	readonly prediction: Prediction;
	/** All entries that Entra still keeps, oldest first. */
	readonly entries: readonly HostedLogEntry[];
	readonly now: number;
	/** The last cycle that has ended; null when none has. */
	readonly lastCycle: { readonly began: number; readonly ended: number } | null;
	readonly schedule: string;
	/** Why the job is in quarantine; null when it is not. */
	readonly quarantine: string | null;
	/** Mappings whose value differs each time, or that work differently here. */
	readonly unsureTargets: ReadonlySet<string>;
};

/** How late entries may show up in Entra's log; not documented, public readers wait as long. */
const lagMs = 15 * 60_000;

/** The second in which the prediction was made: Entra's log counts in whole seconds (`activityDateTime`). */
function secondOf({ madeAt }: Pick<Prediction, "madeAt">): number {
	return Math.floor(Date.parse(madeAt) / 1000) * 1000;
}

/**
 * Compares a prediction with what the log shows of each user first since then. A cycle that had begun when the prediction was made is not
 * the one that was predicted. Pure.
 */
export function comparePrediction(input: ComparisonInput): Comparison {
	const { prediction, entries } = input;
	const madeAt = secondOf(prediction);
	const isBefore = begunBefore(prediction, entries);
	const since = entries.filter((entry) => entry.time >= madeAt && isOfCycle(entry) && !isBefore(entry));
	const first = new Map<string, HostedLogEntry>();
	for (const entry of since) {
		const id = entry.source?.id;
		if (id !== undefined && !first.has(id)) first.set(id, entry);
	}
	const failedBefore = new Map<string, HostedLogEntry>();
	for (const entry of entries) {
		if (entry.time >= madeAt || entry.source === null || entry.status === "unknown") continue;
		if (entry.status === "failure") failedBefore.set(entry.source.id, entry);
		else failedBefore.delete(entry.source.id);
	}
	const predicted = new Map(prediction.users.map((user) => [user.id, user]));
	const differences: Difference[] = [];
	let agreed = 0;
	const note = (difference: Difference | null) => {
		if (difference === null) agreed += 1;
		else differences.push(difference);
	};
	for (const user of prediction.users) {
		const entry = first.get(user.id);
		note(
			entry === undefined
				? missingEntry(user, input, failedBefore.get(user.id))
				: otherEntry(user, entry, input),
		);
	}
	for (const [id, entry] of first) if (!predicted.has(id)) note(unexpectedEntry(entry));
	const cycles = new Set(since.map(({ cycleId }) => cycleId)).size;
	return { agreed, differences, entries: since.length, cycles, hasRun: hasRunSince(input) };
}

function hasRunSince({ prediction, lastCycle }: ComparisonInput): boolean {
	return lastCycle !== null && lastCycle.began >= secondOf(prediction);
}

/** Whether there is a cycle to compare with: before one has run, that nothing differs means nothing. */
export function isCompared({ cycles, hasRun }: Pick<Comparison, "cycles" | "hasRun">): boolean {
	return cycles > 0 || hasRun;
}

/** What a comparison without a cycle says. */
export const nothingToCompare =
	"No cycle that began after the prediction has ended, so there is nothing to compare yet.";

function isOfCycle({ initiatedBy }: HostedLogEntry): boolean {
	return initiatedBy !== "on demand";
}

/**
 * Whether an entry is of a cycle that began before the prediction: one with entries before it, or, where a cycle was running that had
 * logged nothing yet, the first one that logs something before the next is due.
 */
function begunBefore(
	prediction: Prediction,
	entries: readonly HostedLogEntry[],
): (entry: HostedLogEntry) => boolean {
	const madeAt = secondOf(prediction);
	const ofCycles = entries.filter(isOfCycle);
	const begun = new Set(ofCycles.filter(({ time }) => time < madeAt).map(({ cycleId }) => cycleId));
	const after = ofCycles.filter(({ time }) => time >= madeAt);
	const { running = false, intervalMinutes = 0 } = prediction.job;
	const [first] = after;
	const isFirstRunning =
		running &&
		first !== undefined &&
		first.time < madeAt + intervalMinutes * 60_000 &&
		!after.some(({ cycleId }) => begun.has(cycleId));
	if (isFirstRunning) begun.add(first.cycleId);
	return ({ cycleId }) => begun.has(cycleId);
}

/** A user who is skipped need not have an entry: an incremental cycle reads changed users only. */
function missingEntry(
	user: PredictedUser,
	{ prediction, now, lastCycle, schedule, quarantine }: ComparisonInput,
	failed: HostedLogEntry | undefined,
): Difference | null {
	if (user.status === "skipped" && user.action === "other") return null;
	const madeAt = secondOf(prediction);
	const hasRun = lastCycle !== null && lastCycle.began >= madeAt;
	if (hasRun && user.notBefore !== null && lastCycle.ended < Date.parse(user.notBefore)) return null;
	const causes: Difference["causes"] = [
		...(quarantine === null
			? []
			: [{ cause: "quarantine", detail: `The job is in quarantine: ${quarantine}.` } as const]),
		...(hasRun
			? []
			: [
					{
						cause: "no-cycle",
						detail:
							schedule === "Active"
								? "No cycle that began after the prediction has ended."
								: `No cycle that began after the prediction has ended: the job's schedule is ${schedule}.`,
					} as const,
				]),
		...(hasRun && now - lastCycle.ended < lagMs
			? [{ cause: "lag", detail: "Entra's log may show entries up to 15 minutes late." } as const]
			: []),
		...(failed === undefined
			? []
			: [
					{
						cause: "escrow",
						detail: `The user failed before (${failed.error?.code ?? "failure"}): Entra retries after 6, 12 and 24 hours, then daily.`,
					} as const,
				]),
		...(hasRun && prediction.job.cycle === "incremental"
			? [
					{
						cause: "unchanged-at-source",
						detail:
							"An incremental cycle reads only users who have changed in Entra ID: an account that was changed in the target stays as it is until the job is restarted.",
					} as const,
				]
			: []),
		...(hasRun ? [changedInBetween] : []),
	];
	return { user: named(user), predicted: describe(user), happened: "no entry", attributes: [], causes };
}

function otherEntry(user: PredictedUser, entry: HostedLogEntry, input: ComparisonInput): Difference | null {
	const [actual, status] = [actionOf(entry), entry.status];
	if (user.status === "failure" && status === "failure") return null;
	if (user.status === "skipped" && status === "skipped" && user.action === actual) return null;
	const mayDiffer = user.uncertain !== null && status !== user.status && status !== "skipped";
	if (mayDiffer && isKindOf(user.action, actual)) return null;
	const isSameKind = user.status === status && isKindOf(user.action, actual);
	const attributes = isSameKind ? otherValues(user.changes, entry.modifiedProperties) : [];
	if (isSameKind && attributes.length === 0) return null;
	return {
		user: named(user),
		predicted: describe(user),
		happened: describeEntry(entry),
		attributes,
		causes: causesOf(user, entry, attributes, input),
	};
}

/** Users without a prediction: their account was to stay as it is. */
function unexpectedEntry(entry: HostedLogEntry): Difference | null {
	if (entry.status === "skipped" && actionOf(entry) === "other") return null;
	const { id = "", displayName = "", userName = "" } = entry.source ?? {};
	return {
		user: { id, displayName, userName },
		predicted: "no change",
		happened: describeEntry(entry),
		attributes: otherValues([], entry.modifiedProperties),
		causes: [...refusal(entry), changedInBetween],
	};
}

const changedInBetween = {
	cause: "changed-in-between",
	detail: "The user, the assignment, the account or the job was changed after the prediction.",
} as const;

function causesOf(
	user: PredictedUser,
	entry: HostedLogEntry,
	attributes: Difference["attributes"],
	{ unsureTargets }: ComparisonInput,
): Difference["causes"] {
	const unsure = attributes.filter(({ name }) => unsureTargets.has(name));
	const isStaged = (action: string) => action === "stagedDelete";
	return [
		...(unsure.length === 0
			? []
			: [
					{
						cause: "expression",
						detail: `The mapping of ${unsure.map(({ name }) => name).join(", ")} yields something else each time, or is not supported here.`,
					} as const,
				]),
		...(isStaged(user.action) === isStaged(actionOf(entry))
			? []
			: [
					{
						cause: "threshold",
						detail: "The accidental deletions threshold counted other deactivations and deletions.",
					} as const,
				]),
		...([user.code, entry.error?.code].includes("DuplicateSourceEntries")
			? [
					{
						cause: "order",
						detail: "Of several users with one matching value, Entra provisions the first that it reads.",
					} as const,
				]
			: []),
		...(user.status === "failure" ? [] : refusal(entry)),
		changedInBetween,
	];
}

function refusal({ status, error }: HostedLogEntry): Difference["causes"] {
	if (status !== "failure" || error === null) return [];
	if (/TooManyRequests|429/i.test(`${error.code} ${error.reason}`))
		return [{ cause: "throttled", detail: "The target allowed no more requests; Entra retries the user." }];
	return [{ cause: "target-refused", detail: `The target refused it: ${error.reason}` }];
}

/** An account is deactivated by an update. */
function isKindOf(predicted: string, actual: string): boolean {
	const kind = (action: string) => (action === "disable" ? "update" : action);
	return kind(predicted) === kind(actual);
}

/** Entra logs an activation as an update. */
function actionOf({ action }: HostedLogEntry): string {
	switch (action) {
		case "Enable":
			return "update";
		case "StagedDelete":
		case "StagedAction":
			return "stagedDelete";
		default:
			return action.toLowerCase();
	}
}

function named({ id, displayName, userName }: PredictedUser): Difference["user"] {
	return { id, displayName, userName };
}

function describe({ action, status, code }: PredictedUser): string {
	if (status === "success") return action;
	return `${status === "failure" ? `${action} fails` : action === "other" ? "skipped" : action} (${code ?? ""})`;
}

function describeEntry(entry: HostedLogEntry): string {
	const action = actionOf(entry);
	if (entry.status === "success") return action;
	if (entry.status === "skipped")
		return `${action === "other" ? "skipped" : action} (${entry.skipReason ?? ""})`;
	const ended = { failure: "failed", warning: "with a warning", unknown: "with an unknown status" }[
		entry.status
	];
	return `${action} ${ended} (${entry.error?.code ?? unknownLabel(entry)})`;
}
