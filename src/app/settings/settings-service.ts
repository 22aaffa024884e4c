import type { Profile } from "../../config/profile.ts";
import {
	defaultText,
	settingProblem,
	settingText,
	shownText,
	withSetting,
} from "../../config/setting-value.ts";
import { settings } from "../../config/settings/index.ts";
import {
	isStored,
	type SecretSetting,
	type Setting,
	type StoredSetting,
} from "../../config/settings/setting.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import type { ProfileSettings, ShownSetting, TestedWay } from "./profile-settings.ts";

export type SettingsParts = {
	readonly state: Pick<
		ProfileState,
		"inUse" | "saved" | "saveSettings" | "webhook" | "secretMarks" | "saveWebhook" | "overriddenBy"
	>;
	/** Sends a test over every notification channel. */
	readonly test: () => Promise<readonly TestedWay[]>;
};

/** A value that cannot be saved; the message gives the accepted values. */
export class SettingError extends Error {
	override readonly name = "SettingError";
	readonly code = "invalid-setting";
}

/** Shows and changes the settings of a profile one by one. */
export function createSettingsService({ state, test }: SettingsParts): ProfileSettings {
	const profile = () => state.inUse;
	const saved = () => state.saved ?? state.inUse;
	const origin = state.overriddenBy;

	const showStored = (setting: StoredSetting): ShownSetting => {
		const { type, option } = setting;
		const { id, group, label, meaning, effect } = setting;
		const text = settingText(setting, saved());
		const usual = defaultText(setting);
		const flag = origin(option);
		const words = (value: string) => cleanText(shownText(setting, value));
		return {
			...{ id, group, label, meaning, effect },
			range: type.range,
			kind: type.choices === undefined ? "text" : "choice",
			isPath: setting.isPath === true,
			options: type.choices ?? [],
			text,
			shown: words(settingText(setting, profile())),
			default: words(usual),
			from: flag !== undefined ? { flag, saved: words(text) } : text === usual ? "default" : "saved",
		};
	};
	const showSecret = ({ id, group, label, meaning, effect, range, option }: SecretSetting): ShownSetting => {
		const is = state.webhook;
		const flag = origin(option);
		const words = (present: boolean) => (present ? "••••••••" : "none");
		return {
			...{ id, group, label, meaning, effect, range },
			kind: "secret",
			isPath: false,
			options: [],
			text: "",
			mark: state.secretMarks.webhook ?? "",
			shown: words(is.inUse),
			default: "none",
			from: flag !== undefined ? { flag, saved: words(is.saved) } : is.saved ? "saved" : "default",
		};
	};
	const show = (setting: Setting) => (isStored(setting) ? showStored(setting) : showSecret(setting));

	const check = (setting: Setting, text: string): string | undefined => {
		if (isStored(setting)) return settingProblem(setting, text);
		const problem = setting.problem(text.trim());
		return problem === undefined ? undefined : `it ${problem}`;
	};
	const refuse = ({ label }: Setting, problem: string | undefined) => {
		if (problem !== undefined) throw new SettingError(`${label}: ${problem}.`);
	};
	const changed = (setting: StoredSetting, before: Profile, text: string): Profile => {
		const after = withSetting(setting, before, text);
		if ("profile" in after) return after.profile;
		throw new SettingError(`${setting.label}: ${after.problem}.`);
	};
	const changeStored = async (setting: StoredSetting, text: string, seen: string | undefined) => {
		refuse(setting, check(setting, text));
		const problem = setting.verify?.(text) ?? setting.verifySaved?.(text);
		refuse(setting, problem === undefined ? undefined : `it ${problem}`);
		await state.saveSettings((before) => changed(setting, before, text), {
			overridden: origin(setting.option) !== undefined,
			seen: seen === undefined ? "present" : (present) => changed(setting, present, seen),
		});
	};

	return {
		list: () => settings.map(show),
		check: (id, text) => check(settingOf(id), text),
		risk(id, text) {
			const setting = settingOf(id);
			return isStored(setting) ? setting.risk?.(text ?? defaultText(setting)) : undefined;
		},
		async change(id, text, seen) {
			const setting = settingOf(id);
			if (isStored(setting)) await changeStored(setting, text ?? defaultText(setting), seen);
			else {
				refuse(setting, text === null ? undefined : check(setting, text));
				await state.saveWebhook(
					text?.trim(),
					seen === undefined ? undefined : { webhook: seen === "" ? undefined : seen },
				);
			}
			return show(setting);
		},
		testNotification: test,
	};
}

function settingOf(id: string): Setting {
	const found = settings.find((one) => one.id === id);
	if (found === undefined) throw new SettingError(`There is no setting ${id}.`);
	return found;
}
