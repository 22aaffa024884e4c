import type { Profile } from "../../config/profile.ts";
import type { Rules } from "../../engine/plan/rules.ts";
import { type EntraSchema, userMappingOf } from "../../entra-schema/document.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { noteTexts } from "../../entra-schema/schema-note.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { compileMappings, redactedAttributes } from "../../mapping/user/compile.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { JobStatus } from "../../setup/job-status.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import { entraPolicy, entraSettings } from "./entra-policy.ts";
import { type RestrictedFlow, restrictedFlows } from "./flow-type.ts";
import { type InputFilter, inputFilterOf } from "./input-filter.ts";

/** Functions that yield something else each time. */
const unrepeatable = /\b(?:Guid|Now|RandomString)\s*\(/i;

/** The job as it was read. */
export type JobRead = {
	readonly status: JobStatus;
	readonly settings: ReadonlyMap<string, string>;
	readonly schema: EntraSchema;
};

/** The job's schema and settings as rules in Entra's dialect. Throws `MappingError`, `ScopeError` and `EntraSchemaError`. */
export function rulesOfJob(
	{ status, settings, schema }: JobRead,
	profile: Profile,
): {
	readonly rules: Rules;
	readonly notes: readonly string[];
	readonly flows: ReadonlyMap<string, RestrictedFlow>;
	readonly input: InputFilter | null;
} {
	const imported = importSchema(schema, dialectOf(profile));
	const { json } = userMappingOf(schema);
	const groups = json.scope?.groups ?? [];
	if (groups.length > imported.filters.length)
		throw new Error(
			`The scope of the job cannot be predicted: ${noteTexts(imported.notes.filter(({ about }) => about === "scoping-filter")).join("; ")}`,
		);
	const isOn = (key: string) => settings.get(key)?.toLowerCase() === "true";
	const mappings = compileMappings({ ...imported.set, entraStrict: true });
	const scope = compileScope(
		{
			users: isOn("SyncAll") ? "all" : "assigned",
			filters: imported.filters,
			skipOutOfScopeDeletions: isOn("SkipOutOfScopeDeletions"),
		},
		redactedAttributes(mappings),
	);
	const { filter: input, notes: inputNotes } = inputFilterOf(schema);
	const unrepeatables = imported.set.mappings.filter(
		({ source }) => source.type === "expression" && unrepeatable.test(source.expression),
	);
	return {
		flows: restrictedFlows(schema),
		input,
		rules: {
			mappings,
			scope,
			settings: entraSettings(profile.provisioning, status.deletionThreshold),
			policy: entraPolicy(mappings),
		},
		notes: [
			// Groups have a note of their own, and flow types are predicted.
			...noteTexts(imported.notes.filter(({ about }) => about !== "unused-mapping" && about !== "flow-type")),
			...(provisionsGroups(schema)
				? ["The job provisions groups too, which are not part of the prediction"]
				: []),
			...inputNotes,
			...unrepeatables.map(({ target }) => `${target}: its value differs each time`),
		],
	};
}

/** Attributes whose values cannot be predicted for certain. */
export function unsureTargets(schema: EntraSchema, dialect: TargetDialect): ReadonlySet<string> {
	const { set, notes } = importSchema(schema, dialect);
	const noted = new Set(notes.map(({ target }) => target));
	const unsure = set.mappings.filter(
		({ target, source }) =>
			(source.type === "expression" && unrepeatable.test(source.expression)) || noted.has(target),
	);
	return new Set(unsure.map(({ target }) => target));
}

function provisionsGroups({ synchronizationRules }: EntraSchema): boolean {
	return synchronizationRules.some(({ objectMappings }) =>
		(objectMappings ?? []).some(
			({ enabled, sourceObjectName }) => enabled !== false && sourceObjectName?.toLowerCase() === "group",
		),
	);
}
