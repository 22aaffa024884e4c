import type { ThemeName } from "../../config/settings/console.ts";
import { type Background, type ColorCount, type Colors, colorsOf } from "./themes.ts";

/** How the console looks, as flags, variables, saved choice and terminal have it. */
export type Look = {
	readonly theme: ThemeName;
	/** Only ASCII reaches the terminal. */
	readonly ascii: boolean;
	/** Nothing is animated. */
	readonly reducedMotion: boolean;
	/** Whether the wheel scrolls and a click selects. */
	readonly mouse: boolean;
};

/** How the console looks now. The same object for its whole lifetime. */
export type Appearance = {
	readonly look: () => Look;
	/** The look without any choice, as this terminal and its locale have it. */
	readonly usual: Look;
	readonly colors: () => Colors;
	/** Changes the look, and draws everything again where that shows. */
	readonly change: (part: Partial<Look>) => void;
	readonly setBackground: (background: Background) => void;
	/** Whether the background decides the colors. */
	readonly followsBackground: () => boolean;
	/** What is wrong with the saved look, in a sentence; null when nothing is. */
	readonly problem: string | null;
	/** Keeps the look for the next console. Rejects with the reason why it cannot. */
	readonly save: (look: Partial<Look>) => Promise<void>;
	/** Returns a function that ends the subscription. */
	readonly subscribe: (changed: () => void) => () => void;
};

export type AppearanceOptions = Partial<Look> & {
	readonly background?: Background;
	readonly colorCount?: ColorCount;
	/** No colors unless a theme is named. */
	readonly refusesColor?: boolean;
	readonly problem?: string | null;
	/** Whether the locale needs ASCII, so that only a choice draws more. */
	readonly needsAscii?: boolean;
	readonly save?: (look: Partial<Look>) => Promise<void>;
};

/** @param options what is known before the first frame; absent: 16 colors on a dark background, all of Unicode. */
export function createAppearance({
	theme = "auto",
	needsAscii = false,
	ascii = needsAscii,
	reducedMotion = false,
	mouse = false,
	background = "dark",
	colorCount = 16,
	refusesColor = false,
	problem = null,
	save = () => Promise.resolve(),
}: AppearanceOptions = {}): Appearance {
	let look: Look = { theme, ascii, reducedMotion, mouse };
	let behind = background;
	const drawnOn = (background: Background) =>
		colorsOf(look.theme, background, refusesColor && look.theme === "auto" ? 0 : colorCount);
	let colors = drawnOn(behind);
	const listeners = new Set<() => void>();
	const update = () => {
		colors = drawnOn(behind);
		for (const changed of listeners) changed();
	};
	return {
		look: () => look,
		usual: { theme: "auto", ascii: needsAscii, reducedMotion: false, mouse: false },
		colors: () => colors,
		change(part) {
			look = { ...look, ...part };
			update();
		},
		setBackground(next) {
			if (next === behind) return;
			behind = next;
			update();
		},
		followsBackground: () => drawnOn("dark") !== drawnOn("light"),
		problem,
		save,
		subscribe(changed) {
			listeners.add(changed);
			return () => listeners.delete(changed);
		},
	};
}
