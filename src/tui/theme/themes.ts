import type { ThemeName } from "../../config/settings/console.ts";
import type { Tone } from "./theme.ts";

export type Background = "dark" | "light";

/** How many colors a terminal has; 0 where none are wanted. */
export type ColorCount = 0 | 16 | 256;

/**
 * How each tone looks, as parameters of SGR (ECMA-48): `38;5;n` is a color of the 256, `7` inverse, `2` faint; empty looks like any other text.
 * Selected rows also have a marker and are bold.
 */
export type Colors = Readonly<Record<Exclude<Tone, "plain">, string>>;

const none: Colors = { accent: "", dim: "2", good: "", bad: "", caution: "", selection: "" };

/** The user's own palette decides how these look. Red is the bright one: most palettes make the other too dark for a dark background. */
const sixteenOnDark: Colors = { ...none, accent: "36", good: "32", bad: "91", caution: "33" };

/** Without yellow, cyan and green, which most palettes make too bright for a light background: what is good looks like any other text. */
const sixteenOnLight: Colors = { ...none, accent: "34", good: "", bad: "31", caution: "35" };

/** A contrast of at least 4.5 to 1 with the usual dark backgrounds (WCAG 2.2, 1.4.3). The numbers are fixed colors, unlike the first 16. */
const dark: Colors = {
	accent: "38;5;80",
	dim: "38;5;247",
	good: "38;5;114",
	bad: "38;5;210",
	caution: "38;5;221",
	selection: "",
};

/** The same with light backgrounds. */
const light: Colors = {
	accent: "38;5;25",
	dim: "38;5;240",
	good: "38;5;22",
	bad: "38;5;124",
	caution: "38;5;94",
	selection: "",
};

/** A contrast of at least 7 to 1 (WCAG 2.2, 1.4.6). Nothing is dimmed, and the selected row is inverse. */
const strongOnDark: Colors = {
	accent: "38;5;51",
	dim: "",
	good: "38;5;46",
	bad: "38;5;217",
	caution: "38;5;226",
	selection: "7",
};
const strongOnLight: Colors = {
	accent: "38;5;18",
	dim: "",
	good: "38;5;22",
	bad: "38;5;88",
	caution: "38;5;53",
	selection: "7",
};
const strongSixteenOnDark: Colors = {
	accent: "96",
	dim: "",
	good: "92",
	bad: "91",
	caution: "93",
	selection: "7",
};
const strongSixteenOnLight: Colors = { ...sixteenOnLight, dim: "", selection: "7" };

/** The colors of a theme. `auto` is the dark or the light theme, by the background of the terminal. */
export function colorsOf(theme: ThemeName, background: Background, count: ColorCount): Colors {
	if (theme === "none" || count === 0)
		return theme === "high-contrast" ? { ...none, dim: "", selection: "7" } : none;
	const isLight = theme === "light" || (theme !== "dark" && background === "light");
	if (theme === "high-contrast") {
		if (count === 16) return isLight ? strongSixteenOnLight : strongSixteenOnDark;
		return isLight ? strongOnLight : strongOnDark;
	}
	if (theme === "16-colors" || count === 16) return isLight ? sixteenOnLight : sixteenOnDark;
	return isLight ? light : dark;
}
