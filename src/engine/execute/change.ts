import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { classifyError } from "../errors/classify-error.ts";
import type { Write } from "../plan/action/desired-state.ts";
import { blockedByDeactivated } from "../plan/plan-failures.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { intendedOperations } from "../record/intended-operations.ts";
import { entryOf, escrowAfter, linkAfter } from "../record/outcome.ts";
import { RecordedChange, type Warned } from "../record/recorded-change.ts";
import { modifiedAt } from "../recovery/settle-intents.ts";
import type { Arrival, Asking } from "../recovery/what-arrived.ts";
import type { Done, Execution, Provable } from "./execution.ts";
import { subjectOf } from "./explain.ts";
import { intentOf, snapshotBefore } from "./intent.ts";
import { sideEffects } from "./side-effects.ts";

/** What is needed to ask the target whether a change arrived. */
export function askingOf({ target, store, clock, rules }: Execution): Asking {
	const { targets, set } = rules.mappings;
	return { target, store, clock, targets, dialect: set.dialect };
}

/** A creation that is concluded once. Its intent stays open until then. */
export class HeldCreation implements Provable {
	readonly #change: Change;
	readonly #answered: ScimUser;
	readonly #words: string;
	#isConcluded = false;

	constructor(change: Change, answered: ScimUser, words: string) {
		this.#change = change;
		this.#answered = answered;
		this.#words = words;
	}

	get sourceId(): string {
		return this.#change.sourceId;
	}

	get type(): Write["type"] {
		return this.#change.type;
	}

	get intent(): Intent {
		return this.#change.intent;
	}

	refute(account: ScimUser, missing: readonly string[]): Done {
		this.#isConcluded = true;
		return this.#change.conclude(account, missing, this.#words);
	}

	/** A new account has no values from before. */
	effects(): readonly ModifiedProperty[] {
		return [];
	}

	refuteCreation(fault: ScimError): Done {
		this.#isConcluded = true;
		return this.#change.failCreation(fault);
	}

	confirm(account: ScimUser | null): void {
		if (this.#isConcluded) return;
		this.#isConcluded = true;
		const evidence = account === null ? "answer" : "account";
		const { entry } = this.#change.conclude(account ?? this.#answered, [], this.#words, { evidence });
		entry?.catch(() => undefined); // thrown when the ledger is drained
	}
}

/** A user's change whose intent is recorded, and what each of its endings means for the turn of the user. */
export class Change {
	readonly #recorded: RecordedChange;
	readonly #workItem: WorkItem;
	readonly #action: Write;
	readonly #execution: Execution;
	/** When the account was last modified, according to the answer to the change; null when only a read showed it, or nothing did. */
	#modified: string | null = null;

	private constructor(recorded: RecordedChange, workItem: WorkItem, action: Write, execution: Execution) {
		this.#recorded = recorded;
		this.#workItem = workItem;
		this.#action = action;
		this.#execution = execution;
	}

	/** Records the intent, and the account before it is deleted. Nothing has been sent then. */
	static async begin(workItem: WorkItem, action: Write, execution: Execution): Promise<Change> {
		const { clock, run } = execution;
		const changeId = clock.id();
		const started = clock.now();
		const base = entryOf(action, run, changeId, started);
		const operations = await intendedOperations(action, changeId, askingOf(execution));
		const intent = intentOf(workItem, action, operations, base, started);
		const consequences = {
			link: (account: ScimUser | null) => linkAfter(workItem, action, account, clock.now()),
			escrow: (error: ProvisioningError | null) => escrowAfter(workItem, error, clock.now()),
		};
		const snapshot = snapshotBefore(action, base, started);
		const recorded = await RecordedChange.begin(intent, consequences, execution, snapshot);
		return new Change(recorded, workItem, action, execution);
	}

	get sourceId(): string {
		return this.#workItem.sourceId;
	}

	get type(): Write["type"] {
		return this.#action.type;
	}

	get intent(): Intent {
		return this.#recorded.intent;
	}

