/**
 * Colors by meaning. One accent; the others only repeat what a glyph and a word already show (`outcome-mark.ts`).
 * Views name a tone, never a color: the themes (`themes.ts`) say how it looks in a terminal.
 */
export type Tone = "plain" | "accent" | "dim" | "good" | "bad" | "caution" | "selection";

/** The props of `<Text>` for a tone; spread them: `<Text {...paint("bad")}>`. */
export type Paint = {
	readonly color?: string;
	readonly backgroundColor?: string;
	readonly dimColor?: boolean;
};

/**
 * What a frame is drawn with, in place of a theme: one color of the palette stands for each tone, and `recolor` puts the theme's colors in
 * their place as the frame is written. So a theme can change at any time without drawing the views again: the background of the
 * terminal is known only after the first frame.
 */
const paints: Readonly<Record<Tone, Paint>> = {
	plain: {},
	accent: { color: "cyan" },
	dim: { dimColor: true },
	good: { color: "green" },
	bad: { color: "red" },
	caution: { color: "yellow" },
	selection: { backgroundColor: "blue" },
};

/** The props for a tone. */
export function paint(tone: Tone): Paint {
	return paints[tone];
}
