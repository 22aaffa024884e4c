/** What a source file was found to lack or to have lost. Add members; never rename one: scripts read them. */
export type SourceProblemCode =
	| "account-enabled-empty"
	| "account-enabled-missing"
	| "lost-values"
	| "lost-letters"
	| "invisible-characters"
	| "not-an-address"
	| "no-value"
	| "first-page"
	| "repeated-header"
	| "no-roles"
	| "no-assignments"
	| "no-mail"
	| "no-users"
	| "duplicate-user-name"
	| "no-user-name"
	| "id-empty"
	| "lost-digits"
	| "joined-roles"
	| "all-disabled"
	| "same-attribute"
	| "shared-address"
	| "unnamed-column"
	| "example-row";

/** A problem of a source that does not stop provisioning, but probably leads to something that nobody meant. */
export type SourceProblem = {
	readonly code: SourceProblemCode;
	/** Of the first user or heading concerned, from 1; null when the problem has no place. */
	readonly line: number | null;
	readonly column: number | null;
	/** Users or headings concerned. */
	readonly count: number;
	/** What was found, and what is assumed. One sentence without the file's name. */
	readonly message: string;
	/** What to do about it. One sentence. */
	readonly fix: string;
};
