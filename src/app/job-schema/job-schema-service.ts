import { graphAttributes } from "../../attributes/source-schema.ts";
import type { Source } from "../../attributes/source-value.ts";
import type { Profile } from "../../config/profile.ts";
import { SchemaChangedError } from "../../entra/synchronization/schema-errors.ts";
import { type EntraSchema, readDocument } from "../../entra-schema/document.ts";
import { exportSchema } from "../../entra-schema/export.ts";
import { importSchema } from "../../entra-schema/import.ts";
import { schemaChanges } from "../../entra-schema/schema-changes.ts";
import { noteTexts } from "../../entra-schema/schema-note.ts";
import { ExpressionError } from "../../expression/index.ts";
import { canonicalExpression } from "../../mapping/definition/canonical-expression.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { rulesOf } from "../mapping/profile-rules.ts";
import { dialectOf } from "../profile/dialect-of.ts";
import { scopeOf } from "../profile/profile-parts.ts";
import { diffRules, type MappingRules } from "../rules/rule-changes.ts";
import { sourcesInScope } from "../source/scope-sources.ts";
import { type JobSchema, type JobSchemaPush, SchemaRefusedError } from "./job-schema.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";
import { attributesReadBy, type ComparedExpression, compareWithEntra } from "./second-opinion.ts";
import { writeSchema } from "./write-schema.ts";

export type JobSchemaParts = {
	readonly profile: () => Profile;
	readonly mapping: () => Promise<Pick<Mapping, "importSchema" | "checkAll">>;
	readonly directory: () => Promise<Directory>;
	/** Opens the job; it is closed after each use. */
	readonly open: (signal?: AbortSignal) => Promise<SchemaOfJob>;
	/** Called after the job's schema was written. */
	readonly onPushed?: () => void;
};

/** Compares the profile's rules with those of Entra's job, and takes them over in either direction. */
export function createJobSchemaService(parts: JobSchemaParts): JobSchema {
	const { profile, mapping } = parts;

	const withJob = async <Result>(
		signal: AbortSignal | undefined,
		use: (job: SchemaOfJob) => Promise<Result>,
	): Promise<Result> => {
		const job = await parts.open(signal);
		try {
			return await use(job);
		} finally {
			job.close();
		}
	};

	/** The job's schema with what others have changed since it was last shown. */
	const look = async (job: SchemaOfJob, signal: AbortSignal | undefined) => {
		const [document, before] = [await job.read(signal), (await job.lastRead.get()) ?? pulled(profile(), job)];
		return { document, changedByOthers: before === undefined ? [] : schemaChanges(before, document) };
	};

	const planPush = (document: EntraSchema) => {
		const { set, filters } = rulesOf(profile());
		const next = exportSchema(set, filters, document);
		const [before, after] = [rulesIn(document, profile()), rulesIn(next, profile())];
		return { next, changes: diffRules(before.rules, after.rules), notes: before.notes };
	};

	return {
		diff: (signal) =>
			withJob(signal, async (job) => {
				const { document, changedByOthers } = await look(job, signal);
				const { rules, notes } = rulesIn(document, profile());
				const pull = diffRules(canonical(rulesOf(profile())), rules);
				const { changes: push } = planPush(document);
				const settings = settingNotes(await job.secrets(signal), profile());
				await job.lastRead.set(document);
				const version = typeof document.version === "string" ? document.version : "";
				return { pull, push, notes: [...notes, ...settings], version, changedByOthers };
			}),

		pull: (options = { filters: "replace" }, signal) =>
			withJob(signal, async (job) => {
				const document = await job.read(signal);
				const report = await (await mapping()).importSchema(document, options);
				await job.lastRead.set(document);
				return report;
			}),

		previewPush: (signal) =>
			withJob(signal, async (job): Promise<JobSchemaPush> => {
				const { document, changedByOthers } = await look(job, signal);
				const { changes, notes } = planPush(document);
				await job.lastRead.set(document);
				return { changed: false, changes, notes, backup: null, changedByOthers };
			}),

		push: (signal) =>
			withJob(signal, async (job): Promise<JobSchemaPush> => {
				const { document, changedByOthers } = await look(job, signal);
				if (changedByOthers.length > 0) throw new SchemaChangedError(changedByOthers);
				const { next: own, changes, notes } = planPush(document);
				if (schemaChanges(document, own).length === 0) {
					await job.lastRead.set(document);
					return { changed: false, changes: [], notes, backup: null, changedByOthers };
				}
				await refuseErrors(await mapping());
				const { backup } = await writeSchema(job, document, own, signal);
				parts.onPushed?.();
				return { changed: true, changes, notes, backup, changedByOthers };
			}),

		check: (users, signal) =>
			withJob(signal, async (job) => {
				const expressions = comparedExpressions(
					rulesOf(profile()),
					rulesIn(await job.read(signal), profile()).rules,
				);
				const attributes = graphAttributes(attributesReadBy(expressions));
				const sources = await someSources(await parts.directory(), profile(), attributes, users, signal);
				return compareWithEntra(expressions, sources, (expression, properties) =>
					job.parse(expression, properties, signal),
				);
			}),
	};
}

