/** One execution of Entra's job. Times as Graph writes them. */
export type JobExecution = {
	/** `Succeeded`, `Failed`, `EntryLevelErrors` */
	readonly state: string;
	readonly timeBegan: string;
	readonly timeEnded: string;
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
	/** `Active`, `Disabled`, `Paused` */
	readonly schedule: string;
	/** `NotConfigured`, `NotRun`, `Active`, `Paused`, `Quarantine` */
	readonly code: string;
	/** Null when the job has not run. */
	readonly lastExecution: JobExecution | null;
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
		readonly error: string | null;
	} | null;
	/** Number of synchronized objects by kind, in Graph's words. */
	readonly counts: Readonly<Record<string, number>>;
	/** Deletions per cycle beyond which a cycle is held; null for no threshold. */
	readonly deletionThreshold: number | null;
};

/** What a job in quarantine needs, by the reason. */
export function quarantineAdvice(reason: string): string {
	switch (reason) {
		case "TooManyDeletes":
			return "A cycle would delete more users than the threshold allows. Check the deletions in the provisioning log, then run job restart --scope deletions, or fix the cause and run job restart.";
		case "EncounteredQuarantineException":
			return "The target refused the credentials or did not answer. Run setup apply with current credentials, or fix the target, then run job restart.";
		case "EncounteredBaseEscrowThreshold":
		case "EncounteredTotalEscrowThreshold":
		case "EncounteredEscrowProportionThreshold":
			return "Too many users failed. Fix the causes that the provisioning log names, then run job restart.";
		default:
			return "Fix the cause that the provisioning log names, then run job restart.";
	}
}
