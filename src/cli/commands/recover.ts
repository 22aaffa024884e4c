import { type Recovered, recoverProfile } from "../../app/profile/recover-store.ts";
import type { ProfileFlags } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

/** Puts the last good backup in the place of a damaged store, and says what lies where. */
export async function recover(
	flags: ProfileFlags & { readonly force?: boolean; readonly json?: boolean },
	env: NodeJS.ProcessEnv,
	streams: Streams,
): Promise<ExitCode> {
	const how = { demo: flags.demo === true, force: flags.force === true, now: Date.now() };
	const recovered = await recoverProfile({ flags, env }, how);
	if (flags.json) streams.out(jsonLine(recovered));
	else for (const line of linesOf(recovered)) streams.out(line);
	return exitCode.done;
}

function linesOf({ profile, file, kept, backupTime }: Recovered): readonly string[] {
	return [
		`The store of the profile ${profile} is now its backup of ${new Date(backupTime).toISOString()} (${file}).`,
		`The one before is kept as ${kept}.`,
		"What was logged after the backup is only there. The next cycle compares everybody with Sumo, so that nobody is created twice.",
	];
}
