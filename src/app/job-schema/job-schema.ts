import { RemediableError } from "../../ports/errors/remediable-error.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { ImportOptions, SchemaImport } from "../mapping/mapping.ts";
import type { RuleChange } from "../rules/rule-changes.ts";
import type { SecondOpinion } from "./second-opinion.ts";

/** How the rules of the profile and those of Entra's job differ. */
export type JobSchemaDiff = {
	/** What a pull changes in the profile. */
	readonly pull: readonly RuleChange[];
	/** What a push changes in the job. */
	readonly push: readonly RuleChange[];
	/** What is not supported here, or set elsewhere; sentences to show. */
	readonly notes: readonly string[];
	/** Entra's version of the job's schema. */
	readonly version: string;
	/** What others have changed in the schema since it was last shown here; empty also when it never was. */
	readonly changedByOthers: readonly string[];
};

/** What a push did, or would do. */
export type JobSchemaPush = Pick<JobSchemaDiff, "notes" | "changedByOthers"> & {
	/** Whether the job's schema was replaced. */
	readonly changed: boolean;
	readonly changes: readonly RuleChange[];
	/** The file with the schema as it was before; null when it was not replaced. */
	readonly backup: string | null;
};

/** The profile's rules have an error, or Entra cannot read one of its expressions. Nothing was written. */
export class SchemaRefusedError extends RemediableError {
	override readonly name = "SchemaRefusedError";
	readonly code = "schema-refused";

	constructor(message: string, remedy: Remedy = { type: "none" }) {
		super(message, remedy);
	}
}

/**
 * The mappings, scoping filters and attribute lists of Entra's job beside those of the profile. Rejects with
 * `DirectoryError` and `EntraSchemaError`.
 */
export interface JobSchema {
	readonly diff: (signal?: AbortSignal) => Promise<JobSchemaDiff>;
	/** Takes over the job's rules into the profile, which makes the next cycle an initial one. */
	readonly pull: (options?: ImportOptions, signal?: AbortSignal) => Promise<SchemaImport>;
	/** What `push` would change, without a write. */
	readonly previewPush: (signal?: AbortSignal) => Promise<JobSchemaPush>;
	/**
	 * Writes the profile's rules into the job's schema, which starts an initial cycle; other parts of the schema stay. Writes nothing
	 * when they are the same. Rejects with `SchemaChangedError`, `SchemaRacedError` and `SchemaRefusedError`.
	 */
	readonly push: (signal?: AbortSignal) => Promise<JobSchemaPush>;
	/** Compares what the profile's and the job's expressions yield here and in Entra, for some assigned users. */
	readonly check: (users: number, signal?: AbortSignal) => Promise<SecondOpinion>;
}
