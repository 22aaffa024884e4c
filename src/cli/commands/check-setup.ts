import type { Session } from "../../app/session.ts";
import { type SetupStep, setupStepIds, setupTitles } from "../../app/setup/setup.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

const words: Readonly<Record<SetupStep["state"], string>> = {
	ready: "ready",
	attention: "look at it",
	failed: "to be done",
	waiting: "waits",
};

/** Tries every step of the set-up and tells of each as it is known. Fails when a step is to be done, not when one wants a look. */
export async function checkSetup(
	{ setup }: Pick<Session, "setup">,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const steps = await setup.check({
		tell(step) {
			if (json) return streams.out(jsonLine({ type: "step", title: setupTitles[step.id], ...step }));
			streams.out(`${setupStepIds.indexOf(step.id) + 1} ${setupTitles[step.id]}: ${words[step.state]}`);
			for (const finding of step.findings) streams.out(`  ${finding}`);
		},
	});
	return steps.some(({ state }) => state === "failed") ? exitCode.error : exitCode.done;
}
