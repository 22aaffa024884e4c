import type { Background } from "../theme/themes.ts";

/** Asks the terminal for its background (xterm, OSC 11). A terminal that does not know the question ignores it. */
export const backgroundQuery = "\u001B]11;?\u0007";

/** Terminals that print a question that they do not know, or cannot answer. */
const silent = /^(?:linux|dumb|vt\d|ansi|cons25|sun)/;

/** Whether the terminal can be asked. */
export function answersQuery(term: string | undefined): boolean {
	return term !== undefined && term !== "" && !silent.test(term);
}

/**
 * The background that rxvt, Konsole and others name in COLORFGBG, as numbers of the 16 colors: `15;0`, or `0;default;15`.
 * Undefined when it names none.
 */
export function backgroundOfVariable(colorFgBg: string | undefined): Background | undefined {
	const last = /;(\d+)$/.exec(colorFgBg ?? "")?.[1];
	if (last === undefined) return undefined;
	const number = Number(last);
	return number === 7 || (number > 8 && number < 16) ? "light" : "dark";
}

/** The background in an answer: `rgb:ffff/ffff/dddd`, with one to four digits per color. Undefined when it cannot be read. */
export function backgroundOfAnswer(answer: string): Background | undefined {
	const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer);
	if (parts === null) return undefined;
	const [red = 0, green = 0, blue = 0] = parts
		.slice(1)
		.map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1));
	// Brightness as the eye perceives it (ITU-R BT.601).
	return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? "light" : "dark";
}
