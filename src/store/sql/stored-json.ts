import type { z } from "zod";
import { StoreError } from "../../ports/store/store-error.ts";

/**
 * Reads a JSON column.
 *
 * @param place for the message: the file, and which row and column of it.
 * @throws StoreError `corrupt`
 */
export function readStored<T>(schema: z.ZodType<T>, text: string, place: string): T {
	try {
		return schema.parse(JSON.parse(text));
	} catch (error) {
		throw new StoreError(
			"corrupt",
			`${place} does not read. Something other than sumo-provision changed it: restore the last good backup.`,
			error,
		);
	}
}

/** The same for a column that may be empty. */
export function readStoredOrNull<T>(schema: z.ZodType<T>, text: string | null, place: string): T | null {
	return text === null ? null : readStored(schema, text, place);
}

/** Writes a column that may be empty. */
export function storedOrNull(value: object | null): string | null {
	return value === null ? null : JSON.stringify(value);
}
