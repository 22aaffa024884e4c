import { z } from "zod";

/** Undocumented behavior of synchronization jobs. */
export const quirksSchema = z.strictObject({
	/** The IDs of the templates that an application lists. */
	templates: z.array(z.string()).min(1).exactOptional(),
	/** The name of the source in a default schema. */
	sourceDirectory: z.string().min(1).exactOptional(),
	/** What happens to secrets that a PUT leaves out. */
	secretsLeftOut: z.enum(["keep", "remove"]).exactOptional(),
	/** What the template's role `User`, which has no value, counts as in expressions. */
	roleWithoutValue: z.enum(["nothing", "displayName"]).exactOptional(),
	/** How the last cycle of a job reads that has run none: null, or failed with zeros and the error `None`. */
	neverRun: z.enum(["null", "failed"]).exactOptional(),
	/** Number of requests for templates and jobs of a new application that see an empty list, or get 401. */
	lag: z.int().nonnegative().exactOptional(),
	/** A JSON merge patch of each job as it is shown; null shows it as it is. */
	shown: z.record(z.string(), z.json()).nullable().exactOptional(),
	/** Whether schemas have an ETag, and a PUT honors If-Match. */
	schemaETags: z.boolean().exactOptional(),
});

/** Undocumented behavior of synchronization jobs. */
export type Quirks = Required<z.output<typeof quirksSchema>>;

/** The behavior that the sources suggest. */
export const likely: Quirks = {
	templates: ["scim"],
	sourceDirectory: "Microsoft Entra ID",
	secretsLeftOut: "keep",
	roleWithoutValue: "nothing",
	neverRun: "null",
	lag: 0,
	shown: null,
	schemaETags: false,
};
