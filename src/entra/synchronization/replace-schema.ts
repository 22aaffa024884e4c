import type { EntraSchema } from "../../entra-schema/document.ts";
import { savesBetween } from "../../entra-schema/saves-between.ts";
import { missingParts, schemaChanges } from "../../entra-schema/schema-changes.ts";
import { GraphError } from "../graph/graph-error.ts";
import { isOutcomeUnknown } from "../graph/lost-creation.ts";
import { SchemaChangedError, SchemaRacedError } from "./schema-errors.ts";

/** Reads after a write until it is visible. */
const visibleReads = 5;

/** How often a schema is written whose write was certainly not carried out. */
const maxWrites = 3;

/** What replacing a job's schema needs. */
export type SchemaAccess = {
	readonly read: () => Promise<EntraSchema>;
	/**
	 * Is not repeated when its answer is lost: a second save cannot be told from one by another admin.
	 *
	 * @param etag sent as If-Match; undefined: the write has no condition
	 */
	readonly put: (schema: EntraSchema, etag: string | undefined) => Promise<void>;
	/** Awaited before a written schema is read once more because the write is not visible yet, or is written again. */
	readonly pause: (attempt: number) => Promise<void>;
};

/**
 * Replaces a job's schema, and notices another admin who changes it at the same time: it is read again directly before the write, the
 * write has the condition If-Match where Graph gave an ETag, and it is read back and compared. Graph documents neither ETag nor
 * If-Match for schemas, so that a save between the last read and the write shows only in the count of saves. A write whose answer is lost
 * is looked for, and written again only when nothing was saved.
 *
 * @param before as it was shown to the operator; `next` is made from it
 * @returns the schema as it was read back
 * @throws SchemaChangedError when it differs before the write, SchemaRacedError when it differs after it, DirectoryError
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-update
 */
export async function replaceSchema(
	access: SchemaAccess,
	before: EntraSchema,
	next: EntraSchema,
): Promise<EntraSchema> {
	const current = await access.read();
	const changed = schemaChanges(before, current);
	if (changed.length > 0) throw new SchemaChangedError(changed);
	const present = await write(access, current, next);
	const missing = missingParts(current, next, present);
	const saves = savesBetween(current, present);
	const otherSaves = saves === null ? null : saves - 1;
	if (missing.length > 0 || (otherSaves ?? 0) > 0) throw new SchemaRacedError(missing, otherSaves);
	return present;
}

/** Writes the schema, and returns it as it is read afterwards. */
async function write(
	{ read, put, pause }: SchemaAccess,
	current: EntraSchema,
	next: EntraSchema,
): Promise<EntraSchema> {
	const etag = current["@odata.etag"];
	for (let attempt = 1; ; attempt++) {
		let failure: { readonly error: unknown } | undefined;
		try {
			await put(next, typeof etag === "string" ? etag : undefined);
		} catch (error) {
			if (error instanceof GraphError && (error.status === 409 || error.status === 412)) {
				const changes = schemaChanges(current, await read());
				throw error.status === 412 || changes.length > 0 ? new SchemaChangedError(changes) : error;
			}
			if (!isOutcomeUnknown(error) || (error instanceof GraphError && error.status === 503)) throw error;
			failure = { error };
		}
		const present = await readWritten(read, pause, current, next);
		if (failure === undefined || isSaved(current, present)) return present;
		if (attempt === maxWrites) throw failure.error;
		await pause(attempt);
	}
}

function isSaved(before: EntraSchema, present: EntraSchema): boolean {
	return schemaChanges(before, present).length > 0 || (savesBetween(before, present) ?? 0) > 0;
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
