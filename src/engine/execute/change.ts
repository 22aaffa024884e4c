import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import { called, targetIdentity } from "../../ports/log-identity.ts";
import type { EscrowChange } from "../../ports/store/escrow.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { LinkChange } from "../../ports/store/link.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";
import { blockedByDeactivated } from "../plan/plan-failures.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { intendedOperations } from "../record/intended-operations.ts";
import { type NotApplied, notApplied, notDeleted } from "../record/not-applied.ts";
import { entryOf, escrowAfter, exported, linkAfter } from "../record/outcome.ts";
import type { Asking } from "../recovery/what-arrived.ts";
import type { Done, Execution } from "./execution.ts";
import { intentOf, snapshotBefore } from "./intent.ts";

/** What is needed to ask the target whether a change arrived. */
export function askingOf({ target, store, rules }: Execution): Asking {
	const { targets, set } = rules.mappings;
	return { target, store, targets, dialect: set.dialect };
}

/** A change whose intent is recorded. It ends with one outcome, is withdrawn, or stays open for the next run to settle. */
export class Change {
	readonly intent: Intent;
	readonly #workItem: WorkItem;
	readonly #action: Write;
	readonly #execution: Execution;
	/** The entry that all outcomes start from. */
	readonly #base: NewLogEntry;
	/** By the monotonic clock. */
	readonly #began: number;

	private constructor(
		workItem: WorkItem,
		action: Write,
		execution: Execution,
		intent: Intent,
		began: number,
	) {
		this.intent = intent;
		this.#workItem = workItem;
		this.#action = action;
		this.#execution = execution;
		this.#base = intent.entry;
		this.#began = began;
	}

	/** Records the intent, and the account before it is deleted. Nothing has been sent then. */
	static async begin(workItem: WorkItem, action: Write, execution: Execution): Promise<Change> {
		const { clock, ledger, run } = execution;
		const changeId = clock.id();
		const started = clock.now();
		const began = clock.monotonic();
		const base = entryOf(action, run, changeId, started);
		const operations = await intendedOperations(action, changeId, askingOf(execution));
		const intent = intentOf(workItem, action, operations, base, started);
		await ledger.intend(intent, snapshotBefore(action, base, started));
		return new Change(workItem, action, execution, intent, began);
	}

	/**
	 * The target answered with success. Whether it did what was asked, only the account shows. `account`: null when it is
	 * gone; `missing`: the paths of the values that it does not show.
	 */
	conclude(account: ScimUser | null, missing: readonly string[], words: string): Done {
		if (account === null || missing.length === 0) return this.#succeed(account, words);
		if (this.#action.type === "enable" && !account.active) return this.#stayedDeactivated(account, missing);
		this.#give(account);
		const entry = { ...this.#base, target: targetIdentity(account) };
		return this.#warn(account, notApplied(entry, this.#linkTo(account), missing));
	}

	/** The target answered a deletion with success, and still shows the account. */
	keptAccount(kept: ScimUser, before: { readonly active: boolean }): Done {
		return this.#warn(kept, notDeleted(this.#base, before, kept));
	}

	/** The change was not made. */
	fail(error: ProvisioningError, fault: unknown): Done {
		return this.#failAs(this.#base.changeId, error, fault);
	}

	/** Whether the change was made is unknown: the intent stays open, and the failure gets its own entry. */
	failUnsettled(error: ProvisioningError, fault: unknown): Done {
		this.leaveOpen();
		const reason = `${error.reason} Whether the change was made is not known yet; the next run asks.`;
		return this.#failAs(this.#execution.clock.id(), { ...error, reason }, fault);
	}

	/** The next run asks the target whether the change was made. */
	leaveOpen(): void {
		this.#execution.ledger.leaveOpen(this.intent.changeId);
	}

	/** Nothing was changed. */
	withdraw(): Promise<void> {
		return this.#execution.ledger.withdraw(this.intent.changeId);
	}

	#succeed(account: ScimUser | null, words: string): Done {
		if (account) this.#give(account);
		const target = account ? targetIdentity(account) : this.#base.target;
		const entry = exported({ ...this.#base, target }, "success", words);
		return {
			action: this.#action,
			entry: this.#settle(entry, this.#linkTo(account), this.#escrow(null)),
			error: null,
			fault: undefined,
			sent: true,
			account: account?.id ?? null,
		};
	}

	/** The account does not show all of the change. */
	#warn({ id }: ScimUser, { entry, link }: NotApplied): Done {
		const { error } = entry;
		const written = this.#settle(entry, link, this.#escrow(error));
		return { action: this.#action, entry: written, error, fault: undefined, sent: true, account: id };
	}

	/** The rest of the change may have been applied all the same, and then it is logged. */
	#stayedDeactivated(account: ScimUser, missing: readonly string[]): Done {
		const error = blockedByDeactivated(called(this.#action.source), account, "refused");
		const applied = this.#base.modifiedProperties.filter(({ name }) => !missing.includes(name));
		if (applied.length === 0) return this.fail(error, undefined);
		const words = "The target applied this part of the change. The account is still deactivated.";
		const part = {
			...exported({ ...this.#base, target: targetIdentity(account) }, "success", words),
			action: "Update",
			modifiedProperties: applied,
		} as const;
		const partWritten = this.#settle(part, { type: "keep" }, { type: "keep" });
		partWritten.catch(() => undefined); // thrown when the ledger is drained
		return this.#failAs(this.#execution.clock.id(), error, undefined);
	}

	#failAs(changeId: string, error: ProvisioningError, fault: unknown): Done {
		const entry = {
			...exported(this.#base, "failure", error.reason),
			changeId,
			status: "failure",
			error,
		} as const;
		const written = this.#settle(entry, { type: "keep" }, this.#escrow(error));
		return { action: this.#action, entry: written, error, fault, sent: true, account: null };
	}

	#give({ id }: ScimUser): void {
		this.#execution.matchConflicts.give(id, this.#workItem.sourceId);
	}

	#linkTo(account: ScimUser | null): LinkChange {
		return linkAfter(this.#workItem, this.#action, account, this.#execution.clock.now());
	}

	#escrow(error: ProvisioningError | null): EscrowChange {
		return escrowAfter(this.#workItem, error, this.#execution.clock.now());
	}

	#settle(entry: NewLogEntry, link: LinkChange, escrow: EscrowChange): NonNullable<Done["entry"]> {
		const { clock, ledger } = this.#execution;
		const durationMs = Math.round(clock.monotonic() - this.#began);
		return ledger.settle({ entry: { ...entry, time: clock.now(), durationMs }, link, escrow });
	}
}
