import type { Cell, Picture } from "./screen.ts";

/** Colors of the terminal in a picture. */
export type Palette = { readonly text: string; readonly background: string };

export const palettes = {
	dark: { text: "#d7dae0", background: "#16181d" },
	light: { text: "#24292f", background: "#ffffff" },
} as const satisfies Readonly<Record<string, Palette>>;

const cell = { width: 8.4, height: 18 } as const;
const margin = 12;
const baseline = 13;
const font =
	"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** The color of a number from 16 to 255: a cube of 6×6×6, then 24 grays. The programs of the pictures use no others. */
function fixedColor(number: number): string {
	const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
	const cube = number - 16;
	const parts =
		number >= 232
			? [8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)]
			: [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
	return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** What a run of cells looks like, as attributes. */
type Look = {
	readonly fill: string;
	readonly behind: string | null;
	readonly bold: boolean;
	readonly faint: boolean;
	readonly underline: boolean;
};

function lookOf(one: Cell, palette: Palette): Look {
	const color = one.color === null ? palette.text : fixedColor(one.color);
	const background = one.background === null ? palette.background : fixedColor(one.background);
	const [fill, behind] = one.inverse ? [background, color] : [color, background];
	return {
		fill,
		behind: behind === palette.background ? null : behind,
		bold: one.bold,
		faint: one.faint,
		underline: one.underline,
	};
}

type Run = { readonly look: Look; readonly column: number; text: string; cells: number };

/** Cells next to each other that look the same. Signs that fonts draw in different widths stand alone. */
function runsOf(line: readonly Cell[], palette: Palette): readonly Run[] {
	const runs: Run[] = [];
	let column = 0;
	for (const one of line) {
		if (one.text === "") continue;
		const look = lookOf(one, palette);
		const cells = one.wide ? 2 : 1;
		const last = runs.at(-1);
		const isSame = last !== undefined && JSON.stringify(last.look) === JSON.stringify(look);
		if (isSame && canJoin(last.text, one.text)) {
			last.text += one.text;
			last.cells += cells;
		} else runs.push({ look, column, text: one.text, cells });
		column += cells;
	}
	return runs;
}

/** Latin, Greek and Cyrillic letters, punctuation, lines and blocks: a cell each. */
function isPlain(text: string): boolean {
	return /^[\0-\u02FF\u0370-\u052F\u1E00-\u1EFF\u2010-\u2027\u2500-\u259F]*$/.test(text);
}

/** Hebrew and Arabic letters, which are joined and run from right to left. */
function isRightToLeft(text: string): boolean {
	return /^[\u0590-\u08FF]+$/.test(text);
}

function canJoin(first: string, second: string): boolean {
	return (isPlain(first) && isPlain(second)) || (isRightToLeft(first) && isRightToLeft(second));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string): string {
	return text.replace(/[&<>]/g, (found) => escapes[found] ?? found);
}

function round(value: number): string {
	return String(Math.round(value * 100) / 100);
}

/** One line of a picture, drawn at the top. Empty for a blank line. */
function lineSvg(line: readonly Cell[], palette: Palette): string {
	return runsOf(line, palette)
		.map(({ look, column, text, cells }) => {
			const x = round(column * cell.width);
			const width = round(cells * cell.width);
			const back =
				look.behind === null
					? ""
					: `<rect x="${x}" width="${width}" height="${cell.height}" fill="${look.behind}"/>`;
			const attributes = [
				...(look.fill === palette.text ? [] : [`fill="${look.fill}"`]),
				...(look.bold ? ['class="b"'] : []),
				...(look.faint ? ['opacity=".65"'] : []),
				...(look.underline ? ['text-decoration="underline"'] : []),
			];
			// Renderers differ about several spaces, so text on both sides of a gap is placed on its own.
			const words = [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: shown, index }) => {
				const length = isPlain(shown) ? shown.length : cells;
				const place = [
					`x="${round((column + index) * cell.width)}"`,
					`y="${baseline}"`,
					...(length > 1 ? [`textLength="${round(length * cell.width)}"`] : []),
				];
				return `<text ${[...place, ...attributes].join(" ")}>${escaped(shown)}</text>`;
			});
			return back + words.join("");
		})
		.join("");
}

function sizeOf(picture: Picture): { readonly width: number; readonly height: number } {
	return {
		width: Math.ceil((picture[0]?.length ?? 0) * cell.width) + 2 * margin,
		height: picture.length * cell.height + 2 * margin,
	};
}

function document(picture: Picture, palette: Palette, title: string, style: string, content: string): string {
	const { width, height } = sizeOf(picture);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
		`<title>${escaped(title)}</title>`,
		`<style>.b{font-weight:700}${style}</style>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
		`<g transform="translate(${margin} ${margin})" font-family="${font}" font-size="14" fill="${palette.text}">`,
		content,
		"</g>",
		"</svg>",
		"",
	].join("\n");
}

function placed(svg: string, row: number): string {
	return svg === "" ? "" : `<g transform="translate(0 ${row * cell.height})">${svg}</g>`;
}

/** A picture of a terminal as SVG, which looks the same in any font: each run of text has its exact width. */
export function stillSvg(picture: Picture, palette: Palette, title: string): string {
	const lines = picture.map((line, row) => placed(lineSvg(line, palette), row)).filter(Boolean);
	return document(picture, palette, title, "", lines.join("\n"));
}

/** A picture, and how many seconds it is shown. */
export type Frame = { readonly picture: Picture; readonly seconds: number };

/**
 * Pictures one after the other, again and again. A line that several of them have is stored once. With reduced motion, and where
 * nothing is animated, the last one is shown.
 */
export function animatedSvg(frames: readonly Frame[], palette: Palette, title: string): string {
	const stored = new Map<string, string>();
	const use = (svg: string, row: number) => {
		if (svg === "") return "";
		const id = stored.get(svg) ?? `l${stored.size}`;
		stored.set(svg, id);
		return `<use href="#${id}" y="${row * cell.height}"/>`;
	};
	const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
	let from = 0;
	const shown: string[] = [];
	const moves: string[] = [];
	const groups = frames.map(({ picture, seconds }, index) => {
		const start = (100 * from) / total;
		from += seconds;
		const end = (100 * from) / total;
		const steps = [
			...(index === 0 ? [] : ["0%{visibility:hidden}"]),
			`${round(start)}%{visibility:visible}`,
			...(index === frames.length - 1 ? [] : [`${round(end)}%{visibility:hidden}`]),
		];
		shown.push(`@keyframes f${index}{${steps.join("")}}`);
		moves.push(`#f${index}{animation:f${index} ${round(total)}s step-end infinite}`);
		return `<g id="f${index}" class="f">${picture.map((line, row) => use(lineSvg(line, palette), row)).join("")}</g>`;
	});
	const style = [
		".f{visibility:hidden}",
		`#f${frames.length - 1}{visibility:visible}`,
		...shown,
		`@media(prefers-reduced-motion:no-preference){${moves.join("")}}`,
	].join("");
	const definitions = [...stored].map(([svg, id]) => `<g id="${id}">${svg}</g>`).join("\n");
	const [first] = frames;
	return document(
		first?.picture ?? [],
		palette,
		title,
		style,
		`<defs>${definitions}</defs>\n${groups.join("\n")}`,
	);
}