/** The rules of a job's schema in the profile's terms. */
function rulesIn(document: EntraSchema, profile: Profile) {
	const { set, filters, notes } = importSchema(document, dialectOf(profile));
	const rules = canonical({ set: { ...set, entraStrict: profile.entraStrict }, filters });
	return { rules, notes: noteTexts(notes) };
}

/** The rules with each expression as the formatter writes it, so that spacing is not a difference. */
function canonical({ set, filters }: MappingRules): MappingRules {
	const mappings = set.mappings.map((mapping) => {
		const { source } = mapping;
		return source.type === "expression"
			? { ...mapping, source: { ...source, expression: formatted(source.expression) } }
			: mapping;
	});
	return { set: { ...set, mappings }, filters };
}

function formatted(expression: string): string {
	try {
		return canonicalExpression(expression);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return expression;
	}
}

/** The schema that the profile was pulled from, if it is this job's. */
function pulled({ schema }: Profile, { id }: SchemaOfJob): EntraSchema | undefined {
	return schema?.id === id ? readDocument(schema) : undefined;
}

async function refuseErrors(mapping: Pick<Mapping, "checkAll">): Promise<void> {
	const error = (await mapping.checkAll()).find(({ severity }) => severity === "error");
	if (error === undefined) return;
	throw new SchemaRefusedError(`Nothing was written to the job: ${error.target}: ${error.message}`, {
		type: "fix-mapping",
		target: error.target,
	});
}

/** What else decides about users, outside of the schema. */
function settingNotes(secrets: ReadonlyMap<string, string>, { scope }: Profile): readonly string[] {
	const isOn = (key: string) => secrets.get(key)?.toLowerCase() === "true";
	const users = isOn("SyncAll") ? "all" : "assigned";
	const skips = isOn("SkipOutOfScopeDeletions");
	return [
		...(secrets.has("SyncAll") && users !== scope.users
			? [`The job provisions ${users} users (SyncAll), and the profile ${scope.users} users`]
			: []),
		...(skips === scope.skipOutOfScopeDeletions
			? []
			: [
					skips
						? "The job keeps accounts of users who leave the scope (SkipOutOfScopeDeletions), and the profile deactivates them"
						: "The job deactivates accounts of users who leave the scope, and the profile keeps them",
				]),
	];
}

function comparedExpressions(profile: MappingRules, job: MappingRules): readonly ComparedExpression[] {
	const expressionsOf = ({ set }: MappingRules) =>
		set.mappings.flatMap(({ target, source }) =>
			source.type === "expression" ? [{ target, expression: formatted(source.expression) }] : [],
		);
	const keyOf = (one: { readonly target: string; readonly expression: string }) =>
		JSON.stringify([one.target, one.expression]);
	const [own, theirs] = [expressionsOf(profile), expressionsOf(job)];
	const [ownKeys, theirKeys] = [new Set(own.map(keyOf)), new Set(theirs.map(keyOf))];
	return [
		...own.map((one) => ({ ...one, usedBy: theirKeys.has(keyOf(one)) ? "both" : "profile" }) as const),
		...theirs.filter((one) => !ownKeys.has(keyOf(one))).map((one) => ({ ...one, usedBy: "job" }) as const),
	];
}

async function someSources(
	directory: Directory,
	profile: Profile,
	attributes: readonly string[],
	users: number,
	signal: AbortSignal | undefined,
): Promise<readonly Source[]> {
	if (users === 0) return [];
	const state = await directory.assignments(signal);
	const scope = compileScope(scopeOf(profile));
	const read = [...new Set([...attributes, "displayName", "userPrincipalName"])];
	const found: Source[] = [];
	for await (const page of sourcesInScope(directory, state, scope, read, { atOnce: users, signal })) {
		found.push(...page);
		if (found.length >= users) break;
	}
	return found.slice(0, users);
}
