import { describe, expect, it } from "vitest";
import {
	signatureHelp,
	signatureParts,
} from "../../../../../../src/tui/screens/mapping/editor/expression/signature-line.tsx";

/** The help where `|` stands in the text. */
function helpAt(marked: string) {
	return signatureHelp(marked.replace("|", ""), marked.indexOf("|"));
}

describe("the signature line", () => {
	it("shows the function whose name the caret touches, even inside another call", () => {
		expect(helpAt('Append(ToU|pper([mail]), "x")')).toMatchObject({
			signature: "ToUpper(source, [culture])",
			parameter: null,
			help: expect.stringMatching(/upper/iu),
		});
	});

	it("shows the current parameter", () => {
		expect(helpAt('Append([mail], |"x")')?.parameter).toBe("suffix");
		expect(helpAt("Append([mail|], ")?.help).toMatch(/^source: /u);
		expect(helpAt("|")).toBeUndefined();
	});

	it("keeps the parameter in sight where the signature is too long", () => {
		const help = helpAt('Replace([mail], , "x", , "y", , |');
		if (help === undefined) throw new Error("no help");
		expect(help.parameter).toBe("template");
		for (const width of [30, 40, 60, 200]) {
			const parts = signatureParts(help, width);
			expect(parts[1]).toBe("template");
			expect(parts.join("").length).toBeLessThanOrEqual(width);
			expect(parts[0].startsWith("Replace(")).toBe(true);
		}
		expect(signatureParts(help, 200).join("")).toBe(help.signature);
	});
});
