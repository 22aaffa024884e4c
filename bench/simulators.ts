import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";

const placesSchema = z.object({
	scimUrl: z.string(),
	token: z.string(),
	graphUrl: z.string(),
	graphToken: z.string(),
	application: z.string(),
});

/** Where the simulators listen, and what they take for credentials. */
export type Places = z.infer<typeof placesSchema>;

/** Starts the simulators in a process of their own, with so many users in Entra and so many requests a second in Sumo. */
export async function simulate(
	users: number,
	limit: number | "off",
): Promise<{ readonly child: ChildProcess; readonly at: Places }> {
	const options = ["--users", String(users), "--limit", String(limit), "--json"];
	const args = ["dist/sumo-provision.js", "simulate", ...options];
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	for await (const line of createInterface({ input: child.stdout }))
		return { child, at: placesSchema.parse(JSON.parse(line)) };
	throw new Error("the simulators ended before they said where they are");
}

const summarySchema = z.object({
	type: z.literal("summary"),
	created: z.number(),
	failed: z.number(),
	requests: z.number(),
	seconds: z.number(),
});

export type Summary = z.infer<typeof summarySchema>;

/** Runs one cycle with the built program, as a script would, and returns its summary. `pace`: options about speed. */
export async function runCycle(home: string, at: Places, pace: readonly string[]): Promise<Summary> {
	const source = ["--source", "entra", "--graph-url", at.graphUrl, "--application", at.application];
	const options = ["--json", "--home", home, ...source, "--scim-url", at.scimUrl, ...pace];
	const env = {
		...process.env,
		SUMO_PROVISION_SECRET_TOKEN: at.token,
		SUMO_PROVISION_GRAPH_TOKEN: at.graphToken,
	};
	const child = spawn(process.execPath, ["dist/sumo-provision.js", "run", ...options], {
		stdio: ["ignore", "pipe", "inherit"],
		env,
	});
	let last = "";
	for await (const line of createInterface({ input: child.stdout })) last = line;
	const told = summarySchema.parse(JSON.parse(last));
	if (told.failed > 0) throw new Error(`${told.failed} users failed`);
	return told;
}
