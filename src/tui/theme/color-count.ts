import type { ColorCount } from "./themes.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals with 256 colors whose names do not say so. */
const capable = /256|direct|kitty|alacritty|ghostty|wezterm|foot|contour|rio/;

/**
 * How many colors the terminal has, by its variables: COLORTERM is set by terminals with more than 256 colors, and TERM names what the
 * terminfo database knows.
 */
export function colorCount(env: Environment, platform: NodeJS.Platform = process.platform): ColorCount {
	if (env.TERM === "dumb") return 0;
	if ((env.COLORTERM ?? "") !== "" || platform === "win32") return 256;
	return capable.test(env.TERM ?? "") ? 256 : 16;
}

/** Whether NO_COLOR asks for no colors by default: set to anything, as https://no-color.org defines. */
export function refusesColor(env: Environment): boolean {
	return (env.NO_COLOR ?? "") !== "";
}
