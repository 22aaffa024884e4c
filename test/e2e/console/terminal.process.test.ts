import { describe, expect, it, onTestFinished } from "vitest";
import { holdUntilRead } from "../../hold-until-read.ts";
import { Terminal } from "./terminal.ts";

function run(script: string): Terminal {
	const terminal = new Terminal("sh", ["-c", script], { env: { PATH: process.env.PATH ?? "" } });
	onTestFinished(() => terminal.close());
	return terminal;
}

describe("a terminal of the tests", () => {
	it("has seen what was on the screen once, though the next output replaced it before the test continued", async () => {
		const terminal = run("echo ready; read -r line");
		let looks = 0;
		await terminal.until(() => {
			looks += 1;
			return looks === 2;
		}, "the second look");
		expect(looks).toBe(2);
	});

	it("reports how a program ended that was not to end, with what it wrote last", async () => {
		await expect(run(`echo last words; ${holdUntilRead.script}; exit 13`).see("never")).rejects.toThrow(
			/the program ended \(exit code 13\) before seeing never;[\s\S]*last words/,
		);
		await expect(run("kill -KILL $$").see("never")).rejects.toThrow("the program ended (SIGKILL) before");
	});
});
