import type { Intent } from "../../ports/store/intent.ts";
import { StoreError } from "../../ports/store/store-error.ts";
import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { folded } from "../../text/folded.ts";
import { classifyError, isConnectionFault, isUncertain } from "../errors/classify-error.ts";
import type { Write } from "../plan/action/desired-state.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import { withoutRedacted } from "../record/without-redacted.ts";
import { ProfileBusyError } from "../recovery/lease.ts";
import { createdAt, type Verdict, wasCarriedOut } from "../recovery/settle-intents.ts";
import { type Arrival, keptAccount, whatArrived } from "../recovery/what-arrived.ts";
import { askingOf, Change } from "./change.ts";
import type { Done, Execution } from "./execution.ts";
import { explain, subjectOf } from "./explain.ts";
import { sideEffects } from "./side-effects.ts";
import { StoppedWriteError } from "./stopped-write.ts";

/**
 * Changes an account: intent, request, evidence, outcome. `planAgain` is called, with nothing left open, when the target has
 * changed since the action was planned; without it, that is a failure.
 */
export async function write(
	workItem: WorkItem,
	action: Write,
	execution: Execution,
	planAgain?: (fault: unknown) => Promise<Done>,
): Promise<Done> {
	const change = await Change.begin(workItem, action, execution);
	const { target, rules } = execution;
	const { dialect } = rules.mappings.set;
	try {
		const answered = await execution.readBacks.sent(action, () => send(action, target));
		return await concludeFrom(answered, change, action, execution);
	} catch (fault) {
		if (isStopped(fault)) {
			await change.withdraw();
			throw fault;
		}
		if (isConnectionFault(fault)) return stop(change, fault);
		if (isUncertain(fault)) return settleUncertain(change, action, execution, fault);
		const made = await madeAnyway(change, action, execution, fault);
		const isMade = made !== undefined && made.missing.length === 0;
		if (isMade) return change.conclude(made.account, [], madeWords(action));
		if (planAgain !== undefined && isOvertaken(action, fault)) {
			await change.withdraw();
			return planAgain(fault);
		}
		const error = await explain(action, fault, target, dialect);
		if (made === undefined || made.account === null) return change.fail(error, fault);
		return change.failInPart(made.account, made.missing, error, fault);
	}
}

/**
 * What is known of a change that was refused, and that the target shows all the same. Values alone don't show who created an account: two
 * homes with the same source send the same ones.
 */
function madeWords({ type }: Write): string {
	if (type === "create")
		return "The target answered that the account exists already. It has the values that were sent, and was created when they were: by this request, repeated on its way, or by another client that provisions the same users.";
	return `${exportWords[type]} Its answer was an error, but the target shows the change.`;
}

/** How far the target's clock may be behind, in ms, for an account that it created at a certain time to count as newer. */
const clockTolerance = 10_000;

/**
 * What the target shows of a change that it refused: gateways repeat requests, and servers fail after they have stored a change.
 * Undefined when it shows nothing of it, or cannot be asked.
 */
async function madeAnyway(
	{ intent }: Change,
	action: Write,
	execution: Execution,
	fault: unknown,
): Promise<Extract<Verdict, { done: true }> | undefined> {
	if (!(fault instanceof ScimError) || !mayBeMade(action, fault)) return undefined;
	if (!execution.readBacks.isRefusalRead()) return undefined;
	try {
		const verdict = await wasCarriedOut(intent, askingOf(execution));
		if (!verdict.done || action.type !== "create") return verdict.done ? verdict : undefined;
		const created = verdict.account === null ? null : createdAt(verdict.account);
		return created !== null && created >= intent.entry.time - clockTolerance ? verdict : undefined;
	} catch (askFault) {
		if (!(askFault instanceof ScimError)) throw askFault;
		return undefined;
	}
}

/** Without the right to change anything, nothing is changed, and an account that does not exist shows nothing. */
function mayBeMade({ type }: Write, { code }: ScimError): boolean {
	return type === "create" ? code === "conflict" : code !== "not-found" && code !== "too-many-requests";
}

async function send(action: Write, target: Target): Promise<ScimUser | null> {
	switch (action.type) {
		case "create":
			return target.create(action.user);
		case "delete":
			await target.delete(action.present.id);
			return null;
		default:
			return target.update(action.present, action.operations);
	}
}

