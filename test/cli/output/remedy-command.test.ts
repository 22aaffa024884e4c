import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { exitCode } from "../../../src/cli/output/exit-code.ts";
import { remedyCommand, whatToDo } from "../../../src/cli/output/remedy-command.ts";
import { runCommand, runProgram } from "../../../src/cli/program.ts";
import { storedSettings } from "../../../src/config/settings/index.ts";
import { everyRemedy } from "../../ports/errors/every-remedy.ts";
import { fakeContext } from "../fake-context.ts";
import { fakeStreams } from "../fake-streams.ts";

const ada = { id: "a1", displayName: "Ada Byron", userName: "ada@example.com" };

describe("a remedy on the command line", () => {
	it("follows the recommended action", () => {
		const recommendedAction = "Lower the requests per second.";
		expect(whatToDo({ recommendedAction, remedy: { type: "change-setting", setting: "rate" } })).toBe(
			"Lower the requests per second. Run `sumo-provision settings set rate 2`.",
		);
		expect(whatToDo({ recommendedAction, remedy: { type: "wait" } })).toBe(recommendedAction);
	});

	it("names the user and the account, quoted for the shell", () => {
		const account = { id: "000000000FE20FE2", userName: "b@example.com" };
		expect(remedyCommand({ type: "link-account", account }, ada)).toBe(
			"Run `sumo-provision link ada@example.com 000000000FE20FE2` to link an account.",
		);
		const rogue = { ...ada, userName: "x'; rm -rf ~ #" };
		expect(remedyCommand({ type: "fix-at-source", attribute: null }, rogue)).toContain(
			"why 'x'\\''; rm -rf ~ #'`",
		);
		expect(remedyCommand({ type: "fix-at-source", attribute: null }, { ...ada, userName: "--help" })).toBe(
			"Run `sumo-provision why -- --help` to see where each value comes from.",
		);
		expect(remedyCommand({ type: "link-account", account }, { ...ada, userName: "-x" })).toContain(
			"link -- -x 000000000FE20FE2`",
		);
		expect(remedyCommand({ type: "provision-on-demand" }, { ...ada, id: "-1" })).toContain("--retry=-1`");
		expect(remedyCommand({ type: "provision-hosted-on-demand" }, ada)).toContain(`job on-demand ${ada.id}\``);
	});

	it("names only commands and flags that there are", async () => {
		for (const remedy of everyRemedy)
			for (const [, words = ""] of remedyCommand(remedy).matchAll(/`sumo-provision ([^`]+)`/g)) {
				const parts = words.split(" ");
				const names = parts.slice(
					0,
					["mapping", "settings", "job", "setup"].includes(parts[0] ?? "") ? 2 : 1,
				);
				const flags = parts.filter((part) => part.startsWith("--"));
				const help: string[] = [];
				const streams = {
					out: (line: string) => void help.push(line),
					err: (line: string) => void help.push(line),
					unread: new AbortController().signal,
					interactive: false,
				};
				const code = await runProgram([...names, "--help"], { streams, version: "0", env: {} });
				expect({ names, code }).toEqual({ names, code: 0 });
				expect(help.join("\n")).toContain(`sumo-provision ${names.join(" ")}`);
				for (const flag of flags) expect(help.join("\n")).toContain(flag);
			}
	});

	it("is a command line that the real commands read", async () => {
		const home = mkdtempSync(join(tmpdir(), "sumo-provision-remedy-"));
		onTestFinished(() => rmSync(home, { recursive: true }));
		const rogue = { id: "a 1", displayName: "Ada", userName: "ada o'byron" };
		const dashed = { id: "-1", displayName: "Ada", userName: "--help" };
		for (const remedy of everyRemedy)
			for (const user of [null, ada, rogue, dashed])
				for (const [, words = ""] of remedyCommand(remedy, user).matchAll(/`sumo-provision ([^`]+)`/g)) {
					const args = shellWords(words);
					if (args[0] === "demo") continue; // would start the simulators: --help, above, shows that it exists
					const { streams, said } = fakeStreams();
					let opened = 0;
					const withSession = async () => {
						opened++;
						return exitCode.done;
					};
					const context = {
						...fakeContext(streams, { withSession }),
						env: { SUMO_PROVISION_HOME: home },
					};
					const outcome = await runCommand(args, context).catch((error: unknown) => error);
					if (args[0] === "console") expect(outcome).toMatchObject({ message: /needs a terminal/ });
					else if (/^job (pause|restart|logs|on-demand)/.test(words))
						expect(outcome).toMatchObject({ message: /^--source .* is needed/ }); // it opens a tenant, without a session
					else if (args[0] === "setup")
						expect(outcome).toMatchObject({ message: /setup\.yaml: the file does not exist/ });
					else if (args[0] === "source")
						expect({ outcome, opened, said }).toEqual({ outcome: 2, opened: 0, said: [] });
					else expect({ args, outcome, opened, said }).toEqual({ args, outcome: 0, opened: 1, said: [] });
				}
	});

	it("sets only settings that there are, to values that they take", () => {
		const all = everyRemedy.map((remedy) => remedyCommand(remedy)).join(" ");
		const sets = [...all.matchAll(/settings set (\S+) ([^\s`]+)`/g)];
		expect(sets.length).toBeGreaterThan(3);
		for (const [, id = "", value = ""] of sets) {
			const setting = storedSettings.find((one) => one.id === id);
			expect({ id, isKnown: setting !== undefined }).toEqual({ id, isKnown: true });
			expect(setting?.type.is(setting.type.parse(value))).toBe(true);
		}
	});
});

/** The words of a POSIX command line, whose only quotes are single ones. */
function shellWords(line: string): string[] {
	return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
		word.replace(
			/'([^']*)'|\\(')/g,
			(_whole, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? "",
		),
	);
}
