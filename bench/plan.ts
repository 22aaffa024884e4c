import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import {
	countedAt,
	type Places,
	programArguments,
	programSecrets,
	simulate,
	summaryOf,
} from "./simulators.ts";
import { median } from "./statistics.ts";

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

/** `bareSeconds`: what fetching and parsing the same pages takes, as a process of its own too. */
export type ProgramPlanCost = PlanCost & { readonly bareSeconds: number };

/**
 * `run --plan --json` of the built program over so many users, of whom all but one in a hundred have an account: from
 * the start of its process to its end, with every action written to a file. The simulators run in another process, on
 * the same machine. Times are medians of interleaved rounds, the memory is the maximum.
 */
export async function planProgram(users: number, rounds = 3): Promise<ProgramPlanCost> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const missing = users / 100;
	const { child, at } = await simulate({ users, existing: users - missing, limit: "off" });
	const places = join(home, "pages.json");
	const seconds: number[] = [];
	const bareSeconds: number[] = [];
	let rssMb = 0;
	try {
		for (let round = 0; round < rounds; round += 1) {
			await countedAt(at.graphUrl);
			await countedAt(at.scimUrl);
			const planned = await timedPlan(home, at, missing);
			seconds.push(planned.seconds);
			rssMb = Math.max(rssMb, planned.rssMb);
			const servers = [await pagesOf(at.graphUrl, `Bearer ${at.graphToken}`)];
			servers.push(await pagesOf(at.scimUrl, `Basic ${at.token}`));
			writeFileSync(places, JSON.stringify(servers));
			const started = performance.now();
			await promisify(execFile)(process.execPath, ["bench/processes/read-pages.js", places]);
			bareSeconds.push((performance.now() - started) / 1_000);
		}
		return { seconds: median(seconds), bareSeconds: median(bareSeconds), rssMb };
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}

async function timedPlan(home: string, at: Places, missing: number): Promise<PlanCost> {
	const memory = join(home, "memory");
	const output = join(home, "plan.jsonl");
	const file = openSync(output, "w");
	const args = ["--import", pathToFileURL(resolve("bench/processes/tell-memory.js")).href];
	args.push(
		"dist/sumo-provision.js",
		"run",
		"--plan",
		"--json",
		...programArguments(home, at),
		"--rate",
		"off",
	);
	const started = performance.now();
	const child = spawn(process.execPath, args, {
		stdio: ["ignore", file, "inherit"],
		env: { ...process.env, ...programSecrets(at), BENCH_MEMORY_FILE: memory },
	});
	await once(child, "exit");
	const seconds = (performance.now() - started) / 1_000;
	closeSync(file);
	const { created } = summaryOf(readFileSync(output, "utf8"));
	if (created !== missing) throw new Error(`${created} of ${missing} creations were planned`);
	return { seconds, rssMb: Number(readFileSync(memory, "utf8")) / 1_024 };
}

/** The pages that a simulator was asked for since it was counted last. */
async function pagesOf(url: string, authorization: string) {
	const { journal } = await countedAt(url);
	const read = journal.filter(({ method, target }) => method === "GET" && !target.startsWith("/_control"));
	return { authorization, pages: read.map(({ target }) => new URL(target, url).href) };
}
