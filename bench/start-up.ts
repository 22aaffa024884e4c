import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { programArguments, programSecrets, runCycle, simulate } from "./simulators.ts";
import { median } from "./statistics.ts";

/** Milliseconds, medians of interleaved warm runs, so that both programs see the same machine. */
export type StartUp = { readonly header: number; readonly screen: number; readonly hello: number };

/**
 * The console's start against an unbundled Ink hello world: until its header is drawn, and until its first screen shows
 * the last cycle, which is read from the store.
 */
export async function startUp(runs = 15): Promise<StartUp> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate({ users: 200, limit: "off" });
	try {
		await runCycle(home, at, ["--rate", "off"]);
		const args = ["dist/sumo-provision.js", "console", ...programArguments(home, at)];
		const timesOfConsole = async (leave?: string) => {
			const terminal = new PseudoTerminal(args, programSecrets(at));
			const header = await terminal.until("sumo-provision");
			const screen = await terminal.until("initial");
			await (leave === undefined ? terminal.kill() : terminal.leave(leave));
			return { header, screen };
		};
		const timeOfHello = async () => {
			const terminal = new PseudoTerminal(["bench/hello.js"]);
			const shown = await terminal.until("Hello, world");
			await terminal.kill();
			return shown;
		};
		await timesOfConsole("\u0003");
		const headers: number[] = [];
		const screens: number[] = [];
		const hellos: number[] = [];
		for (let run = -2; run < runs; run += 1) {
			const { header, screen } = await timesOfConsole();
			const hello = await timeOfHello();
			if (run < 0) continue;
			headers.push(header);
			screens.push(screen);
			hellos.push(hello);
		}
		return { header: median(headers), screen: median(screens), hello: median(hellos) };
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
