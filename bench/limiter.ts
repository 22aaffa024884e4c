import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCycle, simulate } from "./simulators.ts";

/** Sumo's limit for one user: 4 requests a second (240 a minute), by sliding window in the simulator. */
const limit = 4;

const reportSchema = z.object({ byStatus: z.record(z.string(), z.number()) });

/**
 * How much of Sumo's allowance an initial cycle of about `seconds` uses while it has work, as a part of 1, and how many
 * 429s the simulator gave. The seconds are the whole cycle's: the reading before the first request counts against it.
 */
export async function limiter(seconds = 60): Promise<{ readonly use: number; readonly refused: number }> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate(seconds * limit, limit);
	try {
		const { requests, seconds: taken } = await runCycle(home, at, ["--rate", String(limit)]);
		const report = await fetch(new URL("/_control/requests", at.scimUrl));
		const { byStatus } = reportSchema.parse(await report.json());
		// The first second's requests may go at once, so that the last is due a second before a steady rate would have it.
		return { use: Math.min(1, (requests - limit) / (limit * taken)), refused: byStatus["429"] ?? 0 };
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
