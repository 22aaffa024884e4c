import type { Profile } from "../../config/profile.ts";
import {
	defaultText,
	type ProfileSetting,
	profileSettings,
	withSetting,
} from "../../config/profile-setting.ts";
import { webhookProblem } from "../../config/webhook-url.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { ProfileSettings, SettingId, ShownSetting, TestedWay } from "./profile-settings.ts";

/** What the settings need of the workspace. */
export type SettingsSource = {
	/** As it is used: with what flags and environment say. */
	readonly profile: () => Profile;
	/** As it is saved, without what flags and environment say. */
	readonly saved: () => Profile;
	/** Makes one change to the profile as it is saved by then, and to the one in use unless a flag or variable overrides it. */
	readonly save: (
		edit: (profile: Profile) => Profile,
		options: { readonly overridden: boolean },
	) => Promise<void>;
	/** Whether there is a webhook, and whether the saved one is it. */
	readonly webhook: () => { readonly inUse: boolean; readonly saved: boolean };
	/** Keeps another webhook; undefined forgets it. */
	readonly saveWebhook: (url: string | undefined) => Promise<void>;
	/** The flag or variable that goes before what is saved. */
	readonly origin: (spelling: ProfileSetting["spelling"]) => string | undefined;
	readonly test: () => Promise<readonly TestedWay[]>;
};

/** A value that cannot be saved; the message says what the setting takes. */
export class SettingError extends Error {
	override readonly name = "SettingError";
	readonly code = "invalid-setting";
}

/** Shows and changes the settings of a profile one by one. */
export function createSettingsService(source: SettingsSource): ProfileSettings {
	const { profile, saved, origin } = source;

	const shown = (setting: ProfileSetting): ShownSetting => {
		const text = setting.textOf(saved());
		const usual = defaultText(setting);
		const flag = origin(setting.spelling);
		const words = (value: string) => cleanText(setting.shown(value));
		return {
			...setting,
			kind: setting.options === undefined ? "text" : "choice",
			options: setting.options ?? [],
			text,
			shown: words(setting.textOf(profile())),
			default: words(usual),
			from:
				flag !== undefined ? { flag, saved: words(text) } : text === usual ? "default" : ("saved" as const),
		};
	};

	const webhook = (): ShownSetting => {
		const is = source.webhook();
		const flag = origin("notifyWebhookEnv");
		const words = (there: boolean) => (there ? "••••••••" : "none");
		return {
			id: "webhook",
			group: "Notifications",
			label: "Notify: webhook",
			meaning:
				"The URL to which each notification is posted. Whoever has it can post there: it is kept with the secrets and never shown.",
			range: "a URL with https://; http:// only on this machine",
			effect: "at once",
			kind: "secret",
			options: [],
			text: "",
			shown: words(is.inUse),
			default: "none",
			from: flag !== undefined ? { flag, saved: words(is.saved) } : is.saved ? "saved" : "default",
		};
	};

	const settingOf = (id: SettingId) => profileSettings.find((one) => one.id === id);
	const show = (id: SettingId): ShownSetting => {
		const setting = settingOf(id);
		return setting === undefined ? webhook() : shown(setting);
	};
	const check = (id: SettingId, text: string): string | undefined => {
		const setting = settingOf(id);
		if (setting === undefined) {
			const problem = webhookProblem(text.trim());
			return problem === undefined ? undefined : `it ${problem}`;
		}
		const changed = withSetting(setting, saved(), text);
		return "problem" in changed ? changed.problem : undefined;
	};
	const changed = (setting: ProfileSetting, before: Profile, text: string): Profile => {
		const after = withSetting(setting, before, text);
		if ("problem" in after) throw new SettingError(`${setting.label}: ${after.problem}.`);
		return after.profile;
	};

	return {
		list: () => [
			...profileSettings.flatMap((one) =>
				one.id === "webhookFormat" ? [webhook(), shown(one)] : [shown(one)],
			),
		],
		check,
		risk: (id, text) => settingOf(id)?.risk?.(text),
		async change(id, text) {
			const setting = settingOf(id);
			if (setting === undefined) {
				const problem = text === null ? undefined : check(id, text);
				if (problem !== undefined) throw new SettingError(`Webhook: ${problem}.`);
				await source.saveWebhook(text?.trim());
			} else {
				const value = text ?? defaultText(setting);
				await source.save((before) => changed(setting, before, value), {
					overridden: origin(setting.spelling) !== undefined,
				});
			}
			return show(id);
		},
		testNotification: source.test,
	};
}
