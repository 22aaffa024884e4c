import { errorMessage } from "../../text/error-message.ts";
/** What the console keeps of one list from one start to the next. */
export type RememberedList = {
	/** Used filters, the latest first. */
	readonly history: readonly string[];
	/** Saved filters by name. */
	readonly saved: Readonly<Record<string, string>>;
	/** The titles of the chosen columns in order; null for the list's own. */
	readonly columns: readonly string[] | null;
};

/** A part of the memory in a file, by the name of a list. `read` throws and `write` rejects with an error that can be shown. */
export type MemoryFile<Part> = {
	readonly read: () => Readonly<Record<string, Part>>;
	readonly write: (content: Readonly<Record<string, Part>>) => Promise<void>;
	/** Does the work while no other process does any with the file; absent: there are no other processes. */
	readonly exclusively?: (work: () => Promise<void>) => Promise<void>;
};

/** Filters and columns of all lists. Methods that change reject when the change cannot be saved; it then holds until the console ends. */
export type ListMemory = {
	/** The same object until it changes. */
	readonly of: (list: string) => RememberedList;
	/** Adds a filter to the history. */
	readonly use: (list: string, filter: string) => Promise<void>;
	/** Rejects when another console has saved another filter by that name, which was not known here: it is then loaded. */
	readonly saveFilter: (list: string, name: string, filter: string) => Promise<void>;
	readonly removeFilter: (list: string, name: string) => Promise<void>;
	/** Null: the list's own columns. */
	readonly chooseColumns: (list: string, titles: readonly string[] | null) => Promise<void>;
	/** What is wrong with the files, one sentence each. Reads them. */
	readonly problems: () => readonly string[];
	readonly subscribe: (changed: () => void) => () => void;
};

type Filters = Pick<RememberedList, "history" | "saved">;

/** Filters kept per list. */
const longestHistory = 50;

const noFilters: Filters = { history: [], saved: {} };
const nothing: RememberedList = { history: [], saved: {}, columns: null };

/** A part that is not kept. */
export function forgetful<Part>(): MemoryFile<Part> {
	let content: Readonly<Record<string, Part>> = {};
	return {
		read: () => content,
		async write(next) {
			content = next;
		},
	};
}

/** Makes the memory of a console; reads its files when a list first asks. */
export function createListMemory(
	filters: MemoryFile<Filters> = forgetful(),
	columns: MemoryFile<readonly string[]> = forgetful(),
): ListMemory {
	const listeners = new Set<() => void>();
	const known = new Map<string, RememberedList>();
	const problems: string[] = [];
	let isRead = false;
	let lastWrite: Promise<void> = Promise.resolve();

	const attempt = <Part>(file: MemoryFile<Part>): Readonly<Record<string, Part>> => {
		try {
			return file.read();
		} catch (error) {
			problems.push(errorMessage(error));
			return {};
		}
	};
	const read = () => {
		if (isRead) return;
		isRead = true;
		for (const [list, part] of Object.entries(attempt(filters))) known.set(list, { ...nothing, ...part });
		for (const [list, titles] of Object.entries(attempt(columns)))
			known.set(list, { ...(known.get(list) ?? nothing), columns: titles });
	};
	const of = (list: string) => {
		read();
		return known.get(list) ?? nothing;
	};
	const change = (list: string, part: Partial<RememberedList>) => {
		known.set(list, { ...of(list), ...part });
		for (const changed of listeners) changed();
	};
	/** One write after the other, each on what the file then has: another console may have added to it. */
	const keep = <Part>(
		file: MemoryFile<Part>,
		list: string,
		edit: (present: Part | undefined) => Part | undefined,
	): Promise<void> => {
		const { exclusively = (work) => work() } = file;
		const write = lastWrite.then(() =>
			exclusively(() => {
				const { [list]: present, ...others } = file.read();
				const next = edit(present);
				return file.write(next === undefined ? others : { ...others, [list]: next });
			}),
		);
		lastWrite = write.catch(() => undefined);
		return write;
	};
	/** @param edit - Called with what is known here, and again with what the file then has. */
	const changeFilters = (list: string, edit: (present: Filters) => Filters): Promise<void> => {
		change(list, edit(of(list)));
		return keep(filters, list, (present = noFilters) => {
			const next = edit(present);
			change(list, next);
			return next;
		});
	};
	const saveFilter = (list: string, name: string, filter: string): Promise<void> => {
		const known = of(list).saved[name];
		return changeFilters(list, (present) => {
			const other = present.saved[name];
			if (other !== undefined && other !== known && other !== filter) {
				change(list, present);
				throw new Error(
					`Not saved: another console has saved the filter ${name} as "${other}". It has been loaded; save again to replace it.`,
				);
			}
			return { ...present, saved: { ...present.saved, [name]: filter } };
		});
	};

	return {
		of,
		use(list, filter) {
			if (filter.trim() === "" || of(list).history[0] === filter) return Promise.resolve();
			return changeFilters(list, ({ history, saved }) => {
				const others = history.filter((one) => one !== filter);
				return { saved, history: [filter, ...others].slice(0, longestHistory) };
			});
		},
		saveFilter,
		removeFilter: (list, name) =>
			changeFilters(list, ({ history, saved: { [name]: _, ...saved } }) => ({ history, saved })),
		chooseColumns(list, titles) {
			change(list, { columns: titles });
			return keep(columns, list, () => titles ?? undefined);
		},
		problems() {
			read();
			return problems;
		},
		subscribe(changed) {
			listeners.add(changed);
			return () => listeners.delete(changed);
		},
	};
}
