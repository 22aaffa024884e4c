import type { GuidedSetup } from "../../../app/guided-setup/guided-setup.ts";
import { missingAfter, type StepAction, type StepId, type StepReport, stepIds } from "../../../setup/step.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { choice } from "../../options/option.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

const actions = ["create", "update", "none", "blocked"] as const satisfies readonly StepAction[];

export type StepOptions = {
	readonly apply: boolean;
	readonly json: boolean;
	/** The last step; undefined: all. */
	readonly until: StepId | undefined;
	readonly signal: AbortSignal;
};

/** Ends setup after a step. */
export const untilOption = choice("step", "stop after this step; the steps before it run first", stepIds);

/** How many steps had each action. */
export type Counts = Readonly<Record<StepAction, number>>;

/** Plans or carries out all steps, prints each as soon as it is known, and then a summary. */
export async function printSteps(
	setup: GuidedSetup,
	{ apply, json, until, signal }: StepOptions,
	streams: Streams,
): Promise<Counts> {
	const steps = await setup.run({
		apply,
		until,
		signal,
		onStep: (step) => void streams.out(json ? jsonLine({ type: "step", ...step }) : stepLine(step)),
	});
	const counted = (action: StepAction) => steps.filter((step) => step.action === action).length;
	const counts = {
		create: counted("create"),
		update: counted("update"),
		none: counted("none"),
		blocked: counted("blocked"),
	};
	const missing = missingAfter(steps);
	if (json)
		streams.out(
			jsonLine({ type: "summary", applied: apply, ...counts, missing, requests: setup.requests() }),
		);
	else streams.out(cleanText(summaryLine(counts, apply, until, missing)));
	return counts;
}

/** Blocked steps are for the operator to settle: like failed users, they are no failure of the command. */
export function exitCodeOf({ blocked }: Counts): ExitCode {
	return blocked > 0 ? exitCode.someFailed : exitCode.done;
}

function stepLine({ step, action, detail }: StepReport): string {
	return cleanText(`${stepIds.indexOf(step) + 1} ${step}: ${action}. ${detail}`);
}

function summaryLine(
	counts: Counts,
	applied: boolean,
	until: StepId | undefined,
	missing: string | null,
): string {
	const still = missing === null ? "" : ` Still missing: ${missing}`;
	if (counts.create + counts.update + counts.blocked === 0 && missing !== null)
		return `${applied ? "Nothing was changed" : "Nothing to do"}.${still}`;
	if (counts.create + counts.update + counts.blocked === 0)
		return `${applied ? "Nothing was changed" : "Nothing to do"}: everything ${until === undefined ? "" : `up to the step ${until} `}is set up.`;
	const parts = actions.filter((action) => counts[action] > 0).map((action) => `${counts[action]} ${action}`);
	return `${applied ? "Applied" : "Plan"}: ${parts.join(", ")}.${still}`;
}
