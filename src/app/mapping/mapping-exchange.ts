import { z } from "zod";
import type { AttributeLists } from "../../attributes/attribute-list.ts";
import { type Profile, profileFields } from "../../config/profile.ts";
import { readDocument, userMappingOf } from "../../entra-schema/document.ts";
import { exportSchema } from "../../entra-schema/export.ts";
import { type EntraImport, importSchema } from "../../entra-schema/import.ts";
import { describeIssue } from "../../entra-schema/schema-issue.ts";
import { noteTexts } from "../../entra-schema/schema-note.ts";
import type { ScopingFilter } from "../../scoping/scope.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import { mappingSetOf } from "../profile/profile-parts.ts";
import { diffRules, type MappingRules } from "../rules/rule-changes.ts";
import type { ImportOptions, MappingDiff, MappingProblem, SchemaExport, SchemaImport } from "./mapping.ts";
import { changesToDefaults, haveSameRules, problemsOf, rulesOf } from "./profile-rules.ts";

/** JSON that contains no mappings in a supported form. */
export class MappingFileError extends Error {
	override readonly name = "MappingFileError";
	readonly code = "not-mappings";
}

/**
 * How a profile's rules differ from others: Graph's synchronizationSchema, `{mappings: […]}`, or (undefined) the
 * defaults. What the other omits counts as the same. Throws `EntraSchemaError` and `MappingFileError`.
 */
export function compareProfile(profile: Profile, other: unknown): MappingDiff {
	const present = rulesOf(profile);
	if (other === undefined) return { changes: changesToDefaults(profile), notes: [] };
	if (isSchema(other)) {
		const imported = importSchema(other, dialectOf(profile));
		return {
			changes: diffRules(present, importedRules(profile, imported)),
			notes: noteTexts(imported.notes),
		};
	}
	const read = mappingsFile.safeParse(other);
	if (!read.success) {
		throw new MappingFileError(
			`neither a synchronization schema of Microsoft Graph nor {"mappings": […]}: ${graphError(other) ?? describeIssue(read.error)}`,
		);
	}
	const set = mappingSetOf({ ...profile, mappings: read.data.mappings });
	return { changes: diffRules(present, { ...present, set }), notes: [] };
}

/**
 * A profile with the mappings, actions and scoping filters of Graph's synchronizationSchema, and the schema itself for a
 * later export; `profile` is null when the problems include an error. Throws `EntraSchemaError`.
 */
export function importIntoProfile(
	profile: Profile,
	content: unknown,
	{ filters }: ImportOptions,
	columns: readonly string[],
): Omit<SchemaImport, "saved"> & { readonly profile: Profile | null } {
	const imported = importSchema(content, dialectOf(profile));
	const present = rulesOf(profile);
	const rules = importedRules(profile, imported);
	const newRules = filters === "keep" ? { ...rules, filters: present.filters } : rules;
	const lost = filters === "keep" ? [] : lostScope(imported);
	const problems = [...lost, ...problemsOf(newRules, profile.scope, columns)];
	const result = { notes: noteTexts(imported.notes), problems, changes: diffRules(present, newRules) };
	if (problems.some(({ severity }) => severity === "error"))
		return { ...result, initialCycle: false, profile: null };
	const { mappings, actions, attributes } = newRules.set;
	const scope = { ...profile.scope, filters: newRules.filters.map(editable) };
	const schema: Profile["schema"] = { ...imported.document };
	const next = {
		...profile,
		mappings: [...mappings],
		actions,
		attributes: editableLists(attributes),
		scope,
		schema,
	};
	return { ...result, initialCycle: !haveSameRules(profile, next), profile: next };
}

/** A profile's rules as Graph's synchronizationSchema, based on the imported schema, if there is one. */
export function exportFromProfile(profile: Profile): SchemaExport {
	const { set, filters } = rulesOf(profile);
	if (profile.schema === undefined) return { schema: exportSchema(set, filters), isWhole: false };
	return { schema: exportSchema(set, filters, readDocument(profile.schema)), isWhole: true };
}

const mappingsFile = z.object({ mappings: profileFields.shape.mappings.unwrap() });

/** An error answer of Graph looks like content once it is saved to a file. */
function graphError(other: unknown): string | undefined {
	const answer = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).safeParse(other);
	return answer.success
		? `it is an error, ${answer.data.error.code}: ${answer.data.error.message}`
		: undefined;
}

function isSchema(other: unknown): boolean {
	return typeof other === "object" && other !== null && "synchronizationRules" in other;
}

/** `entraStrict` is not part of Entra's schema. */
function importedRules({ entraStrict }: Profile, { set, filters }: EntraImport): MappingRules {
	return { set: { ...set, entraStrict }, filters };
}

/** If none of the filters is supported, the result must not be no filter, which would put all users in scope. */
function lostScope({ document, filters }: EntraImport): readonly MappingProblem[] {
	const written = userMappingOf(document).json.scope?.groups ?? [];
	if (written.length === 0 || filters.length > 0) return [];
	const message =
		"none of the schema's scoping filters is supported here, and without a filter all users would be in scope: " +
		"keep the profile's own filters (--keep-scope), or add a filter that works here to the schema";
	return [{ code: "scoping-filter", target: "scoping filters", severity: "error", message, place: null }];
}

function editable({ name, clauses }: ScopingFilter): Profile["scope"]["filters"][number] {
	return { name, clauses: clauses.map((clause) => ({ ...clause })) };
}

function editableLists({ source, target }: AttributeLists): Profile["attributes"] {
	return { source: [...source], target: [...target] };
}
