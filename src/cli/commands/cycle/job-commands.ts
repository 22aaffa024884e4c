import { type Command, Option } from "commander";
import { type ProfileFlags, profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import type { Streams } from "../../output/streams.ts";
import type { WithSession } from "../mapping/mapping-commands.ts";

type Flags = ProfileFlags & { readonly json?: boolean };

/** Adds `failures`, `deletions` and `restart`: what a cycle left to the operator, and starting over. */
export function addJobCommands(program: Command, streams: Streams, withSession: WithSession): void {
	profileOptions(program.command("failures"))
		.description("List users who failed and when they are tried again, or let the next cycle try them.")
		.option("--retry [user...]", "try these (ids or display names) in the next cycle; all without a name")
		.option("--json", "print one JSON object a line")
		.action(async (flags: Flags & { readonly retry?: true | readonly string[] }) => {
			const { failedUsers } = await import("./failed-users.ts");
			const retry = flags.retry === undefined ? null : flags.retry === true ? [] : flags.retry;
			const options = { retry, json: flags.json === true, now: Date.now() };
			await withSession(flags, (session) => failedUsers(session, options, streams));
		});

	profileOptions(program.command("deletions"))
		.description("List the disables and deletes that the guard against accidental deletions holds back.")
		.addOption(new Option("--allow", "let exactly these through, once").conflicts("reject"))
		.addOption(new Option("--reject", "take back what was allowed"))
		.option("--json", "print one JSON object a line")
		.action(async (flags: Flags & Partial<Record<"allow" | "reject", boolean>>) => {
			const { heldBack } = await import("./held-back.ts");
			const decision = flags.allow ? "allow" : flags.reject ? "reject" : null;
			await withSession(flags, (session) =>
				heldBack(session, { decision, json: flags.json === true }, streams),
			);
		});

	profileOptions(program.command("restart"))
		.description("Let the next cycle compare everybody; ends a quarantine, and tries failed users again.")
		.option("--full", "also forget who is linked with whom: the next cycle matches everybody anew")
		.option("--yes", "do it, for --full")
		.action(async (flags: ProfileFlags & { readonly full?: boolean; readonly yes?: boolean }) => {
			const full = flags.full === true;
			if (full && flags.yes !== true)
				throw new UsageError(
					"Nothing was done: --full forgets all links, so that renamed people are no longer known. Go on with --yes.",
				);
			await withSession(flags, async ({ provisioning }) => {
				await provisioning.restart({ full });
				streams.out(
					full
						? "All links are forgotten; the next cycle matches and compares everybody."
						: "The next cycle compares everybody.",
				);
				return 0;
			});
		});
}
