import { z } from "zod";
import type { Watermark } from "../../../ports/source/directory.ts";

/** How far the source has been read. */
export type Position = {
	readonly directory: Watermark;
	/** Users who are assigned without an account: `WorkQueue.waitingHash`. */
	readonly waiting: string;
	/** Ids of users who claim values though nothing may be done for them: `WorkQueue.idle`. */
	readonly idle: readonly string[];
};

const position = z.object({
	directory: z.string(),
	waiting: z.string(),
	idle: z.array(z.string()).default([]),
});

/** A position as the store keeps it. */
export function formatPosition(value: Position): Watermark {
	return JSON.stringify(value);
}

/** Null without a position, and for one that can't be read: then everything is read. */
export function parsePosition(watermark: Watermark | null): Position | null {
	if (watermark === null) return null;
	try {
		const parsed = position.safeParse(JSON.parse(watermark));
		return parsed.success ? parsed.data : null;
	} catch {
		return null; // written by another version
	}
}
