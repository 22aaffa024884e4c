import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { isListCheaper } from "../plan/accounts/account-index.ts";
import { evidenceFor, whatArrived } from "../recovery/what-arrived.ts";
import { askingOf } from "./change.ts";
import type { Done, Execution, Provable, UnprovedChanges } from "./execution.ts";
import { readBackAlways } from "./read-backs.ts";

/** Changes that are kept for the proof; each takes about a kilobyte. What comes after them is compared by the next drift check. */
const maxKept = 20_000;

/** Accounts up to this number are read one by one, without asking how many there are. */
const fewAccounts = 2;

/**
 * The changes of a cycle of which only the target's answer is known. At the end of the cycle they are compared with the list of all
 * accounts, or with their accounts where that takes fewer requests, so that a target that began to answer what is not so is found in the
 * same cycle.
 */
export class ChangesToProve implements UnprovedChanges {
	readonly #changes = new Map<string, Provable>();
	readonly #withCreations: boolean;

	/** @param withCreations false for an initial cycle, in which reading all creations could double the requests. */
	constructor(withCreations: boolean) {
		this.#withCreations = withCreations;
	}

	add(change: Provable, accountId: string): void {
		if (change.type === "create" && !this.#withCreations) return;
		if (this.#changes.size < maxKept) this.#changes.set(accountId.toLowerCase(), change);
	}

	get size(): number {
		return this.#changes.size;
	}

	/** Compares each change with its account. `onRefuted` gets those that it does not show. Throws what the target throws. */
	async prove(
		execution: Execution,
		onRefuted: (done: Done, change: Provable) => void,
		signal: AbortSignal,
	): Promise<void> {
		const { target } = execution;
		const open = new Map(this.#changes);
		let refuted = 0;
		const judge = async (account: ScimUser) => {
			const key = account.id.toLowerCase();
			const change = open.get(key);
			if (change === undefined) return;
			open.delete(key);
			const done = await compared(change, account, execution, refuted < readBackAlways);
			if (done === null) return;
			refuted += 1;
			onRefuted(done, change);
		};
		if (await isListFaster(target, open.size, signal)) {
			for await (const page of target.list(signal)) {
				await Promise.all(page.map(judge));
				if (open.size === 0) break;
			}
			// A list may lack accounts, so that only a new account that is not shown either is missing.
			for (const [key, { type }] of [...open]) if (type !== "create") open.delete(key);
		}
		for (const [id, change] of [...open]) {
			signal.throwIfAborted();
			const account = await target.get(change.intent.targetId ?? id, signal);
			if (account !== undefined) await judge(account);
			else if (change.type === "create") onRefuted(change.refuteCreation(notThere(change, id)), change);
		}
	}
}

async function isListFaster(target: Target, accounts: number, signal: AbortSignal): Promise<boolean> {
	return accounts > fewAccounts && isListCheaper(await target.count(signal), accounts);
}

/** A list may be old: the account itself refutes a change, until it has done so often enough. Null: it shows the change. */
async function compared(
	change: Provable,
	listed: ScimUser,
	execution: Execution,
	isToBeRead: boolean,
): Promise<Done | null> {
	const asking = askingOf(execution);
	const shown = await evidenceFor(change.intent, listed, asking);
	if (shown.missing.length === 0) return null;
	if (!isToBeRead) return change.refute(listed, shown.missing);
	const { account, missing, evidence } = await whatArrived(change.intent, listed, asking, true);
	return evidence === "account" && missing.length > 0 ? change.refute(account, missing) : null;
}

function notThere({ intent }: Provable, id: string): ScimError {
	return new ScimError(
		"not-scim",
		`POST /Users: the server answered the creation of ${intent.userName} with the account ${id}, which it does not show.`,
		{ request: "POST /Users" },
	);
}
