import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCycle, simulate } from "./simulators.ts";

/** Sumo's limit for one user: 4 requests a second (240 a minute), by sliding window in the simulator. */
const limit = 4;

const reportSchema = z.object({
	byStatus: z.record(z.string(), z.number()),
	/** When each request arrived, milliseconds. */
	journal: z.array(z.object({ at: z.number() })),
});

/**
 * How much of Sumo's allowance an initial cycle of about `seconds` uses while it has work, as a part of 1, and how many
 * 429s the simulator gave. Counted by the simulator, from the first request that arrived to the last: the window lets
 * the first second's requests in at once, so that they are not counted as use of the time that follows.
 */
export async function limiter(seconds = 60): Promise<{ readonly use: number; readonly refused: number }> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate(seconds * limit, limit);
	try {
		await runCycle(home, at, ["--rate", String(limit)]);
		const report = await fetch(new URL("/_control/requests", at.scimUrl));
		const { byStatus, journal } = reportSchema.parse(await report.json());
		const times = journal.map(({ at: time }) => time);
		const span = (Math.max(...times) - Math.min(...times)) / 1_000;
		return { use: (times.length - limit) / (limit * span), refused: byStatus["429"] ?? 0 };
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}
