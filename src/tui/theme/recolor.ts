import type { Colors } from "./themes.ts";

/** A style (ECMA-48 SGR), another control sequence, or text. */
const pieces = /\u001B\[([\d;]*)m|\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007]*\u0007|[^\u001B]+|\u001B/g;

const toneOfColor = new Map<string, "accent" | "good" | "bad" | "caution">([
	["36", "accent"],
	["32", "good"],
	["31", "bad"],
	["33", "caution"],
]);

/** Styles that are on or off, by the parameters that turn them so. */
const switches = [
	["bold", "1", "22"],
	["faint", "2", "22"],
	["italic", "3", "23"],
	["underline", "4", "24"],
	["inverse", "7", "27"],
	["struck", "9", "29"],
] as const;

type Switch = (typeof switches)[number][0];

/** How text looks. Colors are parameters of SGR; empty for the terminal's own. */
type Style = Readonly<Record<Switch, boolean>> & { readonly color: string; readonly background: string };

const plain: Style = {
	bold: false,
	faint: false,
	italic: false,
	underline: false,
	inverse: false,
	struck: false,
	color: "",
	background: "",
};

/** The style after one of Ink's sequences, which change one thing each. */
function after(style: Style, parameter: string): Style {
	if (parameter === "" || parameter === "0") return plain;
	if (/^(?:3[0-7]|38;.*|9[0-7])$/.test(parameter)) return { ...style, color: parameter };
	if (parameter === "39") return { ...style, color: "" };
	if (/^(?:4[0-7]|48;.*|10[0-7])$/.test(parameter)) return { ...style, background: parameter };
	if (parameter === "49") return { ...style, background: "" };
	const on = switches.find(([, start]) => start === parameter);
	if (on !== undefined) return { ...style, [on[0]]: true };
	const off = switches.filter(([, , end]) => end === parameter).map(([name]) => [name, false] as const);
	return { ...style, ...Object.fromEntries(off) };
}

/** The style in the colors of a theme: what stands for a tone (`theme.ts`) becomes its color. */
function themed(style: Style, colors: Colors): Style {
	const tone = toneOfColor.get(style.color);
	const own = tone === undefined ? style.color : colors[tone];
	const isSelection = style.background === "44";
	const isDimmed = style.faint && colors.dim !== "2";
	return {
		...style,
		faint: style.faint && !isDimmed,
		inverse: style.inverse || (isSelection && colors.selection === "7"),
		color: own === "" && isDimmed ? colors.dim : own,
		background: isSelection ? (colors.selection === "7" ? "" : colors.selection) : style.background,
	};
}

/** Whether blanks show the style. */
function showsOnBlanks({ underline, inverse, struck, background }: Style): boolean {
	return underline || inverse || struck || background !== "";
}

function parametersOf(style: Style): readonly string[] {
	return [
		...switches.filter(([name]) => style[name]).map(([, start]) => start),
		...[style.color, style.background].filter((color) => color !== ""),
	];
}

/** The shortest sequence that changes one style to another; empty for none. */
function change(from: Style, to: Style): string {
	const ended = new Set(switches.filter(([name]) => from[name] && !to[name]).map(([, , end]) => end));
	const started = switches.filter(([name, , end]) => to[name] && (!from[name] || ended.has(end)));
	const parameters = [
		...ended,
		...started.map(([, start]) => start),
		...(from.color === to.color ? [] : [to.color || "39"]),
		...(from.background === to.background ? [] : [to.background || "49"]),
	];
	if (parameters.length === 0) return "";
	const fromPlain = parametersOf(to);
	const reset = fromPlain.length === 0 ? "" : ["0", ...fromPlain].join(";");
	const step = parameters.join(";");
	const shortest = reset.length < step.length ? reset : step;
	return `\u001B[${shortest}m`;
}

/**
 * Output in the colors of a theme, with the fewest sequences: a style is written only before text that shows it. Each piece of output begins and
 * ends without a style, as Ink writes it.
 */
export function recolor(output: string, colors: Colors): string {
	let drawn = plain;
	let shown = plain;
	let wanted = plain;
	const turnTo = (style: Style) => {
		const sequence = change(shown, style);
		shown = style;
		return sequence;
	};
	const recolored = output.replace(pieces, (piece, parameter: string | undefined) => {
		if (parameter !== undefined) {
			drawn = after(drawn, parameter);
			wanted = themed(drawn, colors);
			return "";
		}
		if (piece.startsWith("\u001B")) return showsOnBlanks(shown) ? turnTo(plain) + piece : piece;
		const isBlank = /^[ \r\n]*$/.test(piece);
		if (isBlank && !showsOnBlanks(shown) && !showsOnBlanks(wanted)) return piece;
		return turnTo(wanted) + piece;
	});
	return recolored + turnTo(plain);
}
