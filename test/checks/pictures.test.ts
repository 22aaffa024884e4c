import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const documents = ["README.md", "docs/guide.md"];

/** Pictures that a document shows, as paths of the repository. */
function shownIn(file: string): readonly string[] {
	const found = readFileSync(file, "utf8").matchAll(/(?:src|srcset)="([^"]+\.svg)"/g);
	return [...found].map(([, path = ""]) => join(dirname(file), path));
}

describe("docs/pictures", () => {
	it("has each picture that the documents show, for dark and for light", () => {
		const shown = documents.flatMap(shownIn);
		expect(shown.filter((path) => !existsSync(path))).toEqual([]);
		expect(shown.filter((path) => path.endsWith("-dark.svg")).length).toBeGreaterThan(7);
		expect(shown.filter((path) => path.endsWith("-light.svg")).length).toBe(shown.length / 2);
	});

	it("stays small, and names no port or clock of the machine that drew it", () => {
		const files = globSync("docs/pictures/*.svg");
		expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(1_500_000);
		for (const file of files) {
			const svg = readFileSync(file, "utf8");
			expect(
				[...new Set(svg.match(/127\.0\.0\.1:\d+/g))].every((host) => /:443\d*$/.test(host)),
				file,
			).toBe(true);
			expect(svg, file).not.toMatch(/<script|<foreignObject|https?:\/\/(?!www\.w3\.org|127\.0\.0\.1)/);
		}
	});
});
