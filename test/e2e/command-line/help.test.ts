import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { profileOptions } from "../../../src/config/settings/index.ts";
import { runInProcess } from "../site/in-process.ts";
import { run } from "../site/program.ts";

/** The help of a command without its line breaks, and the commands that it lists. */
async function help(
	...command: readonly string[]
): Promise<{ readonly text: string; readonly commands: readonly string[] }> {
	const args = [...command, "--help"];
	const { code, out, err } = await (command.length === 0 ? run(args) : runInProcess(args));
	expect({ code, err }).toEqual({ code: 0, err: "" });
	const [, list = ""] = out.split("Commands:\n");
	const commands = [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name]) => name ?? []);
	return { text: out.replace(/\s+/g, " "), commands: commands.filter((name) => name !== "help") };
}

/** The documented flags, besides those that choose a profile. */
const own: Readonly<Record<string, readonly string[]>> = {
	console: ["--home", "--demo"],
	demo: ["--home", "--users", "--reset"],
	run: ["--home", "--demo", "--plan", "--json"],
	"test-connection": ["--home", "--demo", "--json"],
	logs: ["--home", "--demo", "--profile", "--follow", "--limit", "--text", "--status", "--cycle", "--json"],
	simulate: ["--port", "--users", "--limit", "--json"],
};
const withProfile = ["console", "run", "test-connection"];

describe("sumo-provision --help", () => {
	it("lists the commands", async () => {
		const { commands } = await help();
		expect(commands).toEqual(expect.arrayContaining(Object.keys(own)));
	});

	it.each(Object.entries(own))(
		"shows the flags of %s, and the variables that replace them",
		async (command, flags) => {
			const { text } = await help(command);
			for (const flag of flags) expect(text).toContain(`${flag} `);
			if (!withProfile.includes(command)) return;
			for (const { flag, variable } of profileOptions) {
				expect(text).toMatch(new RegExp(`${flag} <[^>]+> [^(]*.*\\(${variable}\\)`));
			}
		},
	);

	it.each(["logs", "recover"])(
		"shows only the name of a profile for %s, which opens nothing but its store",
		async (command) => {
			const { text } = await help(command);
			expect(text).toContain("--profile <name>");
			for (const flag of ["--scim-url", "--interval", "--token-env"]) expect(text).not.toContain(flag);
		},
	);

	it("has the version of the package", async () => {
		expect(await run(["--version"])).toMatchObject({ code: 0, out: `${manifest.version}\n`, err: "" });
	});
});
