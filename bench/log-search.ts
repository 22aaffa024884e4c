import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const searchSchema = z.object({ entries: z.number(), fillSeconds: z.number(), p95: z.number() });

/** Searches a log of so many entries, which is made first. `p95`: milliseconds, over ten kinds of search. */
export async function logSearch(entries: number): Promise<z.infer<typeof searchSchema>> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		"bench/processes/log-search.ts",
		String(entries),
	]);
	return searchSchema.parse(JSON.parse(stdout));
}
