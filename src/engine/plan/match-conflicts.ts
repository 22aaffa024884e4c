import { extensionOf, parsePath } from "../../scim/path.ts";
import type { ScimUser } from "../../scim/resource.ts";

/** A value that a source user would give their account, or match it by. */
export type Claim = { readonly target: string; readonly value: string };

/** What is known of the users of a cycle beyond their claims. */
export type Claimants = {
	/** Whether this user's claims were made; a user whose claims are unknown keeps the values of their account. */
	readonly isKnown: (sourceId: string) => boolean;
	/** The linked account of a source user; undefined without a link. */
	readonly accountOf: (sourceId: string) => string | undefined;
};

/**
 * Who at the source lays claim to which value and account. Made before any user is planned, so that whose turn comes
 * first never decides who gets them.
 */
export class MatchConflicts {
	/** By the attribute and by the value: the one claimant's id, or several in ascending order. */
	readonly #claims = new Map<string, Map<string, string | readonly string[]>>();
	readonly #byAccount = new Map<string, string>();
	readonly #clashing = new Set<string>();
	readonly #leaving = new Set<string>();
	readonly #claimants: Claimants;

	constructor(claimants: Claimants = { isKnown: () => false, accountOf: () => undefined }) {
		this.#claimants = claimants;
	}

	/** Lays claim to values. */
	claim(sourceId: string, claims: readonly Claim[]): void {
		for (const { target, value } of claims) {
			const attribute = attributeKey(target);
			const values = this.#claims.get(attribute) ?? new Map<string, string | readonly string[]>();
			this.#claims.set(attribute, values);
			const key = value.toLowerCase();
			const present = values.get(key);
			if (present === undefined) {
				values.set(key, sourceId);
				continue;
			}
			const claimants = typeof present === "string" ? [present] : present;
			if (claimants.includes(sourceId)) continue;
			values.set(key, [...claimants, sourceId].sort());
			for (const id of [...claimants.slice(-1), sourceId]) this.#clashing.add(id);
		}
	}

	get isAnyClashing(): boolean {
		return this.#clashing.size > 0;
	}

	/** Whether another user has one of the same claims. */
	isClashing(sourceId: string): boolean {
		return this.#clashing.has(sourceId);
	}

	/** Ids of all who lay claim to the value, in ascending order. */
	claimantsOf({ target, value }: Claim): readonly string[] {
		const present = this.#claims.get(attributeKey(target))?.get(value.toLowerCase());
		if (present === undefined) return [];
		return typeof present === "string" ? [present] : present;
	}

	/** Ids of other source users with the same first matching value: the one that identifies the user. */
	rivals(sourceId: string, matching: readonly Claim[]): readonly string[] {
		const [first] = matching;
		return first === undefined ? [] : this.claimantsOf(first).filter((id) => id !== sourceId);
	}

	/** Whether the user's account keeps the value that it has: they claim it, or their claims are unknown. */
	keeps(sourceId: string, claim: Claim): boolean {
		return !this.#claimants.isKnown(sourceId) || this.claimantsOf(claim).includes(sourceId);
	}

	/** Gives the account to the source user. */
	give(accountId: string, sourceId: string): void {
		this.#byAccount.set(accountId, sourceId);
	}

	/** The source user who has the account. */
	ownerOf(accountId: string): string | undefined {
		return this.#byAccount.get(accountId);
	}

	/**
	 * The source user who has the account, or will match it: by the first of the matching values that anyone claims.
	 * Several claimants: the first of their ids.
	 */
	claimantOf({ id }: ScimUser, matching: readonly Claim[]): string | undefined {
		const owner = this.ownerOf(id);
		if (owner !== undefined) return owner;
		for (const claim of matching) {
			const [first] = this.claimantsOf(claim).filter(
				(sourceId) => (this.#claimants.accountOf(sourceId) ?? id) === id,
			);
			if (first !== undefined) return first;
		}
		return undefined;
	}

	/** Notes an account that is deleted at the end of this cycle, unless the deletion guard holds it back. */
	leave(accountId: string): void {
		this.#leaving.add(accountId);
	}

	isLeaving(accountId: string): boolean {
		return this.#leaving.has(accountId);
	}
}

const keys = new Map<string, string>();

/** One key for all paths that lead to the same values, whatever their filter: `emails[type eq "work"].value`, `emails.value`. */
export function attributeKey(target: string): string {
	const before = keys.get(target);
	if (before !== undefined) return before;
	const path = parsePath(target);
	const extension = extensionOf(path);
	const key = [...(extension === null ? [] : [extension]), path.attribute, path.subAttribute ?? ""]
		.join(" ")
		.toLowerCase();
	keys.set(target, key);
	return key;
}
