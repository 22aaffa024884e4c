import type { Clock } from "../../ports/clock.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { LogEntry, ModifiedProperty, NewLogEntry } from "../../ports/log/log-entry.ts";
import { targetIdentity } from "../../ports/log-identity.ts";
import type { EscrowChange } from "../../ports/store/escrow.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { Link, LinkChange } from "../../ports/store/link.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { Ledger } from "./ledger.ts";
import { type NotApplied, notApplied, notDeleted } from "./not-applied.ts";
import { exported, shownByAnswer } from "./outcome.ts";

/** What is recorded with the entry when a change has ended. */
export type Consequences = {
	/** `account`: null when it is gone. */
	readonly link: (account: ScimUser | null) => LinkChange;
	/** `error`: null after a success. */
	readonly escrow: (error: ProvisioningError | null) => EscrowChange;
};

/** The entry of a change that the target accepted without applying all of it, and its error. */
export type Warned = { readonly entry: Promise<LogEntry>; readonly error: ProvisioningError };

/** A change whose intent is recorded. It ends with one outcome, is withdrawn, or stays open for the next run to settle. */
export class RecordedChange {
	/** Its entry is the one that all outcomes start from. */
	readonly intent: Intent;
	readonly #consequences: Consequences;
	readonly #ledger: Ledger;
	readonly #clock: Clock;
	/** By the monotonic clock. */
	readonly #began: number;
	/** When it was answered, if it is recorded later than that. */
	#answered: number | undefined;

	private constructor(intent: Intent, consequences: Consequences, ledger: Ledger, clock: Clock) {
		this.intent = intent;
		this.#consequences = consequences;
		this.#ledger = ledger;
		this.#clock = clock;
		this.#began = clock.monotonic();
	}

	/** Records the intent, and the account before it is deleted. Nothing has been sent then. */
	static async begin(
		intent: Intent,
		consequences: Consequences,
		{ ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
		snapshot: Snapshot | undefined,
	): Promise<RecordedChange> {
		const change = new RecordedChange(intent, consequences, ledger, clock);
		await ledger.intend(intent, snapshot);
		return change;
	}

	/** The account shows all of the change; null: it is gone. `evidence`: `answer` if only the answer to the change shows it. */
	succeed(
		account: ScimUser | null,
		words: string,
		evidence: "answer" | "account" | "absent" = "account",
	): Promise<LogEntry> {
		const details = evidence === "account" ? [] : [shownByAnswer];
		const entry = exported(this.#entryFor(account), "success", words, details);
		return this.#settle(entry, this.#consequences.link(account), this.#consequences.escrow(null));
	}

	/**
	 * The target answered with success, and the account does not show the values at the paths in `missing`. `effects`: values that were
	 * not sent, and that it does not show anymore.
	 */
	warn(account: ScimUser, missing: readonly string[], effects: readonly ModifiedProperty[] = []): Warned {
		const link = this.#consequences.link(account);
		return this.#warn(notApplied(this.#entryFor(account), link, missing, effects));
	}

	/**
	 * What was logged as a success turned out not to be shown by the account. `missing` and `effects`: as for `warn`; `changeId`: of its own entry;
	 * `before`: the link as it was before a removal, of which it may have been dropped.
	 */
	refute(
		account: ScimUser,
		missing: readonly string[],
		{
			changeId,
			before,
			effects,
		}: {
			readonly changeId: string;
			readonly before: Link | undefined;
			readonly effects: readonly ModifiedProperty[];
		},
	): Warned {
		const asMade = this.#consequences.link(account);
		const { entry, link } = notApplied(this.#entryFor(account), asMade, missing, effects);
		const isLinkKept = link.type === "keep" && before !== undefined;
		return this.#warn({
			entry: { ...entry, changeId },
			link: isLinkKept ? { type: "put", link: before } : link,
		});
	}

	/** The target answered a creation with success, which was logged, and does not have the account. */
	refuteCreation(error: ProvisioningError, changeId: string): Promise<LogEntry> {
		const { entry, sourceId } = this.intent;
		const failure = {
			...exported(entry, "failure", error.reason),
			changeId,
			status: "failure",
			error,
		} as const;
		const link: LinkChange = sourceId === null ? { type: "keep" } : { type: "drop", sourceId };
		return this.#settle(failure, link, this.#consequences.escrow(error));
	}

	/** The target answered a deletion with success, and still shows the account. `before`: as it was before the deletion. */
	warnKept(kept: ScimUser, before: { readonly active: boolean }): Warned {
		return this.#warn(notDeleted(this.intent.entry, before, kept));
	}

	/** The change was not made. `changeId`: another than the intent's if the intent must not be cleared, or is cleared already. */
	fail(error: ProvisioningError, changeId: string = this.intent.changeId): Promise<LogEntry> {
		const entry = {
			...exported(this.intent.entry, "failure", error.reason),
			changeId,
			status: "failure",
			error,
		} as const;
		return this.#settle(entry, { type: "keep" }, this.#consequences.escrow(error));
	}

	/** Logs as an update the part of the change that was made. The rest is to be logged under another change id. */
	logPart(account: ScimUser, applied: readonly ModifiedProperty[], words: string): Promise<LogEntry> {
		const part = {
			...exported(this.#entryFor(account), "success", words),
			action: "Update",
			modifiedProperties: applied,
		} as const;
		return this.#settle(part, { type: "keep" }, { type: "keep" });
	}

	/** The target has answered a creation that is recorded later: what comes until then does not count as its duration. */
	answered(account: ScimUser): void {
		this.#answered = this.#clock.monotonic();
		this.#ledger.announce(this.#entryFor(account));
	}

	/** The next run asks the target whether the change was made. */
	leaveOpen(): void {
		this.#ledger.leaveOpen(this.intent.changeId);
	}

	/** Nothing was changed. */
	withdraw(): Promise<void> {
		return this.#ledger.withdraw(this.intent.changeId);
	}

	#entryFor(account: ScimUser | null): NewLogEntry {
		const { entry } = this.intent;
		return account ? { ...entry, target: targetIdentity(account) } : entry;
	}

	#warn({ entry, link }: NotApplied): Warned {
		const { error } = entry;
		return { entry: this.#settle(entry, link, this.#consequences.escrow(error)), error };
	}

	#settle(entry: NewLogEntry, link: LinkChange, escrow: EscrowChange): Promise<LogEntry> {
		const durationMs = Math.round((this.#answered ?? this.#clock.monotonic()) - this.#began);
		return this.#ledger.settle({ entry: { ...entry, time: this.#clock.now(), durationMs }, link, escrow });
	}
}
