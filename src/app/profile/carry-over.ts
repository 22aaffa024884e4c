import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const record = z.record(z.string(), z.unknown());

/**
 * What to save of a change that was made to a profile in use: what flags and environment say there is not taken along, only what the
 * change itself made different. Lists count as one value.
 *
 * @param saved what is saved now.
 * @param before the profile in use, before the change.
 * @param after the profile in use, after it.
 */
export function carryOver(saved: unknown, before: unknown, after: unknown): unknown {
	if (isDeepStrictEqual(before, after)) return saved;
	const [kept, old, next] = [saved, before, after].map((one) => record.safeParse(one).data);
	if (kept === undefined || old === undefined || next === undefined) return after;
	const names = new Set([...Object.keys(kept), ...Object.keys(next)]);
	const merged: Record<string, unknown> = {};
	for (const name of names) {
		const value = carryOver(kept[name], old[name], next[name]);
		if (value !== undefined) merged[name] = value;
	}
	return merged;
}
