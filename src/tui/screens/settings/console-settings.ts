import type { ProfileSettings, SettingOption, ShownSetting } from "../../../app/settings/profile-settings.ts";
import { consoleOptions, isThemeName } from "../../../config/settings/console.ts";
import { themeOptions } from "../../shell/theme/theme-options.ts";
import type { Appearance, Look } from "../../theme/appearance.ts";

type Part = keyof Look;

const labels = {
	theme: "Theme",
	ascii: "Draw with ASCII",
	reducedMotion: "Reduced motion",
	mouse: "Mouse",
} as const satisfies Readonly<Record<Part, string>>;

const parts = ["theme", "ascii", "reducedMotion", "mouse"] as const satisfies readonly Part[];

const switchOptions: readonly SettingOption[] = [
	{ value: "on", label: "on" },
	{ value: "off", label: "off" },
];

function optionsOf(part: Part): readonly SettingOption[] {
	return part === "theme" ? themeOptions : switchOptions;
}

function textOf(part: Part, look: Look): string {
	if (part === "theme") return look.theme;
	return look[part] ? "on" : "off";
}

function meaningOf(part: Part): string {
	const { flag, variable } = consoleOptions[part];
	const what = part === "theme" ? consoleOptions.theme.help : consoleOptions[part].on;
	return `${what.charAt(0).toUpperCase()}${what.slice(1)}. For all profiles; ${flag} and ${variable} override it when the console starts.`;
}

function partOf(id: string): Part | undefined {
	return parts.find((part) => id === `console.${part}`);
}

function changed(part: Part, text: string): Partial<Look> {
	if (part === "theme") return isThemeName(text) ? { theme: text } : {};
	return { [part]: text === "on" };
}

/** The group that the look of the console is before. */
const nextGroup = "Notifications";

/** The settings of the profile, and among them how the console looks, which is saved for all profiles. */
export function withConsoleSettings(settings: ProfileSettings, appearance: Appearance): ProfileSettings {
	const shown = (part: Part): ShownSetting => {
		const text = textOf(part, appearance.look());
		const usual = textOf(part, appearance.usual);
		return {
			id: `console.${part}`,
			group: "Console",
			label: labels[part],
			meaning: meaningOf(part),
			range: optionsOf(part)
				.map(({ value }) => value)
				.join(", "),
			effect: "immediately",
			kind: "choice",
			isPath: false,
			options: optionsOf(part),
			text,
			shown: text,
			default: usual,
			from: text === usual ? "default" : "saved",
		};
	};
	return {
		list() {
			const all = settings.list();
			const at = all.findIndex(({ group }) => group === nextGroup);
			return all.toSpliced(at === -1 ? all.length : at, 0, ...parts.map(shown));
		},
		check: (id, text) => (partOf(id) === undefined ? settings.check(id, text) : undefined),
		risk: (id, text) => (partOf(id) === undefined ? settings.risk(id, text) : undefined),
		async change(id, text, seen) {
			const part = partOf(id);
			if (part === undefined) return await settings.change(id, text, seen);
			const look = changed(part, text ?? textOf(part, appearance.usual));
			appearance.change(look);
			await appearance.save(look);
			return shown(part);
		},
		testNotification: settings.testNotification,
	};
}
