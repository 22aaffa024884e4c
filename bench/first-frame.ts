import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { median } from "./statistics.ts";

/**
 * Milliseconds from spawning a program in a pseudo-terminal until it has written the text. Then it is killed, or, with `leave`, asked
 * to end by these keys: only a program that ends by itself writes Node's compile cache.
 */
function timeUntil(
	text: string,
	args: readonly string[],
	env: Readonly<Record<string, string>>,
	leave?: string,
): Promise<number> {
	return new Promise((resolve, reject) => {
		const started = performance.now();
		const program = spawn(process.execPath, [...args], {
			name: "xterm-256color",
			cols: 120,
			rows: 40,
			env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TERM: "xterm-256color", ...env },
		});
		let written = "";
		let shown: number | undefined;
		program.onData((data) => {
			written += data;
			if (shown === undefined && written.includes(text)) {
				shown = performance.now() - started;
				if (leave === undefined) program.kill("SIGKILL");
				else program.write(leave);
			}
		});
		program.onExit(() => {
			if (shown === undefined)
				reject(new Error(`${args.join(" ")} ended without showing "${text}":\n${written}`));
			else resolve(shown);
		});
	});
}

/**
 * The console's first frame against an unbundled Ink hello world: medians of interleaved warm runs, so that both see the same machine.
 * The console's frame counts when its header stands with the name of the product.
 */
export async function firstFrame(
	runs = 15,
): Promise<{ readonly console: number; readonly hello: number; readonly ratio: number }> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const env = { SUMO_PROVISION_HOME: home };
	const program = ["dist/sumo-provision.js", "demo"];
	const consoles: number[] = [];
	const hellos: number[] = [];
	try {
		await timeUntil("sumo-provision", program, env, "\u0003");
		for (let run = -2; run < runs; run += 1) {
			const shown = await timeUntil("sumo-provision", program, env);
			const hello = await timeUntil("Hello, world", ["bench/hello.js"], {});
			if (run < 0) continue;
			consoles.push(shown);
			hellos.push(hello);
		}
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
	return { console: median(consoles), hello: median(hellos), ratio: median(consoles) / median(hellos) };
}
