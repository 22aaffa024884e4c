/** An application that setup created or found under the name. */
export type Candidate = {
	/** Object id of the service principal. */
	readonly id: string;
	/** Milliseconds since 1970; infinite when it cannot be read, because it is just being created or deleted. */
	readonly created: number;
	/** Whether a run has marked it as the one that it sets up. */
	readonly isMarked: boolean;
};

/** What settling needs of the tenant. */
export type Rivalry = {
	/** The applications of that name which others created at the same time. */
	readonly rivals: () => Promise<readonly Candidate[]>;
	/** Deletes the own application. */
	readonly remove: () => Promise<void>;
	readonly pause: (look: number) => Promise<void>;
};

/** How often the own application, which comes first, waits for the others to be removed or marked. */
const looks = 6;

/**
 * Which application two runs that created one at the same time both set up, since Entra takes any number of the same name. The one
 * that is marked wins, otherwise the older one; a run whose application loses deletes it. Of two that see each other, one waits until the
 * other is gone. A run that looked before the other application existed never saw it: its own was marked, or is older.
 */
export async function settleRivals(own: Candidate, rivalry: Rivalry): Promise<Candidate> {
	for (let look = 1; look <= looks; look++) {
		const rivals = await rivalry.rivals();
		if (rivals.length === 0) return own;
		const marked = rivals.filter(({ isMarked }) => isMarked);
		const [first = own] = (marked.length > 0 ? marked : [own, ...rivals]).toSorted(byAge);
		if (first.id !== own.id) {
			await rivalry.remove();
			return first;
		}
		await rivalry.pause(look);
	}
	return own;
}

function byAge(one: Candidate, other: Candidate): number {
	if (one.created === other.created) return one.id < other.id ? -1 : 1;
	return one.created < other.created ? -1 : 1;
}
