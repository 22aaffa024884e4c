import type { StepId, StepReport } from "../../setup/step.ts";

/** The guide's steps as code: plans them, carries them out, and writes what is there as a file. */
export interface GuidedSetup {
	/** Plans all steps, and with `apply` carries them out. Rejects with `SetupStepError`. */
	run(options: {
		readonly apply: boolean;
		/** The last step to plan and carry out; default: all. */
		readonly until?: StepId | undefined;
		readonly signal?: AbortSignal | undefined;
		readonly onStep?: ((step: StepReport) => void) | undefined;
	}): Promise<readonly StepReport[]>;
	/** The setup as it is now, as the text of a file, without secrets. */
	exported(signal?: AbortSignal): Promise<string>;
	/** Number of requests sent so far, to Graph and to Sumo Logic. */
	requests(): number;
	close(): void;
}
