import type { Profile } from "../../config/profile.ts";
import { SchemaChangedError, SchemaRacedError } from "../../entra/synchronization/schema-errors.ts";
import type { EntraSchema } from "../../entra-schema/document.ts";
import { exportSchema } from "../../entra-schema/export.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { schemaChanges } from "../../entra-schema/schema-changes.ts";
import { rulesOf } from "../mapping/profile-rules.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";
import { writeSchema } from "./write-schema.ts";

/** The rules of a job's schema as a profile has them. */
export type RulesOfSchema = Pick<Profile, "mappings" | "actions" | "attributes" | "schema"> & {
	readonly filters: Profile["scope"]["filters"];
};

/** Reads a schema for a profile with this target. Throws `EntraSchemaError`. */
export function rulesOfSchema(document: EntraSchema, { target }: Pick<Profile, "target">): RulesOfSchema {
	const { set, filters } = importSchema(document, dialectOf({ target }));
	return {
		mappings: [...set.mappings],
		actions: set.actions,
		attributes: { source: [...set.attributes.source], target: [...set.attributes.target] },
		filters: filters.map(({ name, clauses }) => ({ name, clauses: clauses.map((one) => ({ ...one })) })),
		schema: { ...document },
	};
}

/**
 * Writes the rules of a profile into a job's schema that was read before; writes nothing when they are the same. Returns the schema as it is
 * then.
 *
 * @param onChanged gets the present schema when another admin has changed it; then it rejects with `SchemaChangedError` or `SchemaRacedError`
 */
export async function writeRules(
	job: SchemaOfJob,
	before: EntraSchema,
	profile: Profile,
	onChanged: (present: EntraSchema) => void,
): Promise<EntraSchema> {
	const { set, filters } = rulesOf(profile);
	const written = exportSchema(set, filters, before);
	if (schemaChanges(before, written).length === 0) return before;
	try {
		return (await writeSchema(job, before, written)).schema;
	} catch (error) {
		if (error instanceof SchemaChangedError || error instanceof SchemaRacedError) onChanged(await job.read());
		throw error;
	}
}
