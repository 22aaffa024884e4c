import { resolve } from "node:path";
import type { Plugin } from "rolldown";

const segmenterModule = resolve(import.meta.dirname, "../src/tui/text/grapheme-segmenter.ts");

/**
 * The packages around Ink measure and divide text with `Intl.Segmenter` and expressions over all of Unicode. To create
 * them takes as long as to draw the first frame, and to use them as long as all the rest of a later one; text that is
 * nearly always simple needs none of them. All of them, and our own code, divide text in the same way.
 */
export const simpleTextFirst: Plugin = {
	name: "simple-text-first",
	transform(code, id) {
		if (!id.includes("node_modules") || !code.includes("new Intl.Segmenter(")) return null;
		const divide = (text: string) => text.replace(/new Intl\.Segmenter\([^)]*\)/g, "graphemeSegmenter");
		const imports = `import { graphemeSegmenter, isOneCellEach } from ${JSON.stringify(segmenterModule)};\n`;
		if (!/[\\/]string-width[\\/]index\.js$/.test(id)) return imports + divide(code);
		const [head = "", body = ""] = code.split(/^(?=const segmenter = )/m);
		if (body === "") throw new Error("string-width is not what it was: adapt build/simple-text-first.ts");
		return [
			imports + head,
			"let measure;",
			"export default function stringWidth(input, options) {",
			'	if (typeof input === "string" && options?.ambiguousIsNarrow !== false) {',
			"		const text = options?.countAnsiEscapeCodes ? input : stripAnsi(input);",
			"		if (isOneCellEach(text)) return text.length;",
			"	}",
			"	measure ??= create();",
			"	return measure(input, options);",
			"}",
			`function create() {${divide(body).replace("export default function", "return function")}}`,
		].join("\n");
	},
};
