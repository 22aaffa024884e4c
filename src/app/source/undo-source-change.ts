import { UsageError } from "../../config/errors/usage-error.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import { connectionOptions } from "../../config/settings/connection.ts";
import { openFileDirectory } from "../../directory/open.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { FileRewrite } from "../../ports/source/source-file.ts";
import { type ProfileChoice, resolveProfile } from "../profile/resolve-profile.ts";

/**
 * Undoes the last change of assignments in a file of users: the named one, otherwise the source of the profile. Needs no credentials.
 *
 * @param file as typed; undefined for the file of the profile
 * @returns the file that was rewritten, and the copy that it was rewritten with, which no longer exists
 * @throws UsageError when the users file does not exist; DirectoryError `conflict` when it was edited since, `not-found` when there is no
 * change to undo; ConfigError
 */
export async function undoSourceChange(
	file: string | undefined,
	choice: Pick<ProfileChoice, "flags" | "env">,
	warn: (message: string) => void,
): Promise<FileRewrite> {
	const path = file ?? (await fileOfProfile(choice, warn));
	const { directory, source } = await open(path);
	try {
		return await source.undo();
	} finally {
		await directory.close();
	}
}

async function open(path: string) {
	try {
		const directory = openFileDirectory(path);
		const source = directory.file;
		if (source === undefined) throw new DirectoryError("invalid", `${path} is not a file of users.`);
		await source.rewrites();
		return { directory, source };
	} catch (error) {
		const isWrong =
			error instanceof DirectoryError && (error.code === "invalid" || error.code === "not-found");
		throw isWrong ? usage(error.message) : error;
	}
}

async function fileOfProfile(
	{ flags, env }: Pick<ProfileChoice, "flags" | "env">,
	warn: (message: string) => void,
): Promise<string> {
	const home = resolveHome(flags.home, env);
	const inUse = await resolveProfile(
		{ flags, env, offline: true },
		openSettings(home),
		openSecrets(home, warn),
	);
	const { name, source } = inUse.profile;
	if (source.type === "file") return source.path;
	throw usage(
		`The source of the profile ${name} is not a file. Name the file: sumo-provision source undo users.csv`,
	);
}

function usage(message: string): UsageError {
	const { flag, variable } = connectionOptions.source;
	return new UsageError(flag, variable, message);
}
