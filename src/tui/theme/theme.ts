/**
 * Colours by meaning. One accent; the rest only repeats what a glyph and a word already say (`outcome-mark.ts`).
 * Only the 16 colours that every terminal has, by name, so that the user's own palette decides how they look.
 * With NO_COLOR set (https://no-color.org) there is none; bold, dim and inverse stay.
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

/** What `<Text>` needs to show a tone; spread it: `<Text {...paint("bad")}>`. */
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

/** The look of a tone. */
export function paint(tone: Tone): Paint {
	return paints[tone];
}
