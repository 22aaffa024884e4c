import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { printEntry } from "../../output/print-entry.ts";

export const command = defineCommand({
	description: "Link a user with an account that no longer matches, such as after both were renamed.",
	arguments: {
		user: argument("the user at the source: ID or user principal name"),
		account: argument("the account in the target: ID or user name"),
	},
	options: { json: flag("print the log entry as JSON"), ...profileOptions },
	run: ({ user, account, json, ...flags }, { streams, withSession }) =>
		withSession(flags, async ({ accounts }) => {
			printEntry(await accounts.link(user, account), json, streams);
			if (!json) streams.err("The next cycle brings the account up to date.");
			return exitCode.done;
		}),
});
