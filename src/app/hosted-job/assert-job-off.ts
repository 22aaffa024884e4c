import type { Starts } from "../../config/starts.ts";
import { parsePosition } from "../../engine/cycle/read/position.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import { type Directory, DirectoryError } from "../../ports/source/directory.ts";
import type { Store } from "../../ports/store/store.ts";
import { isOff, isOn, type JobStatus, unknownWordText } from "../../setup/job-status.ts";

/** Entra's own job provisions the application, so nothing else may. */
export class HostedJobOnError extends RemediableError {
	override readonly name = "HostedJobOnError";
	readonly code = "hosted-job-on";

	constructor(message: string) {
		super(message, { type: "pause-hosted-job" });
	}
}

/** The key of a job in the record of starts. */
export function hostedKey(jobId: string): string {
	return `hosted:${jobId}`;
}

export type JobOffParts = {
	readonly directory: Pick<Directory, "hostedJob" | "hostedActivity">;
	readonly store: Pick<Store, "state">;
	readonly starts: Pick<Starts, "of">;
	/** Which job provisions the profile now. */
	readonly mode: () => "direct" | "hosted";
	/** The application's name, for messages. */
	readonly appName: string;
	readonly warn: (message: string) => void;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** @param when before something is provisioned, or during a cycle that began when the job was off */
export type JobOffCheck = (when: "before" | "during", signal?: AbortSignal) => Promise<void>;

/** How far back the log is looked into where the job itself must not be read, ms: in quarantine, cycles are a day apart. */
const activityReachMs = 24 * 3_600_000;

/**
 * Makes sure that Entra's own job is off. Without the permission to read it, or where there are no such jobs, that cannot be checked: one
 * warning then says so, with what Entra's log shows of the last day. Rejects with `HostedJobOnError`, and with `DirectoryError` when Graph cannot be asked now.
 */
export function jobOffCheck({
	directory,
	store,
	starts,
	appName,
	mode,
	warn,
	now,
}: JobOffParts): JobOffCheck {
	let warned = false;
	const changed = { before: "Nothing was changed", during: "The cycle was stopped" };
	return async (when, signal) => {
		if (mode() === "hosted")
			throw new HostedJobOnError(
				`${changed[when]}: this profile is in hosted mode, so only Entra's own job provisions.`,
			);
		if (directory.hostedJob === undefined) return;
		const { watermark } = await store.state();
		let job: JobStatus | null;
		try {
			job = await directory.hostedJob(parsePosition(watermark)?.directory ?? null, signal);
		} catch (error) {
			if (!(error instanceof DirectoryError)) throw error;
			// The job was off when the cycle began, and a failed request does not show that it is on.
			if (when === "during") return;
			if (!isUnanswerable(error)) throw error;
			if (!warned && error.code === "forbidden")
				warn(
					`Could not check whether Entra's own job is on: two jobs for one application would undo each other's changes. ${await activityWords(directory, now(), signal)} ${error.message}`,
				);
			warned = true;
			return;
		}
		if (job === null || isOff(job)) return;
		if (!isOn(job))
			throw new HostedJobOnError(
				`${changed[when]}: Entra's own job may provision "${appName}". ${unknownWordText({ about: "schedule", word: job.schedule })} Two jobs for one application would undo each other's changes.`,
			);
		throw new HostedJobOnError(
			`${changed[when]}: Entra's own job provisions "${appName}". ${await startedWords(job, starts)} Two jobs for one application would undo each other's changes.`,
		);
	};
}

/** What Entra's log shows in place of the job. */
async function activityWords(
	directory: JobOffParts["directory"],
	now: number,
	signal: AbortSignal | undefined,
): Promise<string> {
	try {
		const last = (await directory.hostedActivity?.(now - activityReachMs, signal)) ?? null;
		return last === null
			? "Its log has no entry of the last 24 hours, which does not prove that it is off."
			: `Its log shows that it provisioned this application ${last.at === null ? "within the last 24 hours" : `at ${new Date(last.at).toISOString()}`}: pause it, unless that has been done since.`;
	} catch (error) {
		if (!(error instanceof DirectoryError)) throw error;
		return "Its log cannot be read either.";
	}
}

/** A tenant or cloud without such jobs refuses the request; a cycle finds out itself what else is wrong. */
function isUnanswerable({ code }: DirectoryError): boolean {
	return code === "forbidden" || code === "not-found" || code === "invalid" || code === "unauthorized";
}

/** Who started a job, and since when it runs. */
export async function startedWords(job: JobStatus, starts: Pick<Starts, "of">): Promise<string> {
	const start = await starts.of(hostedKey(job.id));
	if (start !== undefined) return `${start.by} started it at ${new Date(start.at).toISOString()}.`;
	const began = job.lastExecution?.timeBegan;
	const runs = !began ? "" : ` Its last cycle began at ${began}.`;
	return `It was not started from this home, so probably in the Entra admin center or on another machine.${runs}`;
}
