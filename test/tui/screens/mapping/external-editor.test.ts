import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import {
	ExternalEditorError,
	editElsewhere,
	editorCommand,
} from "../../../../src/tui/screens/mapping/editor/external-editor.ts";

describe("editing in another program", () => {
	it("takes VISUAL before EDITOR", () => {
		expect(editorCommand({ VISUAL: "code -w", EDITOR: "vi" })).toBe("code -w");
		expect(editorCommand({ VISUAL: "", EDITOR: "vi" })).toBe("vi");
		expect(editorCommand({})).toBeUndefined();
	});

	it("gives back what was saved, without the last line end", async () => {
		expect(await editElsewhere("sed -i -e s/a/b/", "Left([a])\n, 1")).toBe("Left([b])\n, 1");
	});

	it("leaves nothing behind", async () => {
		const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("sumo-provision-expression-"));
		await editElsewhere("true", "secret");
		expect(mine()).toEqual([]);
	});

	it("says which program failed", async () => {
		await expect(editElsewhere("false", "a")).rejects.toThrow(ExternalEditorError);
		await expect(editElsewhere("no-such-editor-here 2>/dev/null", "a")).rejects.toThrow(
			"ended with an error; the expression is as it was.",
		);
	});
});
