/** One execution of Entra's job. Times as Graph writes them. */
export type JobExecution = {
	/** `Succeeded`, `Failed`, `EntryLevelErrors`, or a word that is not known here */
	readonly state: string;
	/** Empty when Graph did not say, as `timeEnded`. */
	readonly timeBegan: string;
	readonly timeEnded: string;
	/** Number of users read from Entra ID, changes among them in an incremental cycle. */
	readonly countImported: number;
	/** Number of users who should have an account. */
	readonly countEntitled: number;
	/** Number of changes written to the target. */
	readonly countExported: number;
	/** Number of users that failed and are retried later. */
	readonly countEscrowed: number;
	/** What failed, in Entra's words; null for no error. */
	readonly error: string | null;
};

/** The state of Entra's provisioning job. */
export type JobStatus = {
	readonly id: string;
	/** `Active`, `Disabled`, `Paused`, a word that is not known here, or `Unknown` when Entra gives none */
	readonly schedule: string;
	/** Minutes from the start of one cycle to the start of the next; null when Graph did not say. */
	readonly intervalMinutes: number | null;
	/** `NotConfigured`, `NotRun`, `Active`, `Paused`, `Quarantine`, a word that is not known here, or `Unknown` when Entra gives none */
	readonly code: string;
	/** Null when the job has not run. */
	readonly lastExecution: JobExecution | null;
	/** The last execution without an error; null when there was none. */
	readonly lastSuccess: JobExecution | null;
	/** When the first initial cycle was complete; null before that. */
	readonly steadySince: string | null;
	/** Whether the initial cycle dropped failed users and then paused: a restart reads them again. */
	readonly escrowsPruned: boolean;
	/** The cycle that runs now, if Graph shows its progress. */
	readonly progress: readonly {
		readonly completed: number;
		readonly total: number;
		readonly units: string;
	}[];
	/** Null when the job is not in quarantine. */
	readonly quarantine: {
		readonly reason: string;
		readonly since: string;
		readonly nextAttempt: string;
		/** Number of quarantines in a row. */
		readonly seriesCount: number;
		readonly error: string | null;
	} | null;
	/** Number of synchronized objects by kind, in Graph's words. */
	readonly counts: Readonly<Record<string, number>>;
	/** Deletions per cycle beyond which a cycle is held; null for no threshold. */
	readonly deletionThreshold: number | null;
};

/** Every schedule, status and result of a cycle that the reference names. */
export const jobWords = {
	schedules: ["Active", "Disabled", "Paused"],
	codes: ["NotConfigured", "NotRun", "Active", "Paused", "Quarantine"],
	executions: ["Succeeded", "Failed", "EntryLevelErrors"],
	quarantines: [
		"EncounteredBaseEscrowThreshold",
		"EncounteredTotalEscrowThreshold",
		"EncounteredEscrowProportionThreshold",
		"EncounteredQuarantineException",
		"QuarantinedOnDemand",
		"TooManyDeletes",
		"IngestionInterrupted",
		"Unknown",
	],
} as const;

/** In place of a word that Entra did not give: it never counts as good either. */
export const notReported = "Unknown";

/** What Entra says of a job in a word that is not known here: it may mean anything, so it never counts as good. */
export type UnknownWord = {
	readonly about: "schedule" | "status" | "result of the last cycle" | "reason of the quarantine";
	/** As Entra wrote it. */
	readonly word: string;
};

/** The words about a job that are not known here. */
export function unknownWords({
	schedule,
	code,
	lastExecution,
	quarantine,
}: Pick<JobStatus, "schedule" | "code"> &
	Partial<Pick<JobStatus, "lastExecution" | "quarantine">>): readonly UnknownWord[] {
	const { schedules, codes, executions, quarantines } = jobWords;
	const said = [
		["schedule", schedule, schedules],
		["status", code, codes],
		["result of the last cycle", lastExecution?.state, executions],
		["reason of the quarantine", quarantine?.reason, quarantines],
	] as const;
	return said.flatMap(([about, word, known]) =>
		word === undefined || known.some((one) => one === word) ? [] : [{ about, word }],
	);
}

