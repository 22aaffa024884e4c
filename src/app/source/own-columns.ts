import type { Directory } from "../../ports/directory.ts";

/** The names of attributes that a source has of its own, as of the last reading: the columns of a file. */
export type OwnColumns = {
	readonly known: () => readonly string[];
	/** Throws `DirectoryError`. */
	readonly read: () => Promise<readonly string[]>;
};

/** Remembers them, for who cannot wait: a check while somebody types, a list to complete from. */
export function keepColumns(directory: () => Promise<Directory>): OwnColumns {
	let names: readonly string[] = [];
	return {
		known: () => names,
		read: async () => {
			names = (await (await directory()).attributeNames?.()) ?? [];
			return names;
		},
	};
}
