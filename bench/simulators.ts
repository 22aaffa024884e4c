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

/** The world to measure in: users in Entra, and requests a second that Sumo takes. */
export type World = {
	readonly users: number;
	readonly limit: number | "off";
	/** So many of the users have an account already; none when absent. */
	readonly existing?: number;
	/** Whether each user is assigned, or one group for each role, as one does with many; the latter when absent. */
	readonly assignedBy?: "user" | "group";
};

/** Starts the simulators in a process of their own. */
export async function simulate(world: World): Promise<{ readonly child: ChildProcess; readonly at: Places }> {
	const { users, limit, existing = 0, assignedBy = "group" } = world;
	const options = ["--users", String(users), "--existing", String(existing), "--assigned-by", assignedBy];
	const args = ["dist/sumo-provision.js", "simulate", ...options, "--limit", String(limit), "--json"];
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	for await (const line of createInterface({ input: child.stdout }))
		return { child, at: placesSchema.parse(JSON.parse(line)) };
	throw new Error("the simulators ended before they said where they are");
}

const reportSchema = z.object({
	total: z.number(),
	byStatus: z.record(z.string(), z.number()),
	/** The last 2,000 requests. `at`: when it arrived, milliseconds. `target`: path and query. */
	journal: z.array(z.object({ at: z.number(), method: z.string(), target: z.string() })),
});

/** The requests that a simulator counted since it was asked last; `url`: any of its URLs. */
export async function countedAt(url: string): Promise<z.infer<typeof reportSchema>> {
	const place = new URL("/_control/requests", url);
	const report = reportSchema.parse(await (await fetch(place)).json());
	await fetch(place, { method: "DELETE" });
	return report;
}

/** Gives the first so many users of the directory another surname. */
export async function rename({ graphUrl }: Places, users: number): Promise<void> {
	for (let index = 0; index < users; index += 1) {
		const name = `person${String(index).padStart(6, "0")}@harbour.example`;
		await change(graphUrl, "PATCH", `users/${name}`, { surname: `Renamed${index}` });
	}
}

const groupsSchema = z.object({ value: z.array(z.object({ id: z.string() })) });

/** Takes the assignment from every group. */
export async function unassignGroups({ graphUrl, graphToken }: Places): Promise<void> {
	const headers = { authorization: `Bearer ${graphToken}` };
	const groups = await (await fetch(`${graphUrl}/groups?$select=id`, { headers })).json();
	for (const { id } of groupsSchema.parse(groups).value)
		await change(graphUrl, "DELETE", `assignments/${id}`);
}

async function change(graphUrl: string, method: string, path: string, body?: object): Promise<void> {
	const init = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
	const answer = await fetch(new URL(`/_control/${path}`, graphUrl), { method, ...init });
	if (!answer.ok) throw new Error(`the simulator refuses ${method} ${path}: ${await answer.text()}`);
}

const summarySchema = z.object({
	type: z.literal("summary"),
	created: z.number(),
	updated: z.number(),
	disabled: z.number(),
	skipped: z.number(),
	failed: z.number(),
	requests: z.number(),
	seconds: z.number(),
});

export type Summary = z.infer<typeof summarySchema>;

/** Arguments of the program that make it work with these simulators, from a home folder. */
export function programArguments(home: string, at: Places): readonly string[] {
	const source = ["--source", "entra", "--graph-url", at.graphUrl, "--application", at.application];
	return ["--home", home, ...source, "--scim-url", at.scimUrl];
}

/** The variables in which the program finds the secrets of these simulators. */
export function programSecrets(at: Places): Readonly<Record<string, string>> {
	return { SUMO_PROVISION_SECRET_TOKEN: at.token, SUMO_PROVISION_GRAPH_TOKEN: at.graphToken };
}

/** The summary that ends the output of a `run --json`. */
export function summaryOf(output: string): Summary {
	const last = output.trimEnd().split("\n").at(-1) ?? "";
	return summarySchema.parse(JSON.parse(last));
}

/** Runs the built program's `run`, as a script would, and returns its summary. */
export async function runCycle(home: string, at: Places, options: readonly string[]): Promise<Summary> {
	const all = ["--json", ...programArguments(home, at), ...options];
	const child = spawn(process.execPath, ["dist/sumo-provision.js", "run", ...all], {
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, ...programSecrets(at) },
	});
	const ended = new Promise((resolve) => child.on("close", resolve));
	let last = "";
	for await (const line of createInterface({ input: child.stdout })) last = line;
	await ended;
	const summary = summaryOf(last);
	if (summary.failed > 0) throw new Error(`${summary.failed} users failed`);
	return summary;
}
