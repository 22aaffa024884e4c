import { type KeyName, keyLabel, type PlainKey } from "./key-press.ts";

type Binding = { readonly keys: readonly KeyName[]; readonly meaning: string };

/**
 * The only place that gives letters and signs a meaning: a letter means the same on every screen. A command names its meaning; its title
 * describes it in the words of its screen.
 */
export const keyTable = {
	up: { keys: ["k"], meaning: "Move up" },
	down: { keys: ["j"], meaning: "Move down" },
	left: { keys: ["h"], meaning: "Previous entry" },
	right: { keys: ["l"], meaning: "Next entry" },
	first: { keys: ["g g"], meaning: "Go to the beginning" },
	last: { keys: ["G"], meaning: "Go to the end" },
	leave: { keys: ["q"], meaning: "Leave: close a dialog, or quit" },
	refresh: { keys: ["r"], meaning: "Refresh" },
	copy: { keys: ["y"], meaning: "Copy" },
	copyPart: { keys: ["Y"], meaning: "Copy one part: a cell, an address" },
	view: { keys: ["v"], meaning: "Switch the view, or view more" },
	kind: { keys: ["F"], meaning: "Show only one kind of row" },
	columns: { keys: ["Z"], meaning: "Choose columns" },
	sort: { keys: ["S"], meaning: "Sort" },
	export: { keys: ["E"], meaning: "Export to a file" },
	range: { keys: ["V"], meaning: "Select a range" },
	why: { keys: ["w"], meaning: "Explain" },
	history: { keys: ["H"], meaning: "Show the history" },
	plan: { keys: ["d"], meaning: "Show what a cycle would do" },
	provision: { keys: ["p"], meaning: "Provision: run, perform or repair" },
	provisionAgain: { keys: ["P"], meaning: "Delete and provision again" },
	stop: { keys: ["X"], meaning: "Stop after in-flight requests" },
	retry: { keys: ["t"], meaning: "Retry failed users" },
	restart: { keys: ["T"], meaning: "Restart, and choose what to reset" },
	allow: { keys: ["A"], meaning: "Allow held-back changes" },
	onOff: { keys: ["o"], meaning: "Turn provisioning on or off" },
	handOver: { keys: ["O"], meaning: "Hand accounts over to Entra's own job, or back" },
	fix: { keys: ["f"], meaning: "Go where the cause can be fixed" },
	check: { keys: ["c"], meaning: "Test or compare" },
	checkSource: { keys: ["C"], meaning: "Test the source or all its users" },
	edit: { keys: ["e"], meaning: "Edit" },
	add: { keys: ["a"], meaning: "Add or assign" },
	insert: { keys: ["i"], meaning: "Insert below" },
	remove: { keys: ["x"], meaning: "Remove, leave out, unassign, unlink or reset" },
	delete: { keys: ["D"], meaning: "Delete in Sumo Logic" },
	link: { keys: ["L"], meaning: "Link" },
	counterpart: { keys: ["J"], meaning: "Jump between a user and the account" },
	restore: { keys: ["R"], meaning: "Restore an earlier state" },
	save: { keys: ["s", "ctrl+s"], meaning: "Save" },
	undo: { keys: ["u"], meaning: "Undo" },
	next: { keys: ["n"], meaning: "Next user" },
	previous: { keys: ["N"], meaning: "Previous user" },
	choose: { keys: ["U"], meaning: "Choose a user" },
	everyUser: { keys: ["m"], meaning: "Switch between assigned users and all users" },
	leavers: { keys: ["M"], meaning: "Toggle deactivation of users who leave" },
	guide: { keys: ["I"], meaning: "Open the setup guide" },
	repairAll: { keys: ["*"], meaning: "Repair all drift" },
	filter: { keys: ["/"], meaning: "Filter or search" },
	select: { keys: ["space"], meaning: "Select or deselect a row" },
	palette: { keys: [":", "ctrl+k"], meaning: "Find a command or screen by name" },
	profiles: { keys: ["ctrl+p"], meaning: "Show the profiles" },
	help: { keys: ["?", "f1"], meaning: "Show all keys" },
} as const satisfies Readonly<Record<string, Binding>>;

/** What a letter stands for. */
export type Meaning = keyof typeof keyTable;

/** Whether a word is an action of the table. */
export function isMeaning(word: string): word is Meaning {
	return Object.hasOwn(keyTable, word);
}

/** Keys in place of those of the table, for this process. */
export type KeyChanges = ReadonlyMap<Meaning, readonly KeyName[]>;

let changes: KeyChanges = new Map();

/** Uses other keys, in everything that shows or reads keys. Returns a function that uses those from before again. */
export function changeKeys(changed: KeyChanges): () => void {
	const before = changes;
	changes = changed;
	return () => {
		changes = before;
	};
}

/** The keys of a meaning: those that the operator chose, otherwise those of the table. */
export function keysFor(means: Meaning): readonly KeyName[] {
	return changes.get(means) ?? keyTable[means].keys;
}

/** The label of the first key of a meaning, for texts such as `press p`. */
export function keyFor(means: Meaning): string {
	return keysFor(means).slice(0, 1).map(keyLabel).join("");
}

/** The keys of a command: its own, then the letters of its meaning. Empty when only the palette offers it. */
export function keysOf({
	keys = [],
	means,
}: {
	readonly keys?: readonly PlainKey[];
	readonly means?: Meaning;
}): readonly KeyName[] {
	return means === undefined ? keys : [...keys, ...keysFor(means)];
}