/** Compares the target with what was asked of it. `answered`: the account in its answer; null after a deletion. */
async function concludeFrom(
	answered: ScimUser | null,
	change: Change,
	action: Write,
	execution: Execution,
): Promise<Done> {
	const asking = askingOf(execution);
	const { mappings } = execution.rules;
	const words = exportWords[action.type];
	if (action.type === "delete") {
		const kept = await keptAccount(action.present.id, asking);
		if (kept !== undefined) return change.keptAccount(kept, action.present);
	}
	if (answered === null) return change.conclude(null, [], words);
	let isToBeRead = true;
	const arrival = await execution.readBacks.judge(action, async (isReadBack) => {
		isToBeRead = isReadBack;
		if (action.type !== "create") {
			const isDue = isReadBack || sideEffects(action, answered, mappings).length > 0;
			return whatArrived(change.intent, answered, asking, isDue);
		}
		assertNew(answered, change, execution);
		return assertShown(await whatArrived(change.intent, answered, asking, isReadBack), change);
	});
	const { account, missing, evidence } = arrival;
	const { unproved } = execution;
	if (evidence === "account") unproved?.proved(account.id);
	else if (evidence === "answer" && !isToBeRead && unproved !== undefined) {
		if (action.type === "create" && missing.length === 0 && unproved.holdsCreations) {
			const { held, done } = change.hold(account, words);
			unproved.add(held, account.id);
			return done;
		}
		unproved.add(change, account.id);
	}
	const effects = evidence === "account" ? sideEffects(action, account, mappings) : [];
	return change.conclude(account, missing, words, { evidence, effects });
}

/** An answer with the account of another user must not link two users to it. Thrown as an unreadable answer: the account is looked up. */
function assertNew(
	{ id }: ScimUser,
	{ intent }: Change,
	{ accounts, matchConflicts, nameOf }: Execution,
): void {
	const owner = matchConflicts.ownerOf(id);
	if (owner === undefined && accounts.isListed?.(id) === true)
		throw wrongCreation(intent, `with the account ${id}, which existed before`);
	if (owner === undefined || owner === intent.sourceId) return;
	// Only users who were linked before the cycle have a name here.
	const name = nameOf(owner);
	throw wrongCreation(intent, `with the account ${id}, which ${name === owner ? "another user" : name} has`);
}

/** The same for an account that turns out, when it is read, to be another one, or not to exist. */
function assertShown(arrival: Arrival, { intent }: Change): Arrival {
	const { account, evidence } = arrival;
	if (evidence === "absent")
		throw wrongCreation(intent, `with the account ${account.id}, which it does not show`);
	if (evidence === "account" && folded(account.userName) !== folded(intent.userName))
		throw wrongCreation(intent, `with the account ${account.id}, which is that of ${account.userName}`);
	return arrival;
}

function wrongCreation({ userName }: Intent, what: string): ScimError {
	return new ScimError("not-scim", `POST /Users: the server answered the creation of ${userName} ${what}.`, {
		request: "POST /Users",
	});
}

const exportWords: Record<Write["type"], string> = {
	create: "The account was created.",
	update: "The account was updated.",
	enable: "The account was reactivated.",
	disable: "The account was deactivated.",
	delete: "The account was deleted.",
};

/**
 * The target refuses everything: nothing is wrong with the user, who is not marked as failed. Part of the change may have
 * been made before, so the intent stays open, and the next run asks.
 */
function stop(change: Change, fault: ScimError): never {
	change.leaveOpen();
	throw fault;
}

/** The response was permanently lost. If asking the target also fails, the intent stays open. */
async function settleUncertain(
	change: Change,
	action: Write,
	execution: Execution,
	fault: unknown,
): Promise<Done> {
	const { dialect } = execution.rules.mappings.set;
	const error = classifyError(withoutRedacted(fault, action), subjectOf(action, dialect));
	try {
		const verdict = await wasCarriedOut(change.intent, askingOf(execution));
		if (!verdict.done) return change.fail(error, fault);
		const words = `${exportWords[action.type]} Its answer was lost; asked again, the target shows it.`;
		return change.conclude(verdict.account, verdict.missing, words);
	} catch (askFault) {
		if (isConnectionFault(askFault) || isUnreachable(fault, askFault)) return stop(change, askFault);
		return change.failUnsettled(error, fault);
	}
}

/** Whether neither the change nor the question about it was answered, with all attempts of that: it is not about one user. */
function isUnreachable(fault: unknown, askFault: unknown): askFault is ScimError {
	const isUnanswered = (one: unknown) =>
		one instanceof ScimError && (one.code === "network" || one.code === "timeout");
	return isUnanswered(fault) && isUnanswered(askFault);
}

/**
 * Nothing was sent: the lease was lost, and the process that has it now makes its own plan, or something else provisions the application.
 */
function isStopped(fault: unknown): boolean {
	return (
		fault instanceof ProfileBusyError || fault instanceof StoreError || fault instanceof StoppedWriteError
	);
}

/** The target has changed since the action was planned. */
function isOvertaken(action: Write, fault: unknown): boolean {
	if (!(fault instanceof ScimError)) return false;
	if (fault.code === "not-found" || fault.code === "precondition-failed") return action.type !== "create";
	return fault.code === "conflict" && action.type === "create";
}
