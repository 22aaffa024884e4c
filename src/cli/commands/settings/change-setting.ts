import type { ProfileSettings } from "../../../app/settings/profile-settings.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { settingLine } from "./setting-output.ts";

/**
 * Saves one setting and prints it; null resets it to its default.
 *
 * @throws UsageError for a name that is not a setting's, or a value that it does not accept
 */
export async function changeSetting(
	settings: ProfileSettings,
	name: string,
	value: string | null,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const id = idOf(settings, name);
	const problem = value === null ? undefined : settings.check(id, value);
	if (problem !== undefined) throw new UsageError(`${id}: ${problem}.`);
	const risk = value === null ? undefined : settings.risk(id, value);
	if (risk !== undefined) streams.err(cleanText(`Warning: ${risk}`));
	const changed = await settings.change(id, value);
	streams.out(settingLine(changed, json));
	if (typeof changed.from !== "string") streams.err(`Saved, but overridden by ${changed.from.flag}.`);
	return exitCode.done;
}

function idOf(settings: ProfileSettings, name: string): string {
	const known = settings.list().map(({ id }) => id);
	const found = known.find((id) => id === name);
	if (found !== undefined) return found;
	throw new UsageError(`There is no setting "${cleanText(name)}". The settings are: ${known.join(", ")}.`);
}