/** An unknown word as a sentence. */
export function unknownWordText({ about, word }: UnknownWord): string {
	if (word === notReported)
		return `Entra does not report the ${about}: look at the job in the Entra admin center.`;
	return `Entra reports the ${about} "${word}", which is not known here: look at the job in the Entra admin center.`;
}

/** Whether a job surely does not provision; one with a schedule that is not known here may. */
export function isOff({ schedule }: Pick<JobStatus, "schedule">): boolean {
	return schedule === "Disabled" || schedule === "Paused";
}

/** Whether a job provisions by its schedule: also in quarantine, when it runs less often. */
export function isOn({ schedule }: Pick<JobStatus, "schedule">): boolean {
	return schedule === "Active";
}

/** When the next cycle is due, milliseconds since 1970: null when the job is off, or when that is not known. */
export function nextRunOf({
	schedule,
	intervalMinutes,
	lastExecution,
	quarantine,
}: Pick<JobStatus, "schedule" | "intervalMinutes" | "lastExecution" | "quarantine">): number | null {
	if (!isOn({ schedule })) return null;
	const attempt = Date.parse(quarantine?.nextAttempt ?? "");
	if (!Number.isNaN(attempt)) return attempt;
	const began = Date.parse(lastExecution?.timeBegan ?? "");
	return Number.isNaN(began) || intervalMinutes === null ? null : began + intervalMinutes * 60_000;
}

/** What to do about a job: a sentence without keys or commands, and as data. */
export type JobAdvice = {
	readonly recommendedAction: string;
	readonly remedy:
		| { readonly type: "set-up-hosted-job" | "allow-hosted-deletions" }
		| { readonly type: "restart-hosted-job"; readonly failures?: false };
};

/** Why a job is in quarantine, without a full stop: the reason, and Entra's error, which may begin with the reason as its code. */
export function quarantineReason({
	reason,
	error,
}: Pick<NonNullable<JobStatus["quarantine"]>, "reason" | "error">): string {
	if (error === null) return reason === notReported ? "Entra gives no reason" : reason;
	const text = error.replace(/\.$/, "");
	return text.startsWith(`${reason}: `) ? text : `${reason}: ${text}`;
}

/**
 * What a job in quarantine needs, by the reason. The reference names `QuarantinedOnDemand` and `IngestionInterrupted` without a description:
 * their advice follows from the name (https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationquarantine).
 */
export function quarantineAdvice(reason: string): JobAdvice {
	switch (reason) {
		case "TooManyDeletes":
			return {
				recommendedAction:
					"A cycle would delete more users than the threshold allows. Check the deletions in the provisioning log, then allow them one time, or fix the cause and restart the job.",
				remedy: { type: "allow-hosted-deletions" },
			};
		case "EncounteredQuarantineException":
			return {
				recommendedAction:
					"The target refused the credentials or did not answer. Save current credentials, or fix the target, then restart the job.",
				remedy: { type: "set-up-hosted-job" },
			};
		case "EncounteredBaseEscrowThreshold":
		case "EncounteredTotalEscrowThreshold":
			return {
				recommendedAction:
					"Too many users failed. Fix the causes that the provisioning log names, then restart the job.",
				remedy: { type: "restart-hosted-job" },
			};
		case "EncounteredEscrowProportionThreshold":
			return {
				recommendedAction:
					"Too large a share of the users failed. Fix the causes that the provisioning log names, then restart the job.",
				remedy: { type: "restart-hosted-job" },
			};
		case "QuarantinedOnDemand":
			return {
				recommendedAction:
					"The job was put into quarantine by hand. Find out who did it and why in Entra's audit log, then restart the job.",
				remedy: { type: "restart-hosted-job", failures: false },
			};
		case "IngestionInterrupted":
			return {
				recommendedAction:
					"Entra could not read its source to the end. Restart the job; if it keeps failing, report the job's id to Microsoft support.",
				remedy: { type: "restart-hosted-job", failures: false },
			};
		default:
			return {
				recommendedAction: "Fix the cause that the provisioning log names, then restart the job.",
				remedy: { type: "restart-hosted-job" },
			};
	}
}
