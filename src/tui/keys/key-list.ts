import { keyLabel } from "./key-press.ts";
import { isMeaning, keysFor, keyTable, type Meaning } from "./key-table.ts";

/** An action of the table of letters with its keys, as labels. */
export type ListedKey = {
	readonly action: Meaning;
	readonly keys: readonly string[];
	/** Its keys without a file of keys. */
	readonly default: readonly string[];
	readonly meaning: string;
};

/** All actions with the keys that they have in this process. */
export function keyList(): readonly ListedKey[] {
	return Object.entries(keyTable).flatMap(([action, { keys, meaning }]) =>
		isMeaning(action)
			? [{ action, keys: keysFor(action).map(keyLabel), default: keys.map(keyLabel), meaning }]
			: [],
	);
}
