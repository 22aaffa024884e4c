/**
 * Colors by meaning. One accent; the others only repeat what a glyph and a word already show (`outcome-mark.ts`).
 * Only the 16 named colors that every terminal has, so that the user's palette determines their look.
 * With NO_COLOR (https://no-color.org) there are no colors; bold, dim and inverse remain.
 */
export type Tone = "plain" | "accent" | "dim" | "good" | "bad" | "caution";

const colored = !process.env.NO_COLOR;

const colors: Readonly<Record<Tone, string | undefined>> = {
	plain: undefined,
	accent: "cyan",
	dim: undefined,
	good: "green",
	bad: "red",
	caution: "yellow",
};

/** The props of `<Text>` for a tone; spread them: `<Text {...paint("bad")}>`. */
export type Paint = { readonly color?: string; readonly dimColor?: boolean };

function paintOf(tone: Tone): Paint {
	const color = colored ? colors[tone] : undefined;
	return { ...(color === undefined ? {} : { color }), ...(tone === "dim" ? { dimColor: true } : {}) };
}

const paints: Readonly<Record<Tone, Paint>> = {
	plain: paintOf("plain"),
	accent: paintOf("accent"),
	dim: paintOf("dim"),
	good: paintOf("good"),
	bad: paintOf("bad"),
	caution: paintOf("caution"),
};

/** The props for a tone. */
export function paint(tone: Tone): Paint {
	return paints[tone];
}
