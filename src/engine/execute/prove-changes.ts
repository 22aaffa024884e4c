import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { inParallel } from "../parallel/in-parallel.ts";
import { isListCheaper, pageSize } from "../plan/accounts/account-index.ts";
import { evidenceFor, presentAccount, waitsToReadAgain, whatArrived } from "../recovery/what-arrived.ts";
import { askingOf } from "./change.ts";
import type { Done, Execution, Provable, UnprovedChanges } from "./execution.ts";
import { readBackAlways } from "./read-backs.ts";

/** Changes that are kept for the proof, the newest; each takes about a kilobyte. Older ones are compared by the next drift check. */
const maxKept = 20_000;

/** Accounts up to this number are read one by one, without asking how many there are. */
const fewAccounts = 2;

/** What is to be compared. */
export type Proving = {
	readonly execution: Execution;
	/** How many accounts the target had when they were counted, with those that were made and deleted since; null when they were not. */
	readonly expected: number | null;
	/** Gets each change that its account does not show. */
	readonly onRefuted: (done: Done, change: Provable) => void;
	readonly signal: AbortSignal;
};

/**
 * The changes of a cycle of which only the target's answer is known. At the end of the cycle they are compared with the list of all
 * accounts, or with their accounts where that takes fewer requests, so that a target that began to answer what is not so is found in the
 * same cycle.
 *
 * An initial cycle can create 100,000 accounts. It reads one page, the last one of the list: the accounts on it are compared, and for
 * the others it is enough that the list is as long as it must be. Only if it is not, all are compared.
 */
export class ChangesToProve implements UnprovedChanges {
	/** By the id of the account in lower case, oldest first. */
	readonly #changes = new Map<string, Provable>();
	readonly #isInitial: boolean;
	readonly #isHolding: () => boolean;
	/** How many creations were held. */
	#held = 0;
	#forgottenCreations = 0;

	/** @param options `isHolding`: asked at the first creation, whether the first ones are logged only after the comparison, so that the log never has to correct them. */
	constructor({ isInitial, isHolding }: { readonly isInitial: boolean; readonly isHolding: () => boolean }) {
		this.#isInitial = isInitial;
		this.#isHolding = isHolding;
	}

	get holdsCreations(): boolean {
		return this.#held < readBackAlways && this.#isHolding();
	}

