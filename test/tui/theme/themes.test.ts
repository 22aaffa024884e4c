import { describe, expect, it } from "vitest";
import { themeNames } from "../../../src/config/settings/console.ts";
import { createAppearance } from "../../../src/tui/theme/appearance.ts";
import { colorCount, refusesColor } from "../../../src/tui/theme/color-count.ts";
import { type Background, colorsOf } from "../../../src/tui/theme/themes.ts";

/** The color of a number from 16 to 255, which no terminal's palette changes: a cube of 6×6×6, then 24 grays. */
function fixedColor(number: number): readonly number[] {
	if (number >= 232) return [8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)];
	const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
	const cube = number - 16;
	return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
}

/** WCAG 2.2, relative luminance. */
function luminance(color: readonly number[]): number {
	const [red = 0, green = 0, blue = 0] = color.map((value) => {
		const share = value / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: readonly number[], second: readonly number[]): number {
	const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((one, other) => other - one);
	return (light + 0.05) / (dark + 0.05);
}

/** Black, VS Code, Solarized and Gruvbox; white, GitHub, One and Solarized. */
const backgrounds: Readonly<Record<Background, readonly (readonly number[])[]>> = {
	dark: [
		[0, 0, 0],
		[30, 30, 30],
		[0, 43, 54],
		[40, 40, 40],
	],
	light: [
		[255, 255, 255],
		[246, 248, 250],
		[250, 250, 250],
		[253, 246, 227],
	],
};

type Palette = {
	readonly dark?: readonly number[];
	readonly light?: readonly number[];
	/** By parameters of SGR. */
	readonly colors: Readonly<Record<string, readonly number[]>>;
};

const black = [0, 0, 0];
const white = [255, 255, 255];

/** The defaults of usual terminals. Visual Studio Code has another palette on a light background. */
const palettes: Readonly<Record<string, Palette>> = {
	"VGA and the Linux console": {
		...{ dark: black, light: white },
		colors: {
			...{ 31: [170, 0, 0], 32: [0, 170, 0], 33: [170, 85, 0], 34: [0, 0, 170], 35: [170, 0, 170] },
			...{ 36: [0, 170, 170], 91: [255, 85, 85], 92: [85, 255, 85], 93: [255, 255, 85], 96: [85, 255, 255] },
		},
	},
	xterm: {
		...{ dark: black, light: white },
		colors: {
			...{ 31: [205, 0, 0], 32: [0, 205, 0], 33: [205, 205, 0], 34: [0, 0, 238], 35: [205, 0, 205] },
			...{ 36: [0, 205, 205], 91: [255, 0, 0], 92: [0, 255, 0], 93: [255, 255, 0], 96: [0, 255, 255] },
		},
	},
	"Windows Terminal": {
		dark: [12, 12, 12],
		colors: {
			...{ 31: [197, 15, 31], 32: [19, 161, 14], 33: [193, 156, 0], 34: [0, 55, 218], 35: [136, 23, 152] },
			...{
				36: [58, 150, 221],
				91: [231, 72, 86],
				92: [22, 198, 12],
				93: [249, 241, 165],
				96: [97, 214, 214],
			},
		},
	},
	"Terminal of macOS": {
		...{ dark: black, light: white },
		colors: {
			...{ 31: [153, 0, 0], 32: [0, 166, 0], 33: [153, 153, 0], 34: [0, 0, 178], 35: [178, 0, 178] },
			...{ 36: [0, 166, 178], 91: [230, 0, 0], 92: [0, 217, 0], 93: [230, 230, 0], 96: [0, 230, 230] },
		},
	},
	"Visual Studio Code, dark": {
		dark: [30, 30, 30],
		colors: {
			...{
				31: [205, 49, 49],
				32: [13, 188, 121],
				33: [229, 229, 16],
				34: [36, 114, 200],
				35: [188, 63, 188],
			},
			...{
				36: [17, 168, 205],
				91: [241, 76, 76],
				92: [35, 209, 139],
				93: [245, 245, 67],
				96: [41, 184, 219],
			},
		},
	},
	"Visual Studio Code, light": {
		light: white,
		colors: { 31: [205, 49, 49], 32: [0, 188, 0], 34: [4, 81, 165], 35: [188, 5, 188] },
	},
};

const tones = ["accent", "dim", "good", "bad", "caution"] as const;

describe("themes", () => {
	it.each([
		["auto", "dark", 4.5],
		["auto", "light", 4.5],
		["dark", "dark", 4.5],
		["light", "light", 4.5],
		["high-contrast", "dark", 7],
		["high-contrast", "light", 7],
	] as const)("are readable: %s on a %s background has a contrast of %d", (theme, background, least) => {
		const colors = colorsOf(theme, background, 256);
		for (const tone of tones) {
			const number = /^38;5;(\d+)$/.exec(colors[tone])?.[1];
			if (number === undefined) expect([tone, colors[tone]]).toEqual(["dim", ""]);
			else
				for (const behind of backgrounds[background])
					expect(contrast(fixedColor(Number(number)), behind), `${tone} on ${behind}`).toBeGreaterThan(least);
		}
	});

	it("keep what stands out apart from all other text", () => {
		for (const theme of ["dark", "light", "high-contrast", "16-colors"] as const)
			for (const background of ["dark", "light"] as const)
				for (const count of [16, 256] as const) {
					const colors = colorsOf(theme, background, count);
					const { accent, bad, caution, ...quiet } = colors;
					expect(new Set([accent, bad, caution, ""]).size).toBe(4);
					for (const tone of ["good", "dim"] as const)
						expect([accent, bad, caution]).not.toContain(quiet[tone]);
				}
	});

	it.each([
		["16-colors", "dark"],
		["16-colors", "light"],
		["auto", "light"],
		["high-contrast", "dark"],
		["high-contrast", "light"],
	] as const)(
		"are readable with the usual 16 colors: %s on a %s background has a contrast of 4",
		(theme, background) => {
			const colors = colorsOf(theme, background, 16);
			for (const [name, palette] of Object.entries(palettes)) {
				const behind = palette[background];
				if (behind === undefined) continue;
				for (const tone of tones) {
					const color = palette.colors[colors[tone]];
					if (color === undefined) expect(["", "2"], `${tone} of ${name}`).toContain(colors[tone]);
					else expect(contrast(color, behind), `${tone} of ${name}`).toBeGreaterThan(4);
				}
			}
		},
	);

	it("use only the 16 colors where the terminal has no more", () => {
		for (const theme of themeNames)
			for (const background of ["dark", "light"] as const)
				expect(Object.values(colorsOf(theme, background, 16)).join(" ")).not.toContain("38;5");
	});

	it("have no color in the theme none, and where the terminal has none", () => {
		for (const colors of [
			colorsOf("none", "light", 256),
			...themeNames.map((theme) => colorsOf(theme, "dark", 0)),
		])
			expect(Object.values(colors).filter((style) => !["", "2", "7"].includes(style))).toEqual([]);
	});
});

describe("the number of colors", () => {
	it.each([
		[{ TERM: "xterm-256color" }, 256],
		[{ TERM: "xterm" }, 16],
		[{ TERM: "xterm", COLORTERM: "truecolor" }, 256],
		[{ TERM: "linux" }, 16],
		[{ TERM: "xterm-kitty" }, 256],
		[{ TERM: "dumb", COLORTERM: "truecolor" }, 0],
		[{}, 16],
	])("of %o is %d", (env, count) => {
		expect(colorCount(env, "linux")).toBe(count);
	});

	it("is none by default with NO_COLOR, unless that is empty", () => {
		expect(refusesColor({ NO_COLOR: "1" })).toBe(true);
		expect(refusesColor({ NO_COLOR: "" })).toBe(false);
		expect(refusesColor({})).toBe(false);
	});
});

describe("the appearance", () => {
	it("follows the background in the theme auto only", () => {
		expect(createAppearance({ theme: "auto", colorCount: 256 }).followsBackground()).toBe(true);
		expect(createAppearance({ theme: "light", colorCount: 256 }).followsBackground()).toBe(false);
		expect(createAppearance({ theme: "auto", refusesColor: true }).followsBackground()).toBe(false);
	});

	it("is drawn again when the background turns out to be another one", () => {
		const appearance = createAppearance({ colorCount: 256 });
		let changes = 0;
		appearance.subscribe(() => {
			changes += 1;
		});
		appearance.setBackground("dark");
		expect(changes).toBe(0);
		appearance.setBackground("light");
		expect(changes).toBe(1);
		expect(appearance.colors()).toBe(colorsOf("light", "light", 256));
	});

	it("has colors in spite of NO_COLOR once a theme is named", () => {
		const appearance = createAppearance({ colorCount: 256, refusesColor: true });
		expect(appearance.colors().bad).toBe("");
		appearance.change({ theme: "light" });
		expect(appearance.colors().bad).toBe(colorsOf("light", "dark", 256).bad);
	});
});
