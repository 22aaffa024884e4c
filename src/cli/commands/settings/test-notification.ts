import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";

export const command = defineCommand({
	description: "Send a test through every notification channel that is configured.",
	options: { json: flag("print one JSON object per channel"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, async ({ settings }) => {
			const channels = await settings.testNotification();
			if (channels.length === 0)
				throw new Error("No notification channel is configured: set a program or a webhook.");
			for (const { name, problem } of channels) {
				if (json) streams.out(jsonLine({ type: "notification", name, problem }));
				else if (problem === null) streams.out(`Sent the test to ${name}.`);
				else streams.err(cleanText(`The test to ${name} failed: ${problem}`));
			}
			return channels.every(({ problem }) => problem === null) ? exitCode.done : exitCode.error;
		}),
});
