import { type Recovered, recoverProfile } from "../../app/profile/recover-store.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag } from "../options/option.ts";
import { type ProfileFlags, storeOptions } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

export const command = defineCommand({
	description: "Replace a damaged store with its last good backup. The damaged one is kept.",
	options: {
		force: flag("also replace a store that is not damaged"),
		json: flag("print what was done as JSON"),
		...storeOptions,
	},
	run: (flags, { env, streams }) => recover(flags, env, streams),
});

/** Replaces a damaged store with its last good backup, and prints where each file is. */
async function recover(
	flags: ProfileFlags & { readonly force: boolean; readonly json: boolean },
	env: NodeJS.ProcessEnv,
	streams: Streams,
): Promise<ExitCode> {
	const how = { demo: flags.demo === true, force: flags.force, now: Date.now() };
	const recovered = await recoverProfile({ flags, env }, how);
	if (flags.json) streams.out(jsonLine(recovered));
	else for (const line of linesOf(recovered)) streams.out(line);
	return exitCode.done;
}

function linesOf({ profile, file, kept, backupTime }: Recovered): readonly string[] {
	return [
		`The store of the profile ${profile} is now its backup of ${new Date(backupTime).toISOString()} (${file}).`,
		`The previous one is kept as ${kept}.`,
		"Entries logged after the backup are only in that file. The next cycle compares all users with the target, so that no account is created twice.",
	];
}
