import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { runCycle, simulate } from "./simulators.ts";

/** The cost of a plan. `rssMb`: the most memory that the process had, in MiB. */
export type PlanCost = { readonly seconds: number; readonly rssMb: number };

const planned = z.object({ planned: z.number(), seconds: z.number(), rssMb: z.number() });

/**
 * Planning alone, over so many users and as many accounts, in a process of its own: from pages of text as they come over
 * HTTP to the last action. The time of a network, and of the servers on the same machine, is not in it.
 */
export async function plan(users: number): Promise<PlanCost> {
	const { stdout } = await promisify(execFile)(process.execPath, ["bench/processes/plan.ts", String(users)]);
	const cost = planned.parse(JSON.parse(stdout));
	if (cost.planned < users / 100) throw new Error(`only ${cost.planned} of ${users} users were planned`);
	return cost;
}

/**
 * `run --plan` of the built program over so many users, of whom all but one in a hundred have an account: from the start
 * of its process to its end, with every action printed. The simulators run in another process, on the same machine.
 */
export async function planProgram(users: number): Promise<PlanCost> {
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
