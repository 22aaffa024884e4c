import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../../../loopback/json.ts";

/** Another administrator who changes a schema at the same time as a client. */
export const schemaRaceSchema = z.strictObject({
	/** Number of reads of the schema after which the change is made, once. */
	afterReads: z.int().positive().default(1),
	/** Makes the change after the next write instead, to the schema as it was before that: the write is lost. */
	replacesWrite: z.boolean().default(false),
	/** The schema that the other administrator writes; a default value of the first mapping without one when absent. */
	schema: z.record(z.string(), z.json()).exactOptional(),
});

/** A race for a schema. */
export type SchemaRace = z.output<typeof schemaRaceSchema>;

/** What the other administrator writes in place of a schema. */
export function raced(current: JsonObject, race: SchemaRace): JsonObject {
	if (race.schema) return race.schema;
	const changed = structuredClone(current);
	const first = mappingsOf(changed).find(({ matchingPriority }) => matchingPriority === 0);
	if (first) first.defaultValue = "changed by another administrator";
	return changed;
}

function mappingsOf(schema: JsonObject): JsonObject[] {
	const inner = (objects: readonly JsonObject[], name: string): JsonObject[] =>
		objects.flatMap((one) => (Array.isArray(one[name]) ? (one[name] satisfies Json).filter(isObject) : []));
	return inner(inner(inner([schema], "synchronizationRules"), "objectMappings"), "attributeMappings");
}
