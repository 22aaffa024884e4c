import type { EntraSchema, EntraSource } from "../../entra-schema/document.ts";
import { isSameApartFromDefaults } from "../../entra-schema/schema-changes.ts";
import { newExpressions, withSources } from "../../entra-schema/with-sources.ts";
import { SchemaRefusedError } from "./job-schema.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";

/** What was written, and the file with the schema as it was before. */
export type WrittenSchema = { readonly schema: EntraSchema; readonly backup: string };

/**
 * Replaces a job's schema, and keeps a copy of it before.
 *
 * @param before as it was read; `next` is made from it
 * @throws SchemaChangedError, SchemaRacedError when another admin changes it, SchemaRefusedError when Entra cannot read an
 *   expression, DirectoryError
 */
export async function writeSchema(
	job: SchemaOfJob,
	before: EntraSchema,
	next: EntraSchema,
	signal?: AbortSignal,
): Promise<WrittenSchema> {
	const schema = withSources(next, await readByEntra(job, newExpressions(before, next), signal));
	const backup = await job.backUp(before);
	const present = await job.replace(before, schema, signal);
	// What others have added since is shown as their change; what Entra filled in is not.
	await job.lastRead.set(isSameApartFromDefaults(schema, present) ? present : schema);
	return { schema: present, backup };
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
