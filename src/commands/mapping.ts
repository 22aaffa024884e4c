import type { AttributeMapping } from "../mapping/attribute-mapping.ts";

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
export type PreviewLine = {
	readonly target: string;
	readonly value: string | null;
	readonly error: string | null;
};

/** A user to preview with. */
export type SampleUser = { readonly id: string; readonly displayName: string; readonly userName: string };

export interface Mapping {
	readonly rows: () => readonly MappingRow[];
	/** Problems of one mapping within the present set; `replaces` is the target being edited, absent for a new one. */
	readonly check: (mapping: AttributeMapping, replaces?: string) => readonly MappingProblem[];
	/** Saves one mapping; rejects when `check` finds an error. A changed set makes the next cycle an initial one. */
	readonly save: (mapping: AttributeMapping, replaces?: string) => Promise<void>;
	/** Rejects for a required mapping. */
	readonly remove: (target: string) => Promise<void>;
	readonly restoreDefaults: () => Promise<void>;
	/** Source attributes and target paths to offer. */
	readonly sourceAttributes: () => readonly string[];
	readonly targetPaths: () => readonly string[];
	/** Users to preview with: assigned ones first, 50 at most; by text when given. */
	readonly samples: (text?: string) => Promise<readonly SampleUser[]>;
	/** What every mapping yields for this user. `draft` takes the place of the mapping with its target (or is added). */
	readonly preview: (userId: string, draft?: AttributeMapping) => Promise<readonly PreviewLine[]>;
}
