import type { MatchingValue } from "../../mapping/mapped-user.ts";

/** A value that would match an account. */
type Claim = Pick<MatchingValue, "target" | "value">;

/**
 * Who at the source lays claim to which account: by the values that would match it, and by its id once it is theirs.
 * Two source users with one claim are both errors, which must be known before either is provisioned.
 */
export class MatchConflicts {
	/** The one claimant's id, or several. */
	readonly #byValue = new Map<string, string | string[]>();
	readonly #byAccount = new Map<string, string>();
	readonly #clashing = new Set<string>();

	/** Lays claim to the first matching attribute's value: the one that identifies the user. */
	claim(sourceId: string, matching: readonly Claim[]): void {
		const [first] = matching;
		if (first === undefined) return;
		const key = keyOf(first);
		const present = this.#byValue.get(key);
		if (present === undefined) this.#byValue.set(key, sourceId);
		else if (Array.isArray(present)) present.push(sourceId);
		else if (present !== sourceId) this.#byValue.set(key, [present, sourceId]);
		const claimants = this.#byValue.get(key);
		if (Array.isArray(claimants)) for (const id of claimants.slice(-2)) this.#clashing.add(id);
	}

	get isAnyClashing(): boolean {
		return this.#clashing.size > 0;
	}

	/** Whether another user has the same claim. */
	isClashing(sourceId: string): boolean {
		return this.#clashing.has(sourceId);
	}

	/** Ids of other source users with the same claim. */
	rivals(sourceId: string, matching: readonly Claim[]): readonly string[] {
		const [first] = matching;
		const claimants = first === undefined ? undefined : this.#byValue.get(keyOf(first));
		if (!Array.isArray(claimants))
			return claimants === undefined || claimants === sourceId ? [] : [claimants];
		return claimants.filter((id) => id !== sourceId);
	}

	/** Gives the account to the source user. */
	give(accountId: string, sourceId: string): void {
		this.#byAccount.set(accountId, sourceId);
	}

	/** The source user who has the account. */
	ownerOf(accountId: string): string | undefined {
		return this.#byAccount.get(accountId);
	}
}

/** Case never distinguishes two users. The attribute is the same for all. */
function keyOf({ value }: Claim): string {
	return value.toLowerCase();
}
