import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readNamedFile } from "../../../src/cli/input/read-named-file.ts";
import { exclusively } from "../../../src/config/exclusively.ts";
import { lockFile, resolveHome } from "../../../src/config/home.ts";
import { readJsonFile } from "../../../src/config/json/json-file.ts";
import { readFileText, readFileTextSync } from "../../../src/config/paths/read-file.ts";

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), "read-file-"));
	onTestFinished(() => rmSync(made, { recursive: true }));
	return made;
}

/** A named pipe that no program writes to: opening it would never end. */
function pipeAt(path: string): string {
	mkdirSync(dirname(path), { recursive: true });
	execFileSync("mkfifo", [path]);
	return path;
}

describe("a named pipe in place of a file", () => {
	it("is refused before it is opened", async () => {
		const pipe = pipeAt(join(folder(), "pipe.json"));
		await expect(readFileText(pipe)).rejects.toThrow("it is a pipe");
		expect(() => readFileTextSync(pipe)).toThrow("it is a pipe");
	});

	it("is named where settings, secrets or mappings are read", async () => {
		const pipe = pipeAt(join(folder(), "config.json"));
		await expect(readJsonFile(pipe)).rejects.toThrow(`${pipe} cannot be read (it is a pipe).`);
	});

	it("is named where an option names a file", async () => {
		const pipe = pipeAt(join(folder(), "passphrase"));
		await expect(readNamedFile(pipe)).rejects.toThrow(`Can't read ${pipe}: it is a pipe.`);
	});

	it("is named where a file is locked", async () => {
		const home = resolveHome(folder(), {});
		const pipe = pipeAt(lockFile(home));
		await expect(exclusively(home, async () => undefined)).rejects.toThrow(
			`${pipe} cannot be locked (it is a pipe).`,
		);
	});
});

it("a file is read as it is, and so is a device", async () => {
	const file = join(folder(), "a.json");
	writeFileSync(file, "ä");
	expect(await readFileText(file)).toBe("ä");
	expect(await readFileText("/dev/null")).toBe("");
	await expect(readFileText(join(folder(), "gone"))).rejects.toMatchObject({ code: "ENOENT" });
});
