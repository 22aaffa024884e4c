import { type GivenOptions, wrong } from "./given-options.ts";
import { withValueAt } from "./json/value-at-path.ts";
import type { ProfileSecrets } from "./profile.ts";
import { settings, storedSettings } from "./settings/index.ts";
import { isStored, type StoredSetting } from "./settings/setting.ts";
import { refusal } from "./settings/value-type.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * A profile with the values that flags and environment give to its settings.
 *
 * @throws UsageError for a text that is not a valid value of its setting
 */
export function withGivenSettings(profile: Json, given: GivenOptions): Json {
	return storedSettings.reduce((changed, setting) => {
		const text = given.value(setting.option);
		return text === undefined ? changed : withValueAt(changed, setting.path, givenValue(setting, text));
	}, profile);
}

/** The values of settings that are secrets, from their variables. @throws UsageError that does not quote them */
export function givenSecrets(given: GivenOptions): Pick<ProfileSecrets, "webhook"> {
	let secrets = {};
	for (const setting of settings) {
		if (isStored(setting)) continue;
		const value = given.secret(setting.option)?.value;
		if (value === undefined) continue;
		const problem = setting.problem(value);
		if (problem !== undefined)
			throw wrong(setting.option, `holds a ${setting.secret} that cannot be used: it ${problem}`);
		secrets = { ...secrets, [setting.secret]: value };
	}
	return secrets;
}

/** Checks what given values refer to, such as a file that cannot be read. @throws UsageError */
export function verifyGivenSettings(given: GivenOptions): void {
	for (const { option, verify } of storedSettings) {
		const text = given.value(option);
		const problem = text === undefined ? undefined : verify?.(text);
		if (problem !== undefined) throw wrong(option, problem);
	}
}

function givenValue(setting: StoredSetting, text: string): unknown {
	const { option, path, type } = setting;
	const { several } = option;
	if (several === undefined) return checked(setting, type.parse(text), text);
	const values = several.parse(text);
	if (values === undefined) throw wrong(option, `must be ${several.range}, not "${text}"`);
	return checked(setting, values[path], text);
}

function checked({ option, type }: StoredSetting, value: unknown, text: string): unknown {
	if (type.is(value)) return value;
	throw wrong(option, `${refusal(type, value)}${type.isPrivate ? "" : `, not "${text}"`}`);
}
