import type { EntraSchema } from "../../entra-schema/document.ts";
import type { MappingProblem as Found } from "../../mapping/check/check-mapping.ts";
import type { TargetProblem } from "../../mapping/check/check-target.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import type { RuleChange } from "../rules/rule-changes.ts";
import type { Restored, RuleHistory } from "../rules/rule-history.ts";
import type { AttributeLists } from "./attribute-lists.ts";
import type { MappingDraft, SampleUser } from "./mapping-draft.ts";
import type { MappingExplanation } from "./mapping-explanation.ts";
import type { Trial, TrialOptions } from "./mapping-trial.ts";
import type { MappingYield } from "./mapping-yield.ts";

/** A mapping as the list shows it. */
export type MappingRow = {
	readonly mapping: AttributeMapping;
	/** `userPrincipalName`, `"constant"`, or the expression's text. */
	readonly source: string;
	/** Why it can't be deleted, or null. */
	readonly required: string | null;
};

/** A problem with a mapping, with its place when it is in an expression. */
export type MappingProblem = {
	readonly code: Found["code"] | "scoping-filter";
	readonly target: string;
	readonly severity: "error" | "warning";
	readonly message: string;
	/** 0-based offset into the expression, and a line with a caret to show; null when the problem is not in an expression. */
	readonly place: {
		readonly offset: number;
		readonly line: number;
		readonly column: number;
		readonly caret: string;
	} | null;
};

/** One line of the live preview: what the mapping yields for the chosen user. */
export type PreviewLine = MappingYield & { readonly target: string };

/** How other mappings and scoping filters differ from the saved ones: what importing them would change. */
export type MappingDiff = {
	readonly changes: readonly RuleChange[];
	/** What is not supported in the others, or works differently here; sentences to show. */
	readonly notes: readonly string[];
};

/** `keep`: import mappings and actions, and keep the profile's scoping filters. */
export type ImportOptions = { readonly filters: "replace" | "keep" };

/** What an import did. */
export type SchemaImport = MappingDiff & {
	/** False when `problems` holds an error: then nothing was changed. */
	readonly saved: boolean;
	/** Whether the import makes the next cycle an initial one. */
	readonly initialCycle: boolean;
	readonly problems: readonly MappingProblem[];
};

export type SchemaExport = {
	readonly schema: EntraSchema;
	/** False when no schema was imported: then it contains the mapping of users only. */
	readonly isWhole: boolean;
};

/** Edits, tests, imports and exports the attribute mappings; their history includes the scope. */
export interface Mapping extends RuleHistory, AttributeLists {
	readonly rows: () => readonly MappingRow[];
	/** Problems of one mapping within the current set; `replaces` is the target being edited, absent for a new one. */
	readonly check: (mapping: AttributeMapping, replaces?: string) => readonly MappingProblem[];
	/**
	 * Saves one mapping; rejects when `check` finds an error. A changed set makes the next cycle an initial one. Resolves
	 * with the mapping as it is saved: an expression in its canonical form.
	 *
	 * @param basis the saved mapping that the edits began with. Rejects with `ProfileConflictError` when it is not the saved
	 * one anymore.
	 */
	readonly save: (
		mapping: AttributeMapping,
		replaces?: string,
		basis?: AttributeMapping,
	) => Promise<AttributeMapping>;
	/**
	 * Rejects for a required mapping.
	 *
	 * @param shown the mapping that the operator saw. Rejects with `ProfileConflictError` when others have changed it since.
	 */
	readonly remove: (target: string, shown?: AttributeMapping) => Promise<void>;
	/** Moves a matching attribute one place up (-1) or down; rejects for an attribute that does not match users. */
	readonly movePrecedence: (target: string, by: -1 | 1) => Promise<void>;
	/** As in Entra, this removes the scoping filters too. `changesToDefaults` shows what would change. */
	readonly restoreDefaults: () => Promise<Restored>;
	readonly changesToDefaults: () => readonly RuleChange[];
	/** Source attributes and target paths to suggest. */
	readonly sourceAttributes: () => readonly string[];
	readonly targetPaths: () => readonly string[];
	/** Up to 50 users to preview with: by text when given, otherwise assigned users, who are then read again. */
	readonly samples: (text?: string) => Promise<readonly SampleUser[]>;
	/** What every mapping yields for this user. `draft` replaces the mapping with its target, or is added. */
	readonly preview: (userId: string, draft?: AttributeMapping) => Promise<readonly PreviewLine[]>;
	/** What every part of a mapping yields for this user. Rejects with `MappingError` for one that does not compile. */
	readonly explain: (userId: string, draft: AttributeMapping) => Promise<MappingExplanation>;
	/** What users in scope get now and with the draft: some of them, or all whose value would change. Writes nothing. */
	readonly tryOn: (draft: MappingDraft, options?: TrialOptions) => Promise<Trial>;
	/**
	 * All problems with the saved mappings and scoping filters, errors first. A source file is read for its column names;
	 * otherwise neither source nor target is used.
	 */
	readonly checkAll: () => Promise<readonly MappingProblem[]>;
	/**
	 * Maps all users in scope, and lists what the target would refuse with all affected users; with `draft`, as if it were
	 * saved. Writes nothing. Rejects for a set that does not compile, with `MappingError` or `ChangeError`.
	 */
	readonly checkUsers: (options?: {
		readonly draft?: MappingDraft;
		readonly signal?: AbortSignal;
	}) => Promise<readonly TargetProblem[]>;
	/**
	 * Compares with parsed JSON: Graph's synchronizationSchema or `{mappings: […]}`; with the defaults when absent.
	 * Rejects for JSON that is neither.
	 */
	readonly diff: (other?: unknown) => Promise<MappingDiff>;
	/**
	 * Takes over mappings, actions and scoping filters of Graph's synchronizationSchema, and keeps the rest of it for
	 * `exportSchema`. Any change makes the next cycle an initial one. Rejects JSON that is not a schema.
	 */
	readonly importSchema: (json: unknown, options?: ImportOptions) => Promise<SchemaImport>;
	/** The saved mappings, actions and scoping filters as Graph's synchronizationSchema. */
	readonly exportSchema: () => Promise<SchemaExport>;
}
