/** What was edited in the console and is not saved, so that leaving can ask. */
export type Unsaved = {
	/** Says whether this has unsaved edits: "the scope". It stays said while the screen is hidden. */
	readonly mark: (what: string, edited: boolean) => void;
	readonly list: () => readonly string[];
};

/** Remembers the unsaved edits of one console. */
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
