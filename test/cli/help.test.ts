import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { runProgram } from "../../src/cli/program.ts";
import { fakeStreams } from "./fake-streams.ts";

async function help(...command: readonly string[]): Promise<string> {
	const { streams, printed, said } = fakeStreams();
	const code = await runProgram([...command, "--help"], { streams, version: "1.2.3", env: {} });
	expect({ code, said }).toEqual({ code: 0, said: [] });
	return printed.join("\n");
}

/** The names in the list of commands of a help text. */
function listed(text: string): readonly string[] {
	const [, list = ""] = text.split("Commands:\n");
	const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name]) => name ?? []);
	return names.filter((name) => name !== "help");
}

const calls = Object.entries(commands).flatMap(([name, entry]): (readonly string[])[] => [
	[name],
	...(typeof entry === "function" ? [] : Object.keys(entry.commands).map((child) => [name, child])),
]);

describe("--help", () => {
	it("lists every command", async () => {
		expect(listed(await help())).toEqual(Object.keys(commands));
	});

	it.each(calls.map((call) => ({ name: call.join(" "), call })))(
		"of $name explains it in lines of 80 columns",
		async ({ name, call }) => {
			const text = await help(...call);
			expect(text).toContain(`Usage: sumo-provision ${name}`);
			for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
			const entry = commands[name];
			if (typeof entry === "object") expect(listed(text)).toEqual(Object.keys(entry.commands));
		},
	);
});
