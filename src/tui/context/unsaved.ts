/** The unsaved edits in the console, so that quitting can ask. */
export type Unsaved = {
	/** Records whether something ("the scope") has unsaved edits. The record is kept while its screen is hidden. */
	readonly mark: (what: string, edited: boolean) => void;
	readonly list: () => readonly string[];
};

/** Creates the record of unsaved edits of a console. */
export function createUnsaved(): Unsaved {
	const marked = new Set<string>();
	return {
		mark(what, edited) {
			if (edited) marked.add(what);
			else marked.delete(what);
		},
		list: () => [...marked],
	};
}
