import type { Remedy } from "../../ports/errors/remedy.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import { counted } from "../../text/counted.ts";
import { configurationHash, type Rules } from "../plan/rules.ts";
import type { GuardDecision } from "./deletion-guard.ts";

/** A cycle in which all users were processed. */
export type Processed = {
	readonly cycleId: string;
	/** Milliseconds since 1970. */
	readonly started: number;
	readonly verdict: GuardDecision;
	/** Where the source was read up to. */
	readonly position: () => JobState["watermark"];
	/** Those the cycle worked by: rules that changed after its last user are left for the next cycle. */
	readonly rules: Rules;
	/** How many creations the target has not shown. */
	readonly uncertain: number;
	/** Whether users were left out. */
	readonly isPartial: boolean;
};

/** What a cycle leaves for the next one, and what operators must know of it. */
export type After = {
	readonly state: Partial<JobState>;
	readonly warnings: readonly { readonly message: string; readonly remedy?: Remedy }[];
};

/**
 * What the next cycle begins with. Without a watermark it sees all users, though the source shows no change: while deletions are held
 * back, after users were left out, and where creations are uncertain, which are also compared.
 *
 * @param before as it is at the end of the cycle
 * @param began as it was at its beginning
 */
export function stateAfter(
	processed: Processed,
	before: Pick<JobState, "allowedDeletions" | "stagedDeletions">,
	began: Pick<JobState, "configuration">,
): After {
	const { verdict, uncertain, isPartial, rules } = processed;
	const held = verdict.type === "hold" ? heldBack(verdict, processed, before) : null;
	const doubt =
		uncertain === 0
			? []
			: [
					{
						message: `The target answered ${counted(uncertain, "creation")} with success, and did not show whether the accounts exist: the next cycle compares all users.`,
					},
				];
	const isReadAgain = held !== null || isPartial || uncertain > 0;
	return {
		state: {
			watermark: isReadAgain ? null : processed.position(),
			allowedDeletions: null,
			stagedDeletions: null,
			...held?.state,
			configuration: uncertain > 0 ? null : isPartial ? began.configuration : configurationHash(rules),
			quarantine: null,
			pausedUntil: null,
			failedCycles: null,
		},
		warnings: [...(held?.warnings ?? []), ...doubt],
	};
}

function heldBack(
	{ hash, held, threshold, reason }: Extract<GuardDecision, { readonly type: "hold" }>,
	{ cycleId, started }: Processed,
	{ allowedDeletions, stagedDeletions }: Pick<JobState, "allowedDeletions" | "stagedDeletions">,
): After {
	const message = `${reason} ${held} deactivations and deletions are held back until they are allowed.`;
	const same = stagedDeletions?.hash === hash ? stagedDeletions : { cycleId, since: started };
	const staged = { hash, count: held, threshold, reason, cycleId: same.cycleId, since: same.since };
	return {
		state: {
			// Kept if an operator has allowed exactly these changes since the guard checked them.
			allowedDeletions: allowedDeletions === hash ? hash : null,
			stagedDeletions: staged,
		},
		warnings: [{ message, remedy: { type: "allow-deletions" } }],
	};
}
