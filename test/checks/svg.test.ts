import { describe, expect, it } from "vitest";
import type { Cell, Picture } from "../../build/pictures/screen.ts";
import { animatedSvg, palettes, stillSvg } from "../../build/pictures/svg.ts";

const plain: Cell = {
	text: " ",
	wide: false,
	color: null,
	background: null,
	bold: false,
	faint: false,
	inverse: false,
	underline: false,
};

function line(text: string, look: Partial<Cell> = {}): readonly Cell[] {
	return [...text].map((character) => ({ ...plain, ...look, text: character }));
}

const draw = (picture: Picture) => stillSvg(picture, palettes.dark, "A picture");

describe("a picture of a terminal", () => {
	it("places text by cells, apart from gaps, with the exact width", () => {
		const svg = draw([line("ab  c d")]);
		expect(svg).toContain('<text x="0" y="13" textLength="16.8">ab</text>');
		expect(svg).toContain('<text x="33.6" y="13" textLength="25.2">c d</text>');
	});

	it("draws colors of the 256, bold, and inverse with its background", () => {
		expect(draw([line("x", { color: 80, bold: true })])).toContain('fill="#5fd7d7" class="b">x<');
		const inverse = draw([line("x", { inverse: true })]);
		expect(inverse).toContain(`<rect x="0" width="8.4" height="18" fill="${palettes.dark.text}"/>`);
		expect(inverse).toContain(`fill="${palettes.dark.background}">x<`);
	});

	it("gives wide characters two cells, and escapes what is markup", () => {
		const wide: Picture = [[{ ...plain, text: "山", wide: true }, { ...plain, text: "" }, ...line("<&")]];
		expect(draw(wide)).toContain('<text x="0" y="13" textLength="16.8">山</text>');
		expect(draw(wide)).toContain('<text x="16.8" y="13" textLength="16.8">&lt;&amp;</text>');
	});

	it("is the same for the same cells", () => {
		expect(draw([line("a"), line("b")])).toBe(draw([line("a"), line("b")]));
	});

	it("stores once what several frames of an animation show, and ends on the last one without motion", () => {
		const frames = [line("one"), line("two")].map((second) => ({
			picture: [line("same"), second],
			seconds: 1,
		}));
		const svg = animatedSvg(frames, palettes.light, "A tour");
		expect(svg.match(/>same</g)).toHaveLength(1);
		expect(svg.match(/href="#l0"/g)).toHaveLength(2);
		expect(svg).toContain("#f1{visibility:visible}");
		expect(svg).toContain("prefers-reduced-motion:no-preference");
	});
});
