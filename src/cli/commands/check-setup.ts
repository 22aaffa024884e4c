import type { Session } from "../../app/session.ts";
import { type SetupStep, setupStepIds, setupTitles } from "../../app/setup/setup.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag } from "../options/option.ts";
import { profileOptions } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import { remedyCommand } from "../output/remedy-command.ts";
import type { Streams } from "../output/streams.ts";

export const command = defineCommand({
	description: "Try every step of the setup, in the order of Sumo Logic's guide.",
	options: { json: flag("print one JSON object per step"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => checkSetup(session, json, streams)),
});

const words: Readonly<Record<SetupStep["state"], string>> = {
	ready: "ready",
	attention: "check",
	failed: "not done",
	waiting: "waiting",
	unchecked: "cannot be checked",
};

/** Tries every step of the setup and prints each as soon as it is known. Fails when a step is not done, not when one needs a check. */
export async function checkSetup(
	{ setup }: Pick<Session, "setup">,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const steps = await setup.check({
		onStep(step) {
			if (json) return streams.out(jsonLine({ type: "step", title: setupTitles[step.id], ...step }));
			streams.out(`${setupStepIds.indexOf(step.id) + 1} ${setupTitles[step.id]}: ${words[step.state]}`);
			const command = step.remedy === undefined ? "" : remedyCommand(step.remedy);
			for (const text of [...step.findings, ...(command === "" ? [] : [command])]) streams.out(`  ${text}`);
		},
	});
	return steps.some(({ state }) => state === "failed") ? exitCode.error : exitCode.done;
}
