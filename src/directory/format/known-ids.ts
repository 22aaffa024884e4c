const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The ids that a file has shown so far. The object ids of Entra are the same in any case (RFC 9562 §4); other ids, such as those of Okta,
 * may differ only in case.
 */
export class KnownIds {
	/** Object ids with a capital letter, by their lower case. */
	readonly #capital = new Map<string, string>();

	/** The id as it was written earlier, if that was the same. */
	earlier(id: string, isKnown: (id: string) => boolean): string | undefined {
		if (isKnown(id)) return id;
		if (!guid.test(id)) return undefined;
		const lower = id.toLowerCase();
		return isKnown(lower) ? lower : this.#capital.get(lower);
	}

	add(id: string): void {
		const lower = id.toLowerCase();
		if (lower !== id && guid.test(id)) this.#capital.set(lower, id);
	}
}
