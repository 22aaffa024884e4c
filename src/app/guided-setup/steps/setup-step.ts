import { blocked, type Planned, type StepId } from "../../../setup/step.ts";
import type { SetupState } from "./setup-state.ts";

/** One step of the guide. */
export type SetupStep<Change> = {
	readonly id: StepId;
	/** Compares what is there with what should be. Writes nothing. */
	readonly plan: (state: SetupState) => Promise<Planned<Change>>;
	/**
	 * Writes a planned change. `report` replaces the plan's sentences by what was done. Throws `StepBlocked` for what the operator
	 * has to settle.
	 */
	readonly carryOut: (
		state: SetupState,
		change: Change,
		report: (...details: readonly string[]) => void,
	) => Promise<void>;
};

/** The plan of a step that needs another one. */
export function waiting(step: StepId): Planned<never> {
	return blocked(`Complete the step ${step} first.`);
}
