import { valueAt, withValueAt } from "./json/value-at-path.ts";
import { type Profile, profileSchema } from "./profile.ts";
import type { StoredSetting } from "./settings/setting.ts";
import { refusal } from "./settings/value-type.ts";

/** The value of a setting in a profile, as editable text. */
export function settingText({ path, type }: StoredSetting, profile: object): string {
	return type.text(valueAt(profile, path));
}

/** The same for a profile in which the setting was never changed. */
export function defaultText({ type }: StoredSetting): string {
	return type.text(type.default);
}

/** The display text of a value: with its unit, or the label of the choice. */
export function shownText({ type, withUnit }: StoredSetting, text: string): string {
	if (withUnit !== undefined) return withUnit(text);
	return type.choices?.find(({ value }) => value === text)?.label ?? text;
}

/** What is wrong with a text for a setting, `it must be …`; undefined when it is a valid value. */
export function settingProblem({ type }: StoredSetting, text: string): string | undefined {
	const value = type.parse(text);
	return type.is(value) ? undefined : `it ${refusal(type, value)}`;
}

/** A profile with another value of a setting, or what is wrong with the value: `it must be …`. */
export function withSetting(
	setting: StoredSetting,
	profile: Profile,
	text: string,
): { readonly profile: Profile } | { readonly problem: string } {
	const problem = settingProblem(setting, text);
	if (problem !== undefined) return { problem };
	return {
		profile: profileSchema.parse(withValueAt(profile, setting.path, setting.type.parse(text))),
	};
}
