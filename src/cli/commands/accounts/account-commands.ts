import { type Command, Option } from "commander";
import { type ProfileFlags, profileOptions } from "../../options/profile-options.ts";
import type { Streams } from "../../output/streams.ts";
import { interruptible } from "../../session/interruptible.ts";
import type { WithSession } from "../mapping/mapping-commands.ts";

type Flags = ProfileFlags & { readonly json?: boolean };

/** Adds `drift`, `accounts`, `link`, `unlink` and `recreate`: what is in Sumo, compared with what should be there. */
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
		.description("List accounts in Sumo and whose they are, or those that were deleted.")
		.addOption(listed("--unmatched", "those that nobody at the source accounts for"))
		.addOption(listed("--linked", "those that are linked with a user of the source"))
		.addOption(listed("--deleted", "those that were deleted from here or by a cycle, as they were before"))
		.option("--json", "print one JSON object a line")
		.action(async (flags: Flags & Partial<Record<"unmatched" | "linked" | "deleted", boolean>>) => {
			const json = flags.json === true;
			if (flags.deleted) {
				const { deletedAccounts } = await import("./deleted-accounts.ts");
				await withSession(flags, (session) => deletedAccounts(session, json, streams));
				return;
			}
			const { listAccounts } = await import("./accounts.ts");
			const only = flags.unmatched ? "unmatched" : flags.linked ? "linked" : null;
			await withSession(flags, (session) => listAccounts(session, { only, json }, streams));
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

	profileOptions(program.command("unlink"))
		.description("Take an account from the user it is linked with; the next cycle matches them anew.")
		.argument("<target>", "the account in Sumo: id or user name")
		.option("--json", "print the entry of the log as JSON")
		.action(async (target: string, flags: Flags) => {
			const { unlink } = await import("./accounts.ts");
			await withSession(flags, (session) => unlink(session, { target, json: flags.json === true }, streams));
		});

	profileOptions(program.command("recreate"))
		.description("Create a deleted account again, with a new id, the same attributes and roles.")
		.argument("<snapshot>", "the snapshot's id, as accounts --deleted shows it")
		.option("--json", "print the entry of the log as JSON")
		.action(async (snapshot: string, flags: Flags) => {
			const { recreate } = await import("./deleted-accounts.ts");
			const named = { snapshot, json: flags.json === true };
			await withSession(flags, (session) => recreate(session, named, streams));
		});
}

/** One of the choices of what is listed. */
function listed(flag: string, help: string): Option {
	const names = ["unmatched", "linked", "deleted"].filter((name) => `--${name}` !== flag);
	return new Option(flag, help).conflicts(names);
}
