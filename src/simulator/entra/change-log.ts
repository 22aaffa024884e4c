/** What happened to a user, a group or a membership (then `id` is the group). */
export interface Change {
	/** Increases with each change. */
	readonly sequence: number;
	readonly kind: "user" | "group" | "member";
	readonly id: string;
	readonly member?: string;
	/** `changed`: soft-deleted, can be restored; `deleted`: permanently deleted, or no longer a member. */
	readonly removed?: "changed" | "deleted";
	/** The changed properties; absent when the object is new. */
	readonly properties?: readonly string[];
}

/** All changes since the tenant was created, in order, for delta queries. */
export class ChangeLog {
	#changes: Change[] = [];
	#last = 0;

	/** The sequence of the newest change. */
	get last(): number {
		return this.#last;
	}

	add(change: Omit<Change, "sequence">): void {
		this.#last++;
		this.#changes.push({ sequence: this.#last, ...change });
	}

	/** Changes after `from` up to and including `to`. */
	between(from: number, to: number): readonly Change[] {
		// Sequences have no gaps, so a number gives the position.
		const first = this.#changes[0]?.sequence ?? 1;
		return this.#changes.slice(Math.max(0, from + 1 - first), Math.max(0, to + 1 - first));
	}

	all(): readonly Change[] {
		return this.#changes;
	}

	/** Loads changes from a saved state. */
	load(changes: readonly Change[], last: number): void {
		this.#changes = [...changes];
		this.#last = last;
	}
}
