import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
	editElsewhere,
	editorCommand,
} from "../../../../../../src/tui/screens/mapping/editor/expression/external-editor.ts";

describe("editing in another program", () => {
	it("takes VISUAL before EDITOR", () => {
		expect(editorCommand({ VISUAL: "code -w", EDITOR: "vi" })).toBe("code -w");
		expect(editorCommand({ VISUAL: "", EDITOR: "vi" })).toBe("vi");
		expect(editorCommand({})).toBeUndefined();
	});

	it("gives back what was saved, without the last line end", async () => {
		expect(await editElsewhere("sed -i -e s/a/b/", "Left([a])\n, 1")).toBe("Left([b])\n, 1");
	});

	it("leaves no files", async () => {
		const folder = mkdtempSync(join(tmpdir(), "editor-"));
		vi.stubEnv("TMPDIR", folder);
		onTestFinished(() => {
			vi.unstubAllEnvs();
			rmSync(folder, { recursive: true });
		});
		await editElsewhere("true", "secret");
		expect(readdirSync(folder)).toEqual([]);
	});

	it("names the program that failed", async () => {
		await expect(editElsewhere("false", "a")).rejects.toThrow(
			"ended with an error. The expression was not changed.",
		);
		await expect(editElsewhere("no-such-editor-here 2>/dev/null", "a")).rejects.toThrow(
			`Can't run "no-such-editor-here`,
		);
	});
});
