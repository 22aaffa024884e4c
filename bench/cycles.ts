import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const places = z.object({
	scimUrl: z.string(),
	token: z.string(),
	graphUrl: z.string(),
	graphToken: z.string(),
	application: z.string(),
});
const summary = z.object({
	type: z.literal("summary"),
	created: z.number(),
	failed: z.number(),
	requests: z.number(),
	seconds: z.number(),
});

export type CycleFigures = {
	readonly users: number;
	/** Of the first cycle, which creates everybody. */
	readonly initialRequests: number;
	readonly initialSeconds: number;
	/** Of a second cycle, with nothing changed. */
	readonly unchangedRequests: number;
	readonly unchangedSeconds: number;
};

/** Starts the simulators in a process of their own, without Sumo's limit, and waits for their places. */
async function simulate(
	users: number,
): Promise<{ readonly child: ChildProcess; readonly at: z.infer<typeof places> }> {
	const args = ["dist/sumo-provision.js", "simulate", "--users", String(users), "--limit", "off", "--json"];
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	for await (const line of createInterface({ input: child.stdout }))
		return { child, at: places.parse(JSON.parse(line)) };
	throw new Error("the simulators ended before they said where they are");
}

/** Runs one cycle with the built program, as a script would, and returns its summary. */
async function run(home: string, at: z.infer<typeof places>): Promise<z.infer<typeof summary>> {
	const args = [
		...[
			"dist/sumo-provision.js",
			"run",
			"--json",
			"--home",
			home,
			"--source",
			"entra",
			"--graph-url",
			at.graphUrl,
		],
		...["--application", at.application, "--scim-url", at.scimUrl, "--rate", "off"],
	];
	const env = {
		...process.env,
		SUMO_PROVISION_SECRET_TOKEN: at.token,
		SUMO_PROVISION_GRAPH_TOKEN: at.graphToken,
	};
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
	let last = "";
	for await (const line of createInterface({ input: child.stdout })) last = line;
	const told = summary.parse(JSON.parse(last));
	if (told.failed > 0) throw new Error(`${told.failed} users failed`);
	return told;
}

/** An initial cycle that creates everybody, and one with nothing changed, over real HTTP between two processes. */
export async function cycles(users: number): Promise<CycleFigures> {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate(users);
	try {
		const initial = await run(home, at);
		if (initial.created !== users) throw new Error(`${initial.created} of ${users} users were created`);
		const unchanged = await run(home, at);
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
