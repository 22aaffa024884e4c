import type { ThemeName } from "../../../config/settings/console.ts";
import type { Option } from "../../components/input/select.tsx";

/** The themes to choose from, with what each is for. */
export const themeOptions: readonly Option<ThemeName>[] = [
	{ value: "auto", label: "auto", detail: "dark or light, by the background of the terminal" },
	{ value: "dark", label: "dark", detail: "for a dark background" },
	{ value: "light", label: "light", detail: "for a light background" },
	{
		value: "high-contrast",
		label: "high-contrast",
		detail: "strong colors, nothing dimmed, selection inverse",
	},
	{ value: "16-colors", label: "16-colors", detail: "the terminal's own palette" },
	{ value: "none", label: "none", detail: "no colors" },
];
