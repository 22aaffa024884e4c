import { resolveHome } from "../../../config/home.ts";
import { openSecrets } from "../../../config/secrets.ts";
import { openSettings } from "../../../config/settings.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

type Place = { readonly home?: string | undefined; readonly env: NodeJS.ProcessEnv };

/** Lists the saved profiles; the one that opens when nothing else is said has a mark. */
export async function listProfiles({ home, env }: Place, json: boolean, streams: Streams): Promise<ExitCode> {
	const settings = openSettings(resolveHome(home, env));
	const [names, current] = await Promise.all([settings.profileNames(), settings.currentName()]);
	if (json) streams.out(jsonLine({ profiles: names, current: current ?? null }));
	else if (names.length === 0)
		streams.err("No profile is saved. sumo-provision console --profile NAME begins one.");
	else for (const name of names) streams.out(`${name === current ? "*" : " "} ${name}`);
	return exitCode.done;
}

/** Makes a profile the one that opens when nothing else is said. */
export async function useProfile({ home, env }: Place, name: string, streams: Streams): Promise<ExitCode> {
	await openSettings(resolveHome(home, env)).setCurrent(name);
	streams.err(`${name} is now the profile that opens when nothing else is said.`);
	return exitCode.done;
}

/** Removes a profile's settings and secrets. Its links and log stay in the state folder. */
export async function removeProfile({ home, env }: Place, name: string, streams: Streams): Promise<ExitCode> {
	const folders = resolveHome(home, env);
	const settings = openSettings(folders);
	if (!(await settings.profileNames()).includes(name))
		throw new Error(`There is no profile ${name} in ${settings.file}.`);
	await openSecrets(folders, streams.err).write(name, {});
	await settings.removeProfile(name);
	streams.err(`The settings and secrets of ${name} are removed; its links and log stay in ${folders.state}.`);
	return exitCode.done;
}
