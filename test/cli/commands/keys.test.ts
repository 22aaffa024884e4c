import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { changeKeys } from "../../../src/tui/keys/key-table.ts";
import { fakeStreams } from "../fake-streams.ts";

/** Runs `keys` in a home with this file of keys; undefined: none. */
async function keys(text: string | undefined, ...flags: readonly string[]) {
	const home = mkdtempSync(join(tmpdir(), "keys-"));
	const restore = changeKeys(new Map());
	onTestFinished(() => {
		restore();
		rmSync(home, { recursive: true });
	});
	const file = join(home, "keys.yaml");
	if (text === "folder") mkdirSync(file);
	else if (text !== undefined) writeFileSync(file, text);
	const { streams, printed, said, json } = fakeStreams();
	const code = await runProgram(["keys", "--home", home, ...flags], { streams, version: "0.0.0", env: {} });
	return { code, file, printed: printed.join("\n"), said: said.join("\n"), json };
}

describe("keys", () => {
	it("lists the actions with their keys, and names the file", async () => {
		const { code, file, printed, said } = await keys(undefined);
		expect(code).toBe(0);
		expect(printed).toMatch(/^refresh +r +Refresh$/m);
		expect(printed).toMatch(/^save +s Ctrl\+S +Save$/m);
		expect(said).toBe(`To change keys, write ACTION: KEY into ${file}.`);
	});

	it("lists changed keys, and reports mistakes by line and column", async () => {
		const { code, file, printed, said } = await keys("refresh: ctrl+q\nstpo: Z\n");
		expect(code).toBe(1);
		expect(printed).toMatch(/^refresh +Ctrl\+Q +Refresh$/m);
		expect(said).toContain(`${file}:2:1: "stpo" is not an action; did you mean stop?`);
	});

	it("prints one JSON object per action", async () => {
		const { code, json } = await keys("refresh: ctrl+q\n", "--json");
		expect(code).toBe(0);
		expect(json()).toContainEqual({
			type: "key",
			action: "refresh",
			keys: ["Ctrl+Q"],
			default: ["r"],
			meaning: "Refresh",
		});
	});

	it("reports a file that cannot be read", async () => {
		const { code, file, said } = await keys("folder");
		expect(code).toBe(1);
		expect(said).toContain(`${file} cannot be read (it is a folder).`);
	});
});