	add(change: Provable, accountId: string): void {
		if (change.type === "create") this.#held += 1;
		this.proved(accountId);
		if (this.#changes.size >= maxKept) this.#forgetOldest(maxKept / 4);
		this.#changes.set(accountId.toLowerCase(), change);
	}

	proved(accountId: string): void {
		const key = accountId.toLowerCase();
		this.#changes.get(key)?.confirm?.(null);
		this.#changes.delete(key);
	}

	get size(): number {
		return this.#changes.size;
	}

	/** Compares each change with its account. Returns how many creations are as uncertain as before. Throws what the target throws. */
	async prove(proving: Proving): Promise<number> {
		const proof = new Proof(this.#changes, proving);
		let forgotten = this.#forgottenCreations;
		if (this.#isInitial && proof.creations > 1 && (await proof.isLastPageEnough(forgotten))) {
			proof.acceptCreations();
			forgotten = 0;
		}
		await proof.compareAll();
		return proof.uncertain + forgotten;
	}

	/** Concludes what is still held. */
	release(): void {
		for (const change of this.#changes.values()) change.confirm?.(null);
	}

	#forgetOldest(count: number): void {
		let left = count;
		for (const [key, change] of this.#changes) {
			if (left === 0) return;
			left -= 1;
			if (change.type === "create") this.#forgottenCreations += 1;
			change.confirm?.(null);
			this.#changes.delete(key);
		}
	}
}

/** One comparison of changes with the target. */
class Proof {
	/** What is not compared yet. */
	readonly #open: Map<string, Provable>;
	readonly #proving: Proving;
	readonly #target: Target;
	#compared = 0;
	#refuted = 0;
	#uncertain = 0;

	constructor(changes: ReadonlyMap<string, Provable>, proving: Proving) {
		this.#open = new Map(changes);
		this.#proving = proving;
		this.#target = proving.execution.target;
	}

	/** Creations that are not compared yet. */
	get creations(): number {
		return this.#openCreations().length;
	}

	/** Creations that neither the list nor their account has shown, and of which too many were asked for to ask for more. */
	get uncertain(): number {
		return this.#uncertain;
	}

	/** Compares the last page of the list. Whether it shows that all creations were made, these others included. */
	async isLastPageEnough(others: number): Promise<boolean> {
		const { expected, signal } = this.#proving;
		const from = Math.max(1, (expected ?? 0) - pageSize + 1);
		const { total, users } = await this.#target.page(from, signal);
		await this.#compare(users);
		const [sample] = this.#openCreations();
		if (sample === undefined && others === 0) return true;
		const isWholeList = from === 1 && total !== null && users.length >= total;
		if (isWholeList || total === null || expected === null || total < expected) return false;
		if (this.#compared === 0 && sample !== undefined) await this.#compareAccounts([sample]);
		return this.#refuted === 0 && this.#compared > 0;
	}

	acceptCreations(): void {
		for (const [key] of this.#openCreations()) this.#open.delete(key);
	}

	async compareAll(): Promise<void> {
		const { signal } = this.#proving;
		const { size } = this.#open;
		if (size <= fewAccounts || !isListCheaper(await this.#target.count(signal), size)) {
			this.#refute(await this.#compareAccounts([...this.#open]));
			return;
		}
		for await (const page of this.#target.list(signal)) {
			await this.#compare(page);
			if (this.#open.size === 0) return;
		}
		await this.#judgeUnlisted(this.#openCreations());
	}

	/** A list may lack accounts, so that only a new account that is not shown either is missing. */
	async #judgeUnlisted(creations: readonly [string, Provable][]): Promise<void> {
		const asked = creations.slice(0, readBackAlways);
		const others = creations.slice(readBackAlways);
		const missing = await this.#compareAccounts(asked);
		this.#refute(missing);
		if (missing.length === asked.length) this.#refute(others);
		else this.#uncertain += others.length;
	}

	async #compare(accounts: readonly ScimUser[]): Promise<void> {
		const { execution, signal } = this.#proving;
		await inParallel(
			accounts,
			execution.rules.settings.concurrency,
			(account) => this.#judge(account),
			signal,
		);
	}

	/** Asks for each account. Returns the creations whose accounts are not there. */
	async #compareAccounts(changes: readonly [string, Provable][]): Promise<readonly [string, Provable][]> {
		let absent = changes;
		for (const ms of waitsToReadAgain) {
			if (ms > 0 && absent.length > 0) await this.#proving.execution.clock.sleep(ms, this.#proving.signal);
			absent = await this.#absentOf(absent);
		}
		return absent;
	}

	async #absentOf(changes: readonly [string, Provable][]): Promise<readonly [string, Provable][]> {
		const { execution, signal } = this.#proving;
		const absent: [string, Provable][] = [];
		const { concurrency } = execution.rules.settings;
		await inParallel(
			changes,
			concurrency,
			async ([id, change]) => {
				const { targetId, userName } = change.intent;
				const account = await presentAccount(this.#target, targetId ?? id, userName, signal);
				if (account !== undefined) await this.#judge(account);
				else if (change.type === "create") absent.push([id, change]);
			},
			signal,
		);
		return absent;
	}

	async #judge(account: ScimUser): Promise<void> {
		const key = account.id.toLowerCase();
		const change = this.#open.get(key);
		if (change === undefined) return;
		this.#open.delete(key);
		this.#compared += 1;
		const isToBeRead = this.#refuted < readBackAlways;
		const verdict = await compared(change, account, this.#proving.execution, isToBeRead);
		if (verdict.type === "refuted") this.#note(verdict.done, change);
		else change.confirm?.(verdict.account);
	}

	#refute(missing: readonly [string, Provable][]): void {
		for (const [id, change] of missing) this.#note(change.refuteCreation(notThere(change, id)), change);
	}

	#note(done: Done, change: Provable): void {
		this.#refuted += 1;
		this.#proving.onRefuted(done, change);
	}

	#openCreations(): [string, Provable][] {
		return [...this.#open].filter(([, { type }]) => type === "create");
	}
}

/** `account`: the one that shows the change; null: it could not be read. */
type Comparison =
	| { readonly type: "refuted"; readonly done: Done }
	| { readonly type: "notRefuted"; readonly account: ScimUser | null };

/** A list may be old: the account itself refutes a change, until it has done so often enough. */
async function compared(
	change: Provable,
	listed: ScimUser,
	execution: Execution,
	isToBeRead: boolean,
): Promise<Comparison> {
	const asking = askingOf(execution);
	const refuted = (done: Done): Comparison => ({ type: "refuted", done });
	const shown = await evidenceFor(change.intent, listed, asking);
	const effects = change.effects(listed);
	if (shown.missing.length + effects.length === 0) return { type: "notRefuted", account: listed };
	if (!isToBeRead) return refuted(change.refute(listed, shown.missing, effects));
	try {
		const { account, missing, evidence } = await whatArrived(change.intent, listed, asking, true);
		if (evidence === "absent") return refuted(change.refuteCreation(notThere(change, account.id)));
		if (evidence === "answer") return { type: "notRefuted", account: null };
		const present = change.effects(account);
		if (missing.length + present.length === 0) return { type: "notRefuted", account };
		return refuted(change.refute(account, missing, present));
	} catch (error) {
		// Someone deleted the account meanwhile: it shows nothing of the change.
		if (error instanceof ScimError && error.code === "not-found")
			return { type: "notRefuted", account: null };
		throw error;
	}
}

function notThere({ intent }: Provable, id: string): ScimError {
	return new ScimError(
		"not-scim",
		`POST /Users: the server answered the creation of ${intent.userName} with the account ${id}, which it does not show.`,
		{ request: "POST /Users" },
	);
}
