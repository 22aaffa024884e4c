import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
	countedAt,
	rename,
	runCycle,
	type Summary,
	simulate,
	unassignGroups,
	type World,
} from "./simulators.ts";

/** One cycle as measured: requests to Sumo and to Graph, and the seconds from its start to its end. */
export type CycleFigures = {
	readonly name: "initial" | "unchanged" | "1 % changed" | "all deactivated";
	readonly users: number;
	/** Whom the cycle concerned: all, none, or those who changed. */
	readonly concerned: number;
	readonly requests: number;
	readonly graphRequests: number;
	readonly seconds: number;
	/** How much of Sumo's limit was used while there was work, as a part of 1; null without a limit. */
	readonly use: number | null;
	/** Answers of 429. */
	readonly refused: number;
};

/** Without a limit a target is kept busy by many requests at once. */
const unlimited = ["--rate", "off", "--concurrency", "50"];

/**
 * Four cycles over one world, with the built program and the simulators in processes of their own: the initial one,
 * which creates or links everybody, one with nothing changed, one after a surname in a hundred changed, and one after
 * everybody was unassigned. Worlds that are assigned user by user end with the second.
 */
export async function cycles(world: World): Promise<readonly CycleFigures[]> {
	const { users, limit, existing = 0, assignedBy } = world;
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { child, at } = await simulate(world);
	const pace = limit === "off" ? unlimited : ["--rate", String(limit)];
	const measure = async (
		name: CycleFigures["name"],
		concerned: number,
		expected: Partial<Summary>,
	): Promise<CycleFigures> => {
		// A cycle is a process of its own and cannot know what the one before it, which ended just now, sent in this second.
		if (limit !== "off") await setTimeout(1_000);
		await countedAt(at.graphUrl);
		await countedAt(at.scimUrl);
		const summary = await runCycle(home, at, [...pace, "--deletion-guard", "off"]);
		for (const [key, value] of Object.entries(expected)) {
			const found = Object.entries(summary).find(([other]) => other === key)?.[1];
			if (found !== value) throw new Error(`${name}, ${users} users: ${key} is ${found}, not ${value}`);
		}
		const { byStatus, journal } = await countedAt(at.scimUrl);
		const { total: graphRequests } = await countedAt(at.graphUrl);
		const refused = byStatus["429"] ?? 0;
		const use =
			limit === "off"
				? null
				: partUsed(
						limit,
						journal.map(({ at: time }) => time),
					);
		const { requests, seconds } = summary;
		return { name, users, concerned, requests, graphRequests, seconds, use, refused };
	};
	try {
		const measured = [
			await measure("initial", users, { created: users - existing }),
			await measure("unchanged", 0, { requests: 0 }),
		];
		if (assignedBy === "user") return measured;
		const changed = Math.max(1, Math.round(users / 100));
		await rename(at, changed);
		measured.push(await measure("1 % changed", changed, { updated: changed }));
		await unassignGroups(at);
		measured.push(await measure("all deactivated", users, { disabled: users }));
		return measured;
	} finally {
		child.kill();
		rmSync(home, { recursive: true, force: true });
	}
}

/**
 * Counted by the simulator, from the first request that arrived to the last: the window lets the first second's
 * requests in at once, so that they are not counted as use of the time that follows. Null for too few to tell.
 */
function partUsed(limit: number, times: readonly number[]): number | null {
	const span = (Math.max(...times) - Math.min(...times)) / 1_000;
	return span < 10 ? null : (times.length - limit) / (limit * span);
}
