import type { CompiledMapping } from "../../../mapping/user/compile.ts";
import { called } from "../../../ports/identity-name.ts";
import { linkedIdentity, sourceIdentity } from "../../../ports/log-identity.ts";
import type { AssignmentState } from "../../../ports/source/directory.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import type { Link } from "../../../ports/store/link.ts";
import type { Entitlement, Entitlements } from "../../../source/entitlement.ts";
import { entitle } from "../../../source/entitlement.ts";
import type { SourceUser } from "../../../source/source-user.ts";
import { type ScopeDecision, scopeDecisionOf } from "../../plan/action/scope-decision.ts";
import { claimedMappings, claimsOf } from "../../plan/conflicts/claimed-values.ts";
import { MatchConflicts } from "../../plan/conflicts/match-conflicts.ts";
import {
	absencePrint,
	deletedPrint,
	fingerprint,
	isAssignedAsIn,
	shortHash,
} from "../../plan/fingerprint.ts";
import type { Absence } from "../../plan/plan-work-item.ts";
import type { Rules } from "../../plan/rules.ts";
import { isDue, isFreeToRetry } from "../../record/escrow.ts";
import type { Sought } from "./read-accounts.ts";
import { WorkItems } from "./work-item.ts";

/** What a cycle knows before it reads the source. */
export type Known = {
	readonly rules: Rules;
	readonly links: ReadonlyMap<string, Link>;
	readonly escrow: ReadonlyMap<string, Escrow>;
	/** Compare all users with the target, including those unchanged at the source. */
	readonly compareAll: boolean;
	readonly now: number;
	/** Source ids of users who are left out: nothing is planned, written or logged for them. */
	readonly excluded?: ReadonlySet<string>;
};

/**
 * Collects the users to process. Source users are added as they are read, and sorted into users to provision, users to deprovision, and
 * users who cannot have changed. Match conflicts are known once all users have been added.
 */
export class WorkQueue {
	/** Users in scope, and users who are skipped with a log entry. */
	readonly workItems: WorkItems;
	/** Managed accounts whose user is out of scope, disabled or gone: held until the deletion guard has checked them together. */
	readonly removals: WorkItems;
	readonly matchConflicts = new MatchConflicts({
		isKnown: (id) => this.#seen.has(id),
		accountOf: (id) => this.#known.links.get(id)?.targetId,
		turnOf: (id) => {
			this.#turns ??= new Map([...this.#entitlements.keys()].map((one, at) => [one, at]));
			return this.#turns.get(id) ?? Number.POSITIVE_INFINITY;
		},
		isFixed: () => !this.#known.rules.mappings.set.actions.update,
	});
	/** Number of users who cannot have changed. */
	unchanged = 0;
	/**
	 * Users without account and failure, for whom the profile allows nothing to be done. They claim values, so later cycles,
	 * which read only changes, must know them.
	 */
	readonly idle = new Set<string>();
	/** In escrow without a reason: unassigned or deleted, and never linked. */
	readonly released: string[] = [];
	readonly #known: Known;
	readonly #entitlements: Entitlements;
	/** Whether assignments were read. */
	readonly #isAssignmentKnown: boolean;
	/** Places in the order of assignments; only needed where the first of several users wins. */
	#turns: ReadonlyMap<string, number> | undefined;
	readonly #seen = new Set<string>();
	/** Failed users who are processed. */
	readonly #retried = new Set<string>();
	readonly #claimed: readonly CompiledMapping[];
	/** Users to process, other than removals, whose accounts are looked up. */
	#linked = 0;
	#unlinked = 0;

	constructor(known: Known, assignments: AssignmentState | null) {
		this.#known = known;
		this.#isAssignmentKnown = assignments !== null;
		this.#claimed = claimedMappings(known.rules.mappings);
		this.#entitlements = assignments
			? entitle(assignments.assignments, assignments.roles, (id) => assignments.members.get(id) ?? [])
			: new Map();
		const about = { links: known.links, escrow: known.escrow };
		this.workItems = new WorkItems(about);
		this.removals = new WorkItems(about);
	}

	/** Number of users read from the source. */
	get seen(): number {
		return this.#seen.size;
	}

	/** Number of users to process. */
	get size(): number {
		return this.workItems.length + this.removals.length;
	}

