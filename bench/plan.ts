import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runCycle, simulate } from "./simulators.ts";

/**
 * `run --plan` of the built program over so many users, of whom all but one in a hundred have an account: from the start
 * of its process to its end, with every action printed. The simulators run in another process. `rssMb`: the most memory
 * that the process had, in MiB.
 */
export async function plan(users: number): Promise<{ readonly seconds: number; readonly rssMb: number }> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const missing = users / 100;
	const { child, at } = await simulate({ users, existing: users - missing, limit: "off" });
	try {
		const memory = join(home, "memory");
		const tell = pathToFileURL(resolve("bench/processes/tell-memory.js")).href;
		const started = performance.now();
		const { created } = await runCycle(home, at, ["--plan", "--rate", "off"], {
			node: ["--import", tell],
			env: { BENCH_MEMORY_FILE: memory },
		});
		const seconds = (performance.now() - started) / 1_000;
		if (created !== missing) throw new Error(`${created} of ${missing} creations were planned`);
		return { seconds, rssMb: Number(readFileSync(memory, "utf8")) / 1_024 };
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
