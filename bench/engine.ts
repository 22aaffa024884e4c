import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runCycle, simulate } from "./simulators.ts";
import { median } from "./statistics.ts";

/** Creates per second, medians of interleaved rounds. */
export type EngineSpeed = { readonly engine: number; readonly bare: number };

const concurrency = 50;

/** An initial cycle of creates against a bare loop that sends the same requests at the same concurrency. */
export async function engineSpeed(users = 5_000, rounds = 3): Promise<EngineSpeed> {
	const engine: number[] = [];
	const bare: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
		const { child, at } = await simulate({ users, limit: "off" });
		try {
			const options = ["--rate", "off", "--concurrency", String(concurrency)];
			const { created, seconds } = await runCycle(home, at, options);
			if (created !== users) throw new Error(`${created} of ${users} users were created`);
			engine.push(users / seconds);
			bare.push(users / (await bareSeconds(at.scimUrl, at.token, users)));
		} finally {
			child.kill();
			rmSync(home, { recursive: true, force: true });
		}
	}
	return { engine: median(engine), bare: median(bare) };
}

async function bareSeconds(scimUrl: string, token: string, users: number): Promise<number> {
	const args = ["bench/processes/create-users.js", scimUrl, String(users), String(concurrency)];
	const env = { ...process.env, BENCH_TOKEN: token };
	const { stdout } = await promisify(execFile)(process.execPath, args, { env });
	return Number(stdout);
}
