import type { EntraSchema } from "../../entra-schema/document.ts";
import { savesBetween } from "../../entra-schema/saves-between.ts";
import { missingParts, schemaChanges } from "../../entra-schema/schema-changes.ts";
import { GraphError } from "../graph/graph-error.ts";
import { SchemaChangedError, SchemaRacedError } from "./schema-errors.ts";

/** Reads after a write until it is visible. */
const visibleReads = 5;

/** What replacing a job's schema needs. */
export type SchemaAccess = {
	readonly read: () => Promise<EntraSchema>;
	/** @param etag sent as If-Match; undefined: the write has no condition */
	readonly put: (schema: EntraSchema, etag: string | undefined) => Promise<void>;
	/** Awaited before a written schema is read once more because the write is not visible yet. */
	readonly pause: (attempt: number) => Promise<void>;
};

/**
 * Replaces a job's schema, and notices another admin who changes it at the same time: it is read again directly before the write, the
 * write has the condition If-Match where Graph gave an ETag, and it is read back and compared. Graph documents neither ETag nor
 * If-Match for schemas, so that a save between the last read and the write shows only in the count of saves.
 *
 * @param before as it was shown to the operator; `next` is made from it
 * @returns the schema as it was read back
 * @throws SchemaChangedError when it differs before the write, SchemaRacedError when it differs after it, DirectoryError
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-update
 */
export async function replaceSchema(
	{ read, put, pause }: SchemaAccess,
	before: EntraSchema,
	next: EntraSchema,
): Promise<EntraSchema> {
	const current = await read();
	const changed = schemaChanges(before, current);
	if (changed.length > 0) throw new SchemaChangedError(changed);
	const etag = current["@odata.etag"];
	try {
		await put(next, typeof etag === "string" ? etag : undefined);
	} catch (error) {
		if (!(error instanceof GraphError && error.status === 412)) throw error;
		throw new SchemaChangedError(schemaChanges(current, await read()));
	}
	const present = await readWritten(read, pause, current, next);
	const missing = missingParts(current, next, present);
	const saves = savesBetween(current, present);
	const otherSaves = saves === null ? null : saves - 1;
	if (missing.length > 0 || (otherSaves ?? 0) > 0) throw new SchemaRacedError(missing, otherSaves);
	return present;
}

/** Reads the schema until it is not what it was before the write, which replicas may still show for some seconds. */
async function readWritten(
	read: () => Promise<EntraSchema>,
	pause: (attempt: number) => Promise<void>,
	before: EntraSchema,
	written: EntraSchema,
): Promise<EntraSchema> {
	for (let attempt = 1; ; attempt++) {
		const present = await read();
		const isOld = schemaChanges(before, present).length === 0 && schemaChanges(before, written).length > 0;
		if (!isOld || attempt === visibleReads || (savesBetween(before, present) ?? 0) > 0) return present;
		await pause(attempt);
	}
}
