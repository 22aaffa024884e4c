import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "./graph-client.ts";
import { GraphError } from "./graph-error.ts";

/** Between two looks for what a lost answer may have created, ms, and how often. */
const lookPauseMs = 5_000;
const usualLooks = 6;

/**
 * Whether a creation may have been carried out although it failed here: unless Graph refused it, or it was not sent. An answer that cannot
 * be read, and an interruption, leave it open too.
 */
export function isOutcomeUnknown(error: unknown): boolean {
	if (error instanceof GraphError) return error.status >= 500;
	if (error instanceof DirectoryError) return error.code === "network" || error.code === "unavailable";
	return true;
}

/**
 * Looks for what a lost answer may have created, for as long as lists may lack it. Undefined when it is not found.
 *
 * @param looks how often
 */
export async function lookUp<T>(
	search: () => Promise<T | undefined>,
	client: Pick<GraphClient, "pause">,
	signal: AbortSignal | undefined,
	looks: number = usualLooks,
): Promise<T | undefined> {
	for (let look = 1; look <= looks; look++) {
		const found = await search();
		if (found !== undefined) return found;
		await client.pause(look, lookPauseMs, signal);
	}
	return undefined;
}
