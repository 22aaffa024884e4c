import type { SetupValues } from "../../setup/setup-values.ts";
import type { StepId, StepReport } from "../../setup/step.ts";

export type { SetupFieldId, SetupValues } from "../../setup/setup-values.ts";
export { missingAfter, type StepAction, type StepId, type StepReport, stepIds } from "../../setup/step.ts";

/** The guide's steps for an open profile: its setup file, what the steps would do, and carrying them out. */
export interface EntraSetup {
	/** The setup file of the profile. It is created by the first edit, and may be edited elsewhere as well. */
	readonly file: string;
	/** Why the profile has no setup in Entra; undefined when it has. */
	readonly unavailable: () => string | undefined;
	/** The values of the file, or the guide's. Rejects with `UsageError` for a file that cannot be used. */
	readonly values: () => Promise<SetupValues>;
	/** Saves changed values to the file, unless the result cannot be used: then rejects with the line and column. */
	readonly edit: (values: Partial<SetupValues>) => Promise<void>;
	/** Plans all steps, and with `apply` carries them out; see `GuidedSetup`. */
	readonly run: (options: {
		readonly apply: boolean;
		/** The last step to plan and carry out; default: all. */
		readonly until?: StepId | undefined;
		readonly signal?: AbortSignal | undefined;
		readonly onStep?: ((step: StepReport) => void) | undefined;
	}) => Promise<readonly StepReport[]>;
}
