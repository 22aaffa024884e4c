import { z } from "zod";

/**
 * A list inside an answer. Graph may write null for an empty one, leave it out, and clients report members that are null: none of these
 * may make the rest of the answer unreadable. Not for the pages of a collection: one without a list must not count as empty.
 */
export function listOf<T>(item: z.ZodType<T>): z.ZodType<T[]> {
	return z
		.array(item.nullable())
		.nullish()
		.transform((list) => (list ?? []).filter((one) => one !== null));
}
