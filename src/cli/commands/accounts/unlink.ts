import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { printEntry } from "../../output/print-entry.ts";

export const command = defineCommand({
	description: "Unlink an account from its user. The next cycle re-matches the user.",
	arguments: { account: argument("the account in the target: ID or user name") },
	options: { json: flag("print the log entry as JSON"), ...profileOptions },
	run: ({ account, json, ...flags }, { streams, withSession }) =>
		withSession(flags, async ({ accounts }) => {
			printEntry(await accounts.unlink(account), json, streams);
			if (!json) streams.err("The next cycle re-matches the user.");
			return exitCode.done;
		}),
});
