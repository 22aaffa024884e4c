import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { jsonLine } from "../../output/json-line.ts";

/** A setting in one line: value, where it comes from and what it accepts, as text or JSON. A secret is never shown. */
export function settingLine(one: ShownSetting, json: boolean): string {
	if (json) return jsonLine(recordOf(one));
	return cleanText(`${one.id.padEnd(16)} ${one.shown} (${originOf(one)}); accepts ${one.range}`);
}

function originOf({ from }: ShownSetting): string {
	return typeof from === "string" ? from : `from ${from.flag}, saved: ${from.saved}`;
}

function recordOf(one: ShownSetting) {
	const { id, group, meaning, range, shown, from, text, kind } = one;
	const value = kind === "secret" ? null : text;
	return { type: "setting", id, group, value, shown, from, default: one.default, range, meaning };
}