	/**
	 * The target answered with success. Whether it did what was asked, only the account shows. `account`: null when it is
	 * gone; `missing`: the paths of the values that it does not show; `evidence`: `answer` if only the answer shows it so;
	 * `effects`: other values that are not as they were before.
	 */
	conclude(
		account: ScimUser | null,
		missing: readonly string[],
		words: string,
		{
			evidence = "account",
			effects = [],
		}: Partial<Pick<Arrival, "evidence">> & {
			readonly effects?: readonly ModifiedProperty[];
		} = {},
	): Done {
		this.#modified = account === null || evidence !== "answer" ? null : modifiedAt(account);
		if (account === null || missing.length + effects.length === 0)
			return this.#succeed(account, words, evidence);
		if (this.#action.type === "enable" && !account.active) return this.#stayedDeactivated(account, missing);
		this.#give(account);
		return this.#warned(account, this.#recorded.warn(account, missing, effects));
	}

	/** The target answered a deletion with success, and still shows the account. */
	keptAccount(kept: ScimUser, before: { readonly active: boolean }): Done {
		return this.#warned(kept, this.#recorded.warnKept(kept, before));
	}

	/** The target answered a creation with success. Nothing is logged until the account is compared. */
	hold(account: ScimUser, words: string): { readonly held: HeldCreation; readonly done: Done } {
		this.#recorded.answered(account);
		this.#give(account);
		const done = {
			...{ action: this.#action, entry: null, error: null, fault: undefined, sent: true },
			account: account.id,
		};
		return { held: new HeldCreation(this, account, words), done };
	}

	/**
	 * What the target changed with this change without being asked to, as a later read shows. Nothing if the account was modified since the
	 * answer: then somebody else may have changed it.
	 */
	effects(account: ScimUser): readonly ModifiedProperty[] {
		if (this.#modified === null || modifiedAt(account) !== this.#modified) return [];
		return sideEffects(this.#action, account, this.#execution.rules.mappings);
	}

	/** The change was logged as a success, and a later read of the account does not show the values at the paths in `missing`. */
	refute(account: ScimUser, missing: readonly string[], effects: readonly ModifiedProperty[] = []): Done {
		const changeId = this.#execution.clock.id();
		const before = this.#workItem.link;
		return this.#warned(account, this.#recorded.refute(account, missing, { changeId, before, effects }));
	}

	/** The creation was logged as a success, and the target does not have the account. */
	refuteCreation(fault: ScimError): Done {
		const error = this.#notCreated(fault);
		const entry = this.#recorded.refuteCreation(error, this.#execution.clock.id());
		return { action: this.#action, entry, error, fault, sent: false, account: null };
	}

	/** The creation was held, and the target does not have the account. */
	failCreation(fault: ScimError): Done {
		return this.fail(this.#notCreated(fault), fault);
	}

	/** The change was not made. */
	fail(error: ProvisioningError, fault: unknown): Done {
		return this.#failAs(this.intent.changeId, error, fault);
	}

	/** The target did not make the change at the paths in `missing`; the others have an entry of their own. */
	failInPart(
		account: ScimUser,
		missing: readonly string[],
		error: ProvisioningError,
		fault: unknown,
		words = "It refused the rest.",
	): Done {
		const applied = this.intent.entry.modifiedProperties.filter(({ name }) => !missing.includes(name));
		if (applied.length === 0) return this.fail(error, fault);
		const part = this.#recorded.logPart(
			account,
			applied,
			`The target applied this part of the change. ${words}`,
		);
		part.catch(() => undefined); // thrown when the ledger is drained
		return this.#failAs(this.#execution.clock.id(), error, fault);
	}

	/** Whether the change was made is unknown: the intent stays open, and the failure gets its own entry. */
	failUnsettled(error: ProvisioningError, fault: unknown): Done {
		this.leaveOpen();
		const reason = `${error.reason} Whether the change was made is not known yet; the next run asks.`;
		return this.#failAs(this.#execution.clock.id(), { ...error, reason }, fault);
	}

	/** The next run asks the target whether the change was made. */
	leaveOpen(): void {
		this.#recorded.leaveOpen();
	}

	/** Nothing was changed. */
	withdraw(): Promise<void> {
		return this.#recorded.withdraw();
	}

	#notCreated(fault: ScimError): ProvisioningError {
		return classifyError(fault, subjectOf(this.#action, this.#execution.rules.mappings.set.dialect));
	}

	#succeed(account: ScimUser | null, words: string, evidence: Arrival["evidence"]): Done {
		if (account) this.#give(account);
		return {
			action: this.#action,
			entry: this.#recorded.succeed(account, words, evidence),
			error: null,
			fault: undefined,
			sent: true,
			account: account?.id ?? null,
		};
	}

	/** The account does not show all of the change. */
	#warned({ id }: ScimUser, { entry, error }: Warned): Done {
		return { action: this.#action, entry, error, fault: undefined, sent: true, account: id };
	}

	/** The rest of the change may have been applied all the same, and then it is logged. */
	#stayedDeactivated(account: ScimUser, missing: readonly string[]): Done {
		const error = blockedByDeactivated(called(this.#action.source), account, "refused");
		return this.failInPart(account, missing, error, undefined, "The account is still deactivated.");
	}

	#failAs(changeId: string, error: ProvisioningError, fault: unknown): Done {
		const entry = this.#recorded.fail(error, changeId);
		return { action: this.#action, entry, error, fault, sent: true, account: null };
	}

	#give({ id }: ScimUser): void {
		this.#execution.matchConflicts.give(id, this.#workItem.sourceId);
	}
}
