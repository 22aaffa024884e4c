import { type RecoveredStore, recoverProfile } from "../../app/profile/recover-store.ts";
import type { RecoveredFile } from "../../config/recover-config.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag } from "../options/option.ts";
import { type ProfileFlags, storeOptions } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

export const command = defineCommand({
	description:
		"Replace a damaged store with its last good backup, or damaged or missing settings and secrets with their copies. Damaged files are kept.",
	options: {
		force: flag("also replace a store that is not damaged"),
		json: flag("print what was done as JSON"),
		...storeOptions,
	},
	run: (flags, { env, streams }) => recover(flags, env, streams),
});

/** Replaces damaged settings, secrets or store, and prints where each file is. */
async function recover(
	flags: ProfileFlags & { readonly force: boolean; readonly json: boolean },
	env: NodeJS.ProcessEnv,
	streams: Streams,
): Promise<ExitCode> {
	const warn = (warning: string) => streams.err(`warning: ${warning}`);
	const how = { demo: flags.demo === true, force: flags.force, now: Date.now(), warn };
	const { config, store } = await recoverProfile({ flags, env }, how);
	if (flags.json) streams.out(jsonLine({ ...store, config }));
	else for (const line of store === null ? config.flatMap(configLines) : storeLines(store)) streams.out(line);
	return exitCode.done;
}

function configLines({ file, kept, backupTime }: RecoveredFile): readonly string[] {
	return [
		`${file} is now its copy of ${new Date(backupTime).toISOString()}.`,
		...(kept === null ? [] : [`The damaged one is kept as ${kept}.`]),
	];
}

function storeLines({ profile, file, kept, backupTime }: RecoveredStore): readonly string[] {
	return [
		`The store of the profile ${profile} is now its backup of ${new Date(backupTime).toISOString()} (${file}).`,
		...(kept === null
			? ["Entries logged after the backup are lost."]
			: [`The previous one is kept as ${kept}.`, "Entries logged after the backup are only in that file."]),
		"The next cycle compares all users with the target, so that no account is created twice.",
	];
}