	/** The number of these users whose accounts are looked up. */
	get sought(): Sought {
		return { linked: this.#linked + this.removals.length, unlinked: this.#unlinked };
	}

	get entitled(): number {
		return this.#entitlements.size;
	}

	/** Adds a user of the source, ignoring duplicates. Throws `ScopeError`. */
	add(user: SourceUser): void {
		this.#add(user, false);
	}

	/** Adds a user of `idle` who did not change: only what they claim, as they are not processed. Throws `ScopeError`. */
	addIdle(user: SourceUser): void {
		if (!this.#seen.has(user.id)) this.idle.add(user.id);
		this.#add(user, true);
	}

	#add(user: SourceUser, claimsOnly: boolean): void {
		if (this.#seen.has(user.id)) return;
		this.#seen.add(user.id);
		const { rules, links, escrow, compareAll, now } = this.#known;
		const entitlements = this.#entitlements.get(user.id) ?? [];
		const link = links.get(user.id);
		const failed = escrow.get(user.id);
		// The scope is not evaluated for the many users who have nothing to do with the application.
		const isUninvolved = link === undefined && entitlements.length === 0;
		const decide = () => scopeDecisionOf(user, entitlements, rules.scope);
		const scopeDecision = isUninvolved && rules.scope.scope.users === "assigned" ? null : decide();
		const concerns = scopeDecision?.inScope || link?.state === "managed" || entitlements.length > 0;
		if (scopeDecision === null || !concerns) {
			if (link) this.unchanged += 1;
			if (failed) this.released.push(user.id);
			return;
		}
		const isExcluded = this.#isExcluded(user.id);
		this.#claim(user, scopeDecision, { entitlements, link, isExcluded });
		if (isExcluded || claimsOnly) return;
		if (!compareAll && (link || failed)) {
			const print = fingerprint(user, entitlements);
			const isSame = failed === undefined && link?.fingerprint === print;
			const mustWait = failed !== undefined && !isDue(failed, print, now) && !isFreeToRetry(failed);
			if (isSame) this.unchanged += 1;
			if (isSame || mustWait) return;
		}
		if (failed) this.#retried.add(user.id);
		const isRemoval = !scopeDecision.inScope && link?.state === "managed";
		(isRemoval ? this.removals : this.workItems).add(user, entitlements);
		const isSought = scopeDecision.inScope || scopeDecision.reason === "DisabledAtSource";
		if (isRemoval || !isSought) return;
		if (link) this.#linked += 1;
		else this.#unlinked += 1;
	}

	/** Notes the values and the account that the user claims, gives back, or is looked up by. */
	#claim(
		user: SourceUser,
		scopeDecision: ScopeDecision,
		{
			entitlements,
			link,
			isExcluded,
		}: {
			readonly entitlements: readonly Entitlement[];
			readonly link: Link | undefined;
			readonly isExcluded: boolean;
		},
	): void {
		const { mappings } = this.#known.rules;
		const managed = link?.state === "managed" ? link : undefined;
		const sourceOf = (isSoftDeleted: boolean) => ({ user, entitlements, isSoftDeleted });
		if (scopeDecision.inScope) {
			const claims = claimsOf(mappings, this.#claimed, sourceOf(false), managed !== undefined);
			this.matchConflicts.claim(user.id, claims);
			if (managed) this.matchConflicts.give(managed.targetId, user.id);
		} else if (managed) {
			if (!isExcluded) this.matchConflicts.leave(managed.targetId, user.id);
		} else if (scopeDecision.reason === "DisabledAtSource")
			this.matchConflicts.seek(user.id, claimsOf(mappings, mappings.matching, sourceOf(true), false));
	}

	/**
	 * Adds a user who is no longer in the source. Ignores users whose account is not managed, and failed users whose next attempt is not
	 * due. A user once seen as permanently deleted remains permanently deleted.
	 */
	addDeleted(sourceId: string, seen: Absence = "DeletedAtSource"): void {
		const link = this.#known.links.get(sourceId);
		const escrow = this.#known.escrow.get(sourceId);
		const reason = escrow?.fingerprint === deletedPrint ? "DeletedAtSource" : seen;
		if (this.#seen.has(sourceId)) return;
		this.#seen.add(sourceId);
		if (this.#isExcluded(sourceId)) return;
		if (link?.state !== "managed") {
			if (escrow) this.released.push(sourceId);
			return;
		}
		const { settings, mappings } = this.#known.rules;
		const isDeletion = reason === "DeletedAtSource" && settings.hardDelete === "delete";
		this.matchConflicts.leave(link.targetId, sourceId, isDeletion && mappings.set.actions.delete);
		if (escrow && !this.#known.compareAll && !isDue(escrow, absencePrint(reason), this.#known.now)) return;
		if (escrow) this.#retried.add(sourceId);
		this.removals.addAbsent(sourceId, reason);
	}

	#isExcluded(sourceId: string): boolean {
		return this.#known.excluded?.has(sourceId) ?? false;
	}

	/** Users who failed before and are not processed, because their next attempt is not due. Read it after all users have been added. */
	knownFailures(): readonly Escrow[] {
		const released = new Set(this.released);
		return [...this.#known.escrow.values()].filter(
			({ sourceId }) =>
				!this.#retried.has(sourceId) && !released.has(sourceId) && !this.#known.excluded?.has(sourceId),
		);
	}

	/** Users with a managed link, or in escrow, who were missing from a full read. */
	missing(): readonly string[] {
		const missing = new Set<string>();
		for (const { sourceId, state } of this.#known.links.values()) {
			if (state === "managed" && !this.#seen.has(sourceId)) missing.add(sourceId);
		}
		for (const sourceId of this.#known.escrow.keys()) if (!this.#seen.has(sourceId)) missing.add(sourceId);
		return [...missing];
	}

	/**
	 * After a delta: users who were not in it but must be checked, since their assignment changed or their next attempt is due.
	 * `waiting` is the hash from the last cycle (`waitingHash`): if it is unchanged, waiting users need no check.
	 */
	leftOut(waiting: string | null): readonly string[] {
		const { links, escrow, now } = this.#known;
		const ids = new Set<string>();
		for (const link of links.values()) {
			if (this.#seen.has(link.sourceId)) continue;
			const entitlements = this.#entitlements.get(link.sourceId) ?? [];
			if (!isAssignedAsIn(link.fingerprint, entitlements)) ids.add(link.sourceId);
		}
		if (waiting !== this.waitingHash(new Set())) {
			for (const id of this.#entitlements.keys()) if (!links.has(id) && !this.#seen.has(id)) ids.add(id);
		}
		for (const failed of escrow.values()) {
			const isTurn = isDue(failed, failed.fingerprint, now) || isFreeToRetry(failed);
			if (isTurn && !this.#seen.has(failed.sourceId)) ids.add(failed.sourceId);
		}
		return [...ids];
	}

	/** After a delta: failed users who are not due, the first `limit` of them: they are not processed, but claim values. */
	claimants(limit: number): readonly string[] {
		return this.unseen([...this.#known.escrow.keys()]).slice(0, limit);
	}

	/** Those of these users who have not been added. */
	unseen(ids: readonly string[]): readonly string[] {
		return ids.filter((id) => !this.#seen.has(id));
	}

	/** After a delta: users that it does not contain keep their account and their name. */
	keepUnheard(): void {
		const [first] = this.#known.rules.mappings.matching;
		for (const link of this.#known.links.values()) {
			if (link.state !== "managed" || this.#seen.has(link.sourceId)) continue;
			this.matchConflicts.give(link.targetId, link.sourceId);
			if (first?.mapping.target !== "userName") continue;
			this.matchConflicts.claim(link.sourceId, [{ target: "userName", value: link.userName }]);
		}
	}

	/**
	 * A hash of the users who are assigned without an account, and of their roles; null when assignments were not read. `linkedNow` have been
	 * linked since the links were read.
	 */
	waitingHash(linkedNow: ReadonlySet<string>): string | null {
		if (!this.#isAssignmentKnown) return null;
		const waiting: string[] = [];
		for (const [id, entitlements] of this.#entitlements) {
			if (this.#known.links.has(id) || linkedNow.has(id)) continue;
			waiting.push(`${id} ${entitlements.map(({ role }) => role.id).join(" ")}`);
		}
		return shortHash(waiting.sort().join("\n"));
	}

	/**
	 * Display names of source users, for errors that name another user. Call it after all users have been added: only users in the queue,
	 * and users who have an account, have a name here.
	 */
	names(): (sourceId: string) => string {
		const userOf = this.workItems.usersById();
		return (sourceId) => {
			const user = userOf(sourceId);
			if (user !== undefined) return called(sourceIdentity(user));
			const link = this.#known.links.get(sourceId);
			return link ? called(linkedIdentity(link)) : sourceId;
		};
	}
}
