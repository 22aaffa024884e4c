/** What of a schema is kept but not used here, or works differently. */
export type SchemaNote = {
	readonly about:
		| "unused-mapping"
		| "disabled-mapping"
		| "attribute-list"
		| "flow-type"
		| "flow-behavior"
		| "scoping-filter";
	/** The target attribute of the mapping that it is about. */
	readonly target?: string;
	/** A message to show, without a period. */
	readonly text: string;
};

/** The messages to show. */
export function noteTexts(notes: readonly SchemaNote[]): readonly string[] {
	return notes.map(({ text }) => text);
}
