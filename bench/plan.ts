import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const planSchema = z.object({ planned: z.number(), seconds: z.number(), rssMb: z.number() });

/** Plans a whole cycle over so many users and as many accounts, in a process of its own. `rssMb`: the most it had, in MiB. */
export async function plan(users: number): Promise<{ readonly seconds: number; readonly rssMb: number }> {
	const { stdout } = await promisify(execFile)(process.execPath, ["bench/processes/plan.ts", String(users)]);
	const { planned, ...figures } = planSchema.parse(JSON.parse(stdout));
	if (planned < users / 100) throw new Error(`only ${planned} of ${users} users were planned`);
	return figures;
}
