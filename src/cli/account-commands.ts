import type { Command } from "commander";
import { interruptible } from "./interruptible.ts";
import type { WithSession } from "./mapping-commands.ts";
import { type ProfileFlags, profileOptions } from "./profile-options.ts";
import type { Streams } from "./streams.ts";

type Flags = ProfileFlags & { readonly json?: boolean };

/** Adds `drift`, `accounts` and `link`: what is in Sumo, compared with what should be there. */
export function addAccountCommands(program: Command, streams: Streams, withSession: WithSession): void {
	profileOptions(program.command("drift"))
		.description(
			"Find accounts that somebody changed, deactivated or deleted in Sumo; exit with 3 if any are left.",
		)
		.option("--repair", "put them right, as a cycle would")
		.option("--json", "print one JSON object a line, the summary last")
		.action(async (flags: Flags & { readonly repair?: boolean }) => {
			const { drift } = await import("./drift.ts");
			const options = { repair: flags.repair === true, json: flags.json === true };
			await interruptible(streams.err, (signal) =>
				withSession(flags, (session) => drift(session, { ...options, signal }, streams)),
			);
		});

	profileOptions(program.command("accounts"))
		.description("List accounts in Sumo.")
		.requiredOption("--unmatched", "those that nobody at the source accounts for")
		.option("--json", "print one JSON object a line")
		.action(async (flags: Flags) => {
			const { unmatchedAccounts } = await import("./accounts.ts");
			await withSession(flags, (session) => unmatchedAccounts(session, flags.json === true, streams));
		});

	profileOptions(program.command("link"))
		.description("Give a renamed person the account that is theirs, though nothing matches any more.")
		.argument("<source>", "the user at the source: id or user principal name")
		.argument("<target>", "the account in Sumo: id or user name")
		.option("--json", "print the entry of the log as JSON")
		.action(async (source: string, target: string, flags: Flags) => {
			const { link } = await import("./accounts.ts");
			const named = { source, target, json: flags.json === true };
			await withSession(flags, (session) => link(session, named, streams));
		});
}
