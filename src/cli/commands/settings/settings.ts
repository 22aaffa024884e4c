import type { ProfileSettings, SettingId, ShownSetting } from "../../../app/settings/profile-settings.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

type Output = { readonly json: boolean };

/** Lists the settings of a profile: value, where it comes from, what it takes. A secret is never shown. */
export async function listSettings(
	settings: ProfileSettings,
	{ json }: Output,
	streams: Streams,
): Promise<ExitCode> {
	for (const one of settings.list()) streams.out(json ? jsonLine(recordOf(one)) : lineOf(one));
	return exitCode.done;
}

/** Saves one setting; null puts it back to its default. */
export async function changeSetting(
	settings: ProfileSettings,
	name: string,
	value: string | null,
	{ json }: Output,
	streams: Streams,
): Promise<ExitCode> {
	const id = idOf(settings, name);
	const problem = value === null ? undefined : settings.check(id, value);
	if (problem !== undefined) throw new UsageError(`${id}: ${problem}.`);
	const risk = value === null ? undefined : settings.risk(id, value);
	if (risk !== undefined) streams.err(cleanText(`Mind: ${risk}`));
	const changed = await settings.change(id, value);
	streams.out(json ? jsonLine(recordOf(changed)) : lineOf(changed));
	if (typeof changed.from !== "string") streams.err(`Saved, but ${changed.from.flag} goes before it.`);
	return exitCode.done;
}

/** Sends a test notification over every way that is set up. */
export async function testNotification(
	settings: ProfileSettings,
	{ json }: Output,
	streams: Streams,
): Promise<ExitCode> {
	const ways = await settings.testNotification();
	if (ways.length === 0) throw new Error("Nobody is told: neither a program nor a webhook is set.");
	for (const { name, problem } of ways) {
		if (json) streams.out(jsonLine({ type: "notification", name, problem }));
		else if (problem === null) streams.out(`The test was taken by ${name}.`);
		else streams.err(cleanText(`The test failed over ${name}: ${problem}`));
	}
	return ways.every(({ problem }) => problem === null) ? exitCode.done : exitCode.error;
}

function idOf(settings: ProfileSettings, name: string): SettingId {
	const known = settings.list().map(({ id }) => id);
	const found = known.find((id) => id === name);
	if (found === undefined)
		throw new UsageError(`There is no setting "${cleanText(name)}". There are: ${known.join(", ")}.`);
	return found;
}

function fromWords({ from }: ShownSetting): string {
	return typeof from === "string" ? from : `from ${from.flag}, saved: ${from.saved}`;
}

function lineOf(one: ShownSetting): string {
	return cleanText(`${one.id.padEnd(16)} ${one.shown} (${fromWords(one)}); takes ${one.range}`);
}

function recordOf(one: ShownSetting) {
	const { id, group, meaning, range, shown, from, text, kind } = one;
	const value = kind === "secret" ? null : text;
	return { type: "setting", id, group, value, shown, from, default: one.default, range, meaning };
}
