import type { EntraSchema } from "../../entra-schema/document.ts";
import type { AttributeMapping } from "../../mapping/attribute-mapping.ts";
import type { MappingProblem as Found } from "../../mapping/check-mapping.ts";
import type { TargetProblem } from "../../mapping/check-target.ts";
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
	/** Why it cannot be deleted, or null. */
	readonly required: string | null;
};

/** A complaint about a mapping, with the place in an expression when there is one. */
export type MappingProblem = {
	readonly code: Found["code"] | "scoping-filter";
	readonly target: string;
	readonly severity: "error" | "warning";
	readonly message: string;
	/** 0-based offset into the expression, and a caret line for showing; null when the problem is not in an expression. */
	readonly place: {
		readonly offset: number;
		readonly line: number;
		readonly column: number;
		readonly caret: string;
	} | null;
};

/** One line of the live preview: what the mapping yields for the chosen user. */
export type PreviewLine = MappingYield & { readonly target: string };

/** How the saved mappings and scoping filters differ from others: what would change if the others were taken. */
export type MappingDiff = {
	readonly changes: readonly RuleChange[];
	/** What of the others is not understood, or works otherwise here; for people. */
	readonly notes: readonly string[];
};

/** `keep`: import the mappings and actions, and leave the profile's scoping filters as they are. */
export type ImportOptions = { readonly filters: "replace" | "keep" };

/** What an import did. */
export type SchemaImport = MappingDiff & {
	/** False when `problems` holds an error: then nothing was changed. */
	readonly saved: boolean;
	/** Whether the next cycle is an initial one because of it. */
	readonly initialCycle: boolean;
	readonly problems: readonly MappingProblem[];
};

export type SchemaExport = {
	readonly schema: EntraSchema;
	/** False when no schema was imported: then there is nothing but the mapping of users in it. */
	readonly isWhole: boolean;
};

/** Edits, tests and exchanges the attribute mappings; its history holds the scope too. */
export interface Mapping extends RuleHistory, AttributeLists {
	readonly rows: () => readonly MappingRow[];
	/** Problems of one mapping within the present set; `replaces` is the target being edited, absent for a new one. */
	readonly check: (mapping: AttributeMapping, replaces?: string) => readonly MappingProblem[];
	/**
	 * Saves one mapping; rejects when `check` finds an error. A changed set makes the next cycle an initial one. Resolves
	 * with the mapping as it is saved: an expression in its canonical form.
	 */
	readonly save: (mapping: AttributeMapping, replaces?: string) => Promise<AttributeMapping>;
	/** Rejects for a required mapping. */
	readonly remove: (target: string) => Promise<void>;
	/** Tries a matching attribute one place earlier (-1) or later; rejects for one that does not match users. */
	readonly movePrecedence: (target: string, by: -1 | 1) => Promise<void>;
	/** As in Entra, the scoping filters go with the mappings. `diff` without an argument tells what that would change. */
	readonly restoreDefaults: () => Promise<Restored>;
	/** Source attributes and target paths to offer. */
	readonly sourceAttributes: () => readonly string[];
	readonly targetPaths: () => readonly string[];
	/** Users to preview with, 50 at most: by text when given, else assigned ones, and all are read anew from then on. */
	readonly samples: (text?: string) => Promise<readonly SampleUser[]>;
	/** What every mapping yields for this user. `draft` takes the place of the mapping with its target (or is added). */
	readonly preview: (userId: string, draft?: AttributeMapping) => Promise<readonly PreviewLine[]>;
	/** What every part of a mapping yields for this user. Rejects with `MappingError` for one that does not compile. */
	readonly explain: (userId: string, draft: AttributeMapping) => Promise<MappingExplanation>;
	/** What users in scope get now and with the draft: some of them, or all who would get something else. Writes nothing. */
	readonly tryOn: (draft: MappingDraft, options?: TrialOptions) => Promise<Trial>;
	/**
	 * Everything that is wrong with the saved mappings and scoping filters, errors first. A file is read for the names of
	 * its columns; nothing else is asked of source or target.
	 */
	readonly checkAll: () => Promise<readonly MappingProblem[]>;
	/**
	 * Maps everyone in scope, and lists what the target would refuse with all the users concerned; with `draft`, as if it
	 * were saved. Writes nothing. Rejects for a set that does not compile, with `MappingError` or `ChangeError`.
	 */
	readonly checkUsers: (options?: {
		readonly draft?: MappingDraft;
		readonly signal?: AbortSignal;
	}) => Promise<readonly TargetProblem[]>;
	/**
	 * Compares with parsed JSON: Graph's synchronizationSchema or `{mappings: […]}`; with the defaults when absent.
	 * Throws for JSON that is neither.
	 */
	readonly diff: (other?: unknown) => MappingDiff;
	/**
	 * Takes over mappings, actions and scoping filters of Graph's synchronizationSchema, and keeps the rest of it for
	 * `exportSchema`. Any change makes the next cycle an initial one. Rejects for JSON that is no schema.
	 */
	readonly importSchema: (json: unknown, options?: ImportOptions) => Promise<SchemaImport>;
	/** The saved mappings, actions and scoping filters as Graph's synchronizationSchema. */
	readonly exportSchema: () => SchemaExport;
}
