import { extensionOf, parsePath } from "../../../scim/path.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import { type IndexedValue, ValueIndex } from "../accounts/value-index.ts";

/**
 * A value that a source user would give their account, or match it by. `""`: there is none, and the account keeps the value that it
 * has.
 */
export type Claim = { readonly target: string; readonly value: string };

/** What is known of the users of a cycle beyond their claims. */
export type Claimants = {
	/** Whether this user's claims were made; a user whose claims are unknown keeps the values of their account. */
	readonly isKnown: (sourceId: string) => boolean;
	/** The linked account of a source user; undefined without a link. */
	readonly accountOf: (sourceId: string) => string | undefined;
	/** The place of a user in the order of assignments; absent: by id. */
	readonly turnOf?: (sourceId: string) => number;
	/** Whether no account is updated: then none gives up a value. */
	readonly isFixed?: () => boolean;
};

/**
 * Which source users claim which values and accounts. Filled before any user is planned, so that the order of users never decides
 * who gets them.
 */
export class MatchConflicts {
	readonly #claims = new ValueIndex<string>();
	/** Users without a value, by attribute. */
	readonly #without = new Map<string, Set<string>>();
	/** Of users who are disabled at the source: their account is looked up, to deactivate it. */
	readonly #sought = new ValueIndex<string>();
	readonly #byAccount = new Map<string, string>();
	/** Accounts of users who are out of scope, and which of these are deleted at the end of the cycle. */
	readonly #left = new Map<string, string>();
	readonly #deleted = new Set<string>();
	readonly #claimants: Claimants;

	constructor(claimants: Claimants = { isKnown: () => false, accountOf: () => undefined }) {
		this.#claimants = claimants;
	}

	/** Adds the values that a user claims. */
	claim(sourceId: string, claims: readonly Claim[]): void {
		for (const { target } of claims.filter(({ value }) => value === "")) {
			const attribute = attributeKey(target);
			const users = this.#without.get(attribute) ?? new Set();
			this.#without.set(attribute, users.add(sourceId));
		}
		this.#claims.add(sourceId, valuesIn(claims));
	}

	/** Adds the values by which the account of a user who is disabled at the source is looked up. */
	seek(sourceId: string, claims: readonly Claim[]): void {
		this.#sought.add(sourceId, valuesIn(claims));
	}

	/** IDs of all users who claim the value, in ascending order. */
	claimantsOf(claim: Claim): readonly string[] {
		return claimantsIn(this.#claims, claim);
	}

	/** Ids of other source users with the same first matching value: the one that identifies the user. */
	rivals(sourceId: string, matching: readonly Claim[]): readonly string[] {
		const [first] = matching;
		return first === undefined ? [] : this.claimantsOf(first).filter((id) => id !== sourceId);
	}

	/**
	 * Of the rivals, those whose turn comes before this user's where the first one wins: who has an account, then who was assigned
	 * first.
	 */
	earlierRivals(sourceId: string, matching: readonly Claim[]): readonly string[] {
		return this.rivals(sourceId, matching).filter((id) => this.#isEarlier(id, sourceId));
	}

	/** The claimant whose turn comes first, as for `earlierRivals`; undefined without any. */
	firstOf(claim: Claim): string | undefined {
		return this.claimantsOf(claim).reduce<string | undefined>(
			(first, id) => (first === undefined || this.#isEarlier(id, first) ? id : first),
			undefined,
		);
	}

	#isEarlier(id: string, other: string): boolean {
		const { accountOf, turnOf = () => 0 } = this.#claimants;
		const hasAccount = (one: string) => (accountOf(one) === undefined ? 1 : 0);
		const order = hasAccount(id) - hasAccount(other) || turnOf(id) - turnOf(other);
		return order === 0 || Number.isNaN(order) ? id < other : order < 0;
	}

	/** Whether the user's account keeps the value that it has: they claim it or have no other, their claims are unknown, or no account is updated. */
	keeps(sourceId: string, claim: Claim): boolean {
		if (!this.#claimants.isKnown(sourceId) || this.#claimants.isFixed?.() === true) return true;
		const hasNone = this.#without.get(attributeKey(claim.target))?.has(sourceId) === true;
		return hasNone || this.claimantsOf(claim).includes(sourceId);
	}

	/** The linked account of a user whose claims are unknown; undefined for other users. */
	accountOfUnheard(sourceId: string): string | undefined {
		return this.#claimants.isKnown(sourceId) ? undefined : this.#claimants.accountOf(sourceId);
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
	claimantOf({ id, active }: ScimUser, matching: readonly Claim[]): string | undefined {
		const owner = this.ownerOf(id);
		// A deactivated account whose user did not change belongs to a user who is out of scope.
		const hasOwner = owner !== undefined && (active || this.#claimants.isKnown(owner));
		if (hasOwner) return owner;
		const isFree = (sourceId: string) =>
			(this.#claimants.accountOf(sourceId) ?? id) === id && (active || this.#claimants.isKnown(sourceId));
		for (const claim of matching) {
			const free = this.claimantsOf(claim).find(isFree);
			if (free !== undefined) return free;
		}
		return undefined;
	}

	/** As `claimantOf`; then the user who gives up the account, and last a user who is disabled at the source and would match it. */
	seekerOf(account: ScimUser, matching: readonly Claim[]): string | undefined {
		const present = this.claimantOf(account, matching) ?? this.#left.get(account.id);
		if (present !== undefined) return present;
		const [first] = matching.flatMap((claim) => claimantsIn(this.#sought, claim));
		return first;
	}

	/** Notes the account of a user who is out of scope. `isDeleted`: at the end of this cycle, unless the deletion guard holds it back. */
	leave(accountId: string, sourceId: string, isDeleted = false): void {
		this.#left.set(accountId, sourceId);
		if (isDeleted) this.#deleted.add(accountId);
	}

	/** The user who is out of scope and whose account it is; undefined for other accounts. */
	leftBy(accountId: string): string | undefined {
		return this.#left.get(accountId);
	}

	/** Whether the account is deleted at the end of this cycle. */
	isLeaving(accountId: string): boolean {
		return this.#deleted.has(accountId);
	}
}

function claimantsIn(claims: ValueIndex<string>, claim: Claim): readonly string[] {
	const { attribute, value } = indexed(claim);
	return claims.find(attribute, value);
}

function valuesIn(claims: readonly Claim[]): readonly IndexedValue[] {
	return claims.filter(({ value }) => value !== "").map(indexed);
}

function indexed({ target, value }: Claim): IndexedValue {
	return { attribute: attributeKey(target), value: value.toLowerCase() };
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
