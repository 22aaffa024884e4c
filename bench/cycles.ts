import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCycle, simulate } from "./simulators.ts";

export type CycleFigures = {
	readonly users: number;
	/** Of the first cycle, which creates everybody. */
	readonly initialRequests: number;
	readonly initialSeconds: number;
	/** Of a second cycle, with nothing changed. */
	readonly unchangedRequests: number;
	readonly unchangedSeconds: number;
};

/** Without a limit a target is kept busy by many requests at once. */
const pace = ["--rate", "off", "--concurrency", "50"];

/** An initial cycle that creates everybody, and one with nothing changed, over real HTTP between two processes. */
export async function cycles(users: number): Promise<CycleFigures> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate(users, "off");
	try {
		const initial = await runCycle(home, at, pace);
		if (initial.created !== users) throw new Error(`${initial.created} of ${users} users were created`);
		const unchanged = await runCycle(home, at, pace);
		return {
			users,
			initialRequests: initial.requests,
			initialSeconds: initial.seconds,
			unchangedRequests: unchanged.requests,
			unchangedSeconds: unchanged.seconds,
		};
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
