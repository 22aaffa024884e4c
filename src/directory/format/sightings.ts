import type { Seen } from "./user-findings.ts";

/** What was seen among the users of a file, by attribute: its first place, and for how many users. */
export class Sightings {
	readonly #seen = new Map<string, Seen>();

	/** @param user its index in the file */
	note(attribute: string, user: number, text: string): void {
		const earlier = this.#seen.get(attribute);
		if (earlier === undefined) this.#seen.set(attribute, { at: { user, attribute }, text, count: 1 });
		else earlier.count++;
	}

	all(): readonly Seen[] {
		return [...this.#seen.values()];
	}
}
