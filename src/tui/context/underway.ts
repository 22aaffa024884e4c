/** What the console writes right now, apart from cycles, so that quitting and switching can ask. */
export type Underway = {
	/** Records that `what` has begun ("Repairing"); the result ends the record. */
	readonly begin: (what: string) => () => void;
	readonly list: () => readonly string[];
};

/** Creates the record of what a console writes. */
export function createUnderway(): Underway {
	const begun = new Set<{ readonly what: string }>();
	return {
		begin(what) {
			const one = { what };
			begun.add(one);
			return () => void begun.delete(one);
		},
		list: () => [...begun].map(({ what }) => what),
	};
}
