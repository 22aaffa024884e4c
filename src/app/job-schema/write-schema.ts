import type { EntraSchema, EntraSource } from "../../entra-schema/document.ts";
import { schemaChanges } from "../../entra-schema/schema-changes.ts";
import { newExpressions, withSources } from "../../entra-schema/with-sources.ts";
import { SchemaChangedError, SchemaRefusedError } from "./job-schema.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";

/** What was written, and the file with the schema as it was before. */
export type WrittenSchema = { readonly schema: EntraSchema; readonly backup: string };

/**
 * Replaces a job's schema: keeps a copy, and reads it again directly before the write.
 *
 * @param before as it was read; `next` is made from it
 * @throws SchemaChangedError when it differs by now, SchemaRefusedError when Entra cannot read an expression, DirectoryError
 */
export async function writeSchema(
	job: SchemaOfJob,
	before: EntraSchema,
	next: EntraSchema,
	signal?: AbortSignal,
): Promise<WrittenSchema> {
	const schema = withSources(next, await readByEntra(job, newExpressions(before, next), signal));
	const backup = await job.backUp(before);
	const raced = schemaChanges(before, await job.read(signal));
	if (raced.length > 0) throw new SchemaChangedError(raced);
	await job.save(schema, signal);
	await job.lastRead.set(schema);
	return { schema, backup };
}

/**
 * The trees that Entra makes of new expressions: its names for the parameters of some functions are not documented. Where it
 * cannot be asked, ours remain.
 */
async function readByEntra(
	job: SchemaOfJob,
	expressions: ReadonlyMap<string, string>,
	signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, EntraSource>> {
	const sources = new Map<string, EntraSource>();
	for (const [target, expression] of expressions) {
		const read = await job.parse(expression, [], signal);
		if (read === null) return sources;
		if (!read.parsed) {
			throw new SchemaRefusedError(
				`Nothing was written to the job: Entra cannot read the expression of ${target}: ${read.problem}`,
			);
		}
		if (read.tree !== null) sources.set(target, { ...read.tree, expression });
	}
	return sources;
}
