import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readPreferenceText, writePreferenceJson } from "../../../src/config/json/preference-file.ts";

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "preferences-"));
	onTestFinished(() => rmSync(path, { recursive: true }));
	return path;
}

it("reads what was written, and nothing where there is no file", async () => {
	const file = join(folder(), "console.json");
	expect(readPreferenceText(file)).toBeUndefined();
	await writePreferenceJson(file, { theme: "light" });
	expect(readPreferenceText(file)).toBe('{\n\t"theme": "light"\n}\n');
});

it("refuses a pipe, which would block the first frame, and a folder", () => {
	const pipe = join(folder(), "console.json");
	execFileSync("mkfifo", [pipe]);
	expect(() => readPreferenceText(pipe)).toThrow(expect.objectContaining({ code: "unreadable" }));
	const other = join(folder(), "filters.json");
	mkdirSync(other);
	expect(() => readPreferenceText(other)).toThrow(expect.objectContaining({ code: "unreadable" }));
});
