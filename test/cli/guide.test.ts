import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { fakeStreams } from "./fake-streams.ts";

/** The command lines that a document names. */
function commandsIn(file: string): readonly string[] {
	const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");
	const fenced = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n"));
	const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
	return [...fenced, ...inline].flatMap((code) => {
		const [, words] = /^sumo-provision ([^#|]+)/.exec(code) ?? [];
		return words === undefined ? [] : [words.trim()];
	});
}

describe.each(["guide.md", "hosted.md"])("%s", (file) => {
	it("names only commands and flags that there are", async () => {
		const lines = commandsIn(file);
		expect(lines.length).toBeGreaterThan(10);
		const known = new Map<string, string>();
		for (const line of lines) {
			const words = line.split(" ");
			const names = words.slice(0, words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word)) >>> 0);
			const flags = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, ""));
			const name = names.join(" ");
			if (!known.has(name)) {
				const { streams, printed, said } = fakeStreams();
				const code = await runProgram([...names, "--help"], { streams, version: "0", env: {} });
				expect({ line, code }).toEqual({ line, code: 0 });
				known.set(name, [...printed, ...said].join("\n"));
			}
			for (const flag of flags)
				expect({ line, help: known.get(name) }).toEqual({ line, help: expect.stringContaining(flag) });
		}
	});
});
