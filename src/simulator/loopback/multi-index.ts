/** Maps a key to the ids that have it. A single id, the usual case, is stored without an array to save memory. */
export class MultiIndex {
	readonly #entries = new Map<string, string | string[]>();

	get(key: string): readonly string[] {
		const entry = this.#entries.get(key);
		if (entry === undefined) return [];
		return typeof entry === "string" ? [entry] : entry;
	}

	add(key: string, id: string): void {
		const entry = this.#entries.get(key);
		if (entry === undefined) this.#entries.set(key, id);
		else if (typeof entry === "string") this.#entries.set(key, entry === id ? id : [entry, id]);
		else if (!entry.includes(id)) entry.push(id);
	}

	delete(key: string, id: string): void {
		const rest = this.get(key).filter((other) => other !== id);
		const [only] = rest;
		if (only === undefined) this.#entries.delete(key);
		else this.#entries.set(key, rest.length === 1 ? only : rest);
	}
}
