import { isAbsolute, join, resolve } from "node:path";
import { ConfigError } from "./errors/config-error.ts";
import { userHome } from "./paths/user-home.ts";

/** Where everything that outlives a process is kept. All paths are absolute; nothing is created here. */
export type Home = {
	/** Folder of the settings and the secrets. */
	readonly config: string;
	/** Folder of the stores, one file per profile. */
	readonly state: string;
	/** Folder of files that can be deleted without harm. */
	readonly cache: string;
};

/**
 * The folders to use: below one folder when `--home` or SUMO_PROVISION_HOME names it, otherwise those of XDG.
 *
 * @param flag the value of `--home`; a relative path starts at the working folder.
 * @param ofUser the user's home folder; undefined when it is not known.
 * @throws ConfigError `no-home` when the user's home folder is needed and not known.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function resolveHome(
	flag: string | undefined,
	env: Readonly<Record<string, string | undefined>>,
	ofUser: string | undefined = userHome(),
): Home {
	const home = flag ?? present(env.SUMO_PROVISION_HOME);
	if (home !== undefined) {
		const folder = resolve(home);
		return { config: folder, state: join(folder, "state"), cache: join(folder, "cache") };
	}
	// The specification says to ignore relative paths.
	const base = (variable: string | undefined, otherwise: string) => {
		if (variable !== undefined && isAbsolute(variable)) return join(variable, "sumo-provision");
		if (ofUser === undefined || !isAbsolute(ofUser))
			throw new ConfigError(
				"no-home",
				"The home folder of this user is not known: HOME is not an absolute path. Name a folder with --home DIR or SUMO_PROVISION_HOME.",
			);
		return join(ofUser, otherwise, "sumo-provision");
	};
	return {
		config: base(env.XDG_CONFIG_HOME, ".config"),
		state: base(env.XDG_STATE_HOME, join(".local", "state")),
		cache: base(env.XDG_CACHE_HOME, ".cache"),
	};
}

/** Profiles, without secrets. */
export function settingsFile(home: Home): string {
	return join(home.config, "config.json");
}

export function secretsFile(home: Home): string {
	return join(home.config, "secrets.json");
}

/** Locked by the process that saves settings or secrets. It is always empty. */
export function lockFile(home: Home): string {
	return join(home.config, "config.lock");
}

/** The store of a profile. The name of a profile has no character that leads out of the folder (`profile.ts`). */
export function storeFile(home: Home, profile: string): string {
	return join(home.state, `${profile}.sqlite`);
}

/** An empty variable counts as not set. */
function present(value: string | undefined): string | undefined {
	return value === "" ? undefined : value;
}
