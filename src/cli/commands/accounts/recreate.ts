import { recreationOf } from "../../../app/deactivated/recreation.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { printEntry } from "../../output/print-entry.ts";

export const command = defineCommand({
	description: "Create a deleted account again, with a new ID and the same attributes and roles.",
	arguments: { snapshot: argument("the snapshot's ID, as accounts --deleted shows it") },
	options: { json: flag("print the log entry as JSON"), ...profileOptions },
	run: ({ snapshot: id, json, ...flags }, { streams, withSession }) =>
		withSession(flags, async ({ deactivated }) => {
			const snapshot = (await deactivated.snapshots()).find((one) => one.id === id);
			const entry = await deactivated.recreate(id);
			printEntry(entry, json, streams);
			if (entry.status !== "success") return exitCode.someFailed;
			if (!json && snapshot) {
				streams.err("What does not come back:");
				for (const line of recreationOf(snapshot).isLost) streams.err(`  ${cleanText(line)}`);
			}
			return exitCode.done;
		}),
});
