import { describe, expect, it } from "vitest";
import { remedyCommand, whatToDo } from "../../../src/cli/output/remedy-command.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { everyRemedy } from "../../ports/every-remedy.ts";

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
		expect(
			remedyCommand({ type: "fix-at-source", attribute: null }, { ...ada, userName: "--help" }),
		).toContain("why '--help'`");
	});

	it("names only commands and flags that there are", async () => {
		for (const remedy of everyRemedy)
			for (const [, words = ""] of remedyCommand(remedy).matchAll(/`sumo-provision ([^`]+)`/g)) {
				const parts = words.split(" ");
				const names = parts.slice(0, ["mapping", "settings"].includes(parts[0] ?? "") ? 2 : 1);
				const flags = parts.filter((part) => part.startsWith("--"));
				const help: string[] = [];
				const streams = {
					out: (line: string) => void help.push(line),
					err: (line: string) => void help.push(line),
					interactive: false,
				};
				const code = await runProgram([...names, "--help"], { streams, version: "0", env: {} });
				expect({ names, code }).toEqual({ names, code: 0 });
				expect(help.join("\n")).toContain(`sumo-provision ${names.join(" ")}`);
				for (const flag of flags) expect(help.join("\n")).toContain(flag);
			}
	});
});
