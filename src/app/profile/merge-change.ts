import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const record = z.record(z.string(), z.unknown());

/**
 * The profile to save after a change to the profile in use: only what the change itself made different is saved, not the values of flags
 * and environment variables. Lists count as one value.
 *
 * @param saved what is saved now.
 * @param before the profile in use, before the change.
 * @param after the profile in use, after it.
 */
export function mergeChange(saved: unknown, before: unknown, after: unknown): unknown {
	if (isDeepStrictEqual(before, after)) return saved;
	const [kept, old, next] = [saved, before, after].map((one) => record.safeParse(one).data);
	if (kept === undefined || old === undefined || next === undefined) return after;
	const names = new Set([...Object.keys(kept), ...Object.keys(next)]);
	const merged: Record<string, unknown> = {};
	for (const name of names) {
		const value = mergeChange(kept[name], old[name], next[name]);
		if (value !== undefined) merged[name] = value;
	}
	return merged;
}
