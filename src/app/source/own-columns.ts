import type { Directory } from "../../ports/source/directory.ts";

/** The names of attributes that only this source has, as of the last read: the columns of a file. */
export type OwnColumns = {
	readonly known: () => readonly string[];
	/** Throws `DirectoryError`. */
	readonly read: () => Promise<readonly string[]>;
};

/** Caches them, for callers that can't wait: a check while typing, suggestions. */
export function cacheColumns(directory: () => Promise<Directory>): OwnColumns {
	let names: readonly string[] = [];
	return {
		known: () => names,
		read: async () => {
			names = (await (await directory()).attributeNames?.()) ?? [];
			return names;
		},
	};
}
