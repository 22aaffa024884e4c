/** Pages in a row that bring nothing new after which a list counts as endless. Graph may send many empty ones in a delta. */
const mostBarrenPages = 1000;

/**
 * Watches the pages of a list that links from each page to the next. A server that makes a new link for each request can repeat one page, or
 * send empty ones, without end.
 */
export class PageWatch {
	/** Pages in a row without anything new after which the list counts as endless. */
	readonly most: number;
	/** The first items of the pages. */
	readonly #begins = new Set<string>();
	#barren = 0;

	constructor(most = mostBarrenPages) {
		this.most = most;
	}

	/** Notes a page. Whether the list can still come to an end. */
	note(items: readonly unknown[]): boolean {
		const begin = items.length === 0 ? undefined : JSON.stringify(items[0]);
		const isNew = begin !== undefined && !this.#begins.has(begin);
		if (begin !== undefined) this.#begins.add(begin);
		this.#barren = isNew ? 0 : this.#barren + 1;
		return this.#barren < this.most;
	}
}
