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
	/** Marks the own application. */
	readonly mark: () => Promise<void>;
	/** Deletes the own application. */
	readonly remove: () => Promise<void>;
	readonly pause: (look: number) => Promise<void>;
};

/** How often a run waits for the others to remove or mark their applications: a mark can be delayed by replication. */
const looks = 12;

/**
 * Which application two runs that created one at the same time both set up, since Entra takes any number of the same name. A run whose
 * application loses deletes it.
 *
 * Each run looks, marks its application, and looks again. A run whose last look shows no other application had marked its own before the
 * other one existed, so the other run's first look shows that mark, and it gives way. Otherwise both see both marks, and the older
 * application wins, or the one with the lower id of two of the same second. The order of the steps decides this, and not how long
 * they take, unless a run ends between its first look and its mark.
 */
export async function settleRivals(own: Candidate, rivalry: Rivalry): Promise<Candidate> {
	const [winner] = (await rivalry.rivals()).filter(isMarked).toSorted(byAge);
	if (winner !== undefined) return giveWay(winner, rivalry);
	await rivalry.mark();
	for (let look = 1; look <= looks; look++) {
		const rivals = await rivalry.rivals();
		if (rivals.length === 0) return own;
		const [first = own] = [own, ...rivals.filter(isMarked)].toSorted(byAge);
		if (first.id !== own.id) return giveWay(first, rivalry);
		await rivalry.pause(look);
	}
	return own;
}

/** Deletes the own application, and waits until one of the others is left. */
async function giveWay(to: Candidate, rivalry: Rivalry): Promise<Candidate> {
	await rivalry.remove();
	let winner = to;
	for (let look = 1; look <= looks; look++) {
		const rivals = await rivalry.rivals();
		winner = rivals.filter(isMarked).toSorted(byAge)[0] ?? winner;
		if (rivals.length < 2) return winner;
		await rivalry.pause(look);
	}
	return winner;
}

function isMarked(one: Candidate): boolean {
	return one.isMarked;
}

function byAge(one: Candidate, other: Candidate): number {
	if (one.created === other.created) return one.id < other.id ? -1 : 1;
	return one.created < other.created ? -1 : 1;
}
