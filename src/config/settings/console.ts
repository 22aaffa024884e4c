import { option } from "./option.ts";

/** The themes of the console; `auto` follows the background of the terminal. */
export const themeNames = ["auto", "dark", "light", "high-contrast", "16-colors", "none"] as const;
export type ThemeName = (typeof themeNames)[number];

/** Whether a word is the name of a theme. */
export function isThemeName(word: unknown): word is ThemeName {
	return themeNames.some((name) => name === word);
}

/** An option of the console that is on or off: a flag, its opposite, and a variable. */
export type Switch<Flag extends `--${string}`> = {
	readonly flag: Flag;
	readonly variable: string;
	/** What it does, as `--help` shows it, with and without `no-`. */
	readonly on: string;
	readonly off: string;
};

function switchOf<const Flag extends `--${string}`>(one: Switch<Flag>): Switch<Flag> {
	return one;
}

/** How the console looks, for all profiles. */
export const consoleOptions = {
	theme: option({
		flag: "--theme",
		variable: "SUMO_PROVISION_THEME",
		takes: "name",
		help: "colors of the console",
	}),
	ascii: switchOf({
		flag: "--ascii",
		variable: "SUMO_PROVISION_ASCII",
		on: "draw with ASCII only, as in a locale without UTF-8",
		off: "draw with all of Unicode, whatever the locale",
	}),
	reducedMotion: switchOf({
		flag: "--reduced-motion",
		variable: "SUMO_PROVISION_REDUCED_MOTION",
		on: "no spinner or other animation",
		off: "animate progress",
	}),
	mouse: switchOf({
		flag: "--mouse",
		variable: "SUMO_PROVISION_MOUSE",
		on: "scroll with the wheel, and select rows and tabs with a click",
		off: "leave the mouse to the terminal, which selects text with it",
	}),
} as const;
