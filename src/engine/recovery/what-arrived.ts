import type { TargetList } from "../../attributes/target-schema.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { Store } from "../../ports/store/store.ts";
import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { Json, ScimUser } from "../../scim/resource.ts";
import { isConnectionFault, isUncertain } from "../errors/classify-error.ts";
import { keyedHash } from "../record/keyed-hash.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { evidenceFromText } from "./evidence-from-text.ts";

/** What is needed to ask the target. */
export type Asking = {
	readonly target: Target;
	readonly store: Pick<Store, "intentKey">;
	readonly clock: Pick<Clock, "sleep">;
	/** The attributes that mappings can set. */
	readonly targets: TargetList;
	readonly dialect: TargetDialect;
};

/** What the account shows of an intended change. */
export async function evidenceFor(
	{ operations, changeId, entry }: Pick<Intent, "operations" | "changeId" | "entry">,
	account: ScimUser,
	{ store, targets, dialect }: Omit<Asking, "target" | "clock">,
): Promise<Evidence> {
	const known = { targets, dialect };
	if (operations === null) return evidenceFromText(entry.modifiedProperties, account, known);
	const key = operations.some((operation) => "hash" in operation) ? await store.intentKey() : "";
	const hash = (path: string, value: Json) => keyedHash({ key, changeId, targets }, path, value);
	return evidenceOf(operations, account, known, hash);
}

/**
 * The account after a change that the target answered with success, and the paths of the values that it does not show.
 * `evidence`: whether only the answer shows it so, or the account was read after it; `absent`: a new account that is not shown.
 */
export type Arrival = {
	readonly account: ScimUser;
	readonly missing: readonly string[];
	readonly evidence: "answer" | "account" | "absent";
	/** Whether the answer showed all of the change, and the account does not. */
	readonly isContradicted: boolean;
};

/** How long to wait before each further read of an account, in ms: some servers show a change only after a while. */
export const waitsToReadAgain: readonly number[] = [0, 1_000, 2_000];

/**
 * Compares the answer to a change with what was sent. An answer that does not show all of it may be old or incomplete, so
 * the account is read again before anything is concluded.
 *
 * @param isReadBack whether the account is read even if the answer shows everything.
 */
export async function whatArrived(
	intent: Intent,
	answered: ScimUser,
	asking: Asking,
	isReadBack = false,
): Promise<Arrival> {
	let account = answered;
	let evidence: Arrival["evidence"] = "answer";
	let { missing } = await evidenceFor(intent, answered, asking);
	const wasShown = missing.length === 0;
	for (const ms of waitsToReadAgain) {
		if (missing.length === 0 && (evidence === "account" || !isReadBack)) break;
		if (ms > 0) await asking.clock.sleep(ms);
		const present = await readAgain(intent, account.id, asking.target);
		if (present === "unreadable") break;
		if (present === undefined) {
			evidence = "absent";
			continue;
		}
		account = present;
		evidence = "account";
		({ missing } = await evidenceFor(intent, account, asking));
	}
	const isContradicted = wasShown && (missing.length > 0 || evidence === "absent");
	return { account, missing, evidence, isContradicted };
}

/**
 * The account that the target still shows after it answered its deletion with success; undefined when it is gone. If the
 * target refuses to show it, the answer counts. Throws `ScimError` when no answer came, or none will.
 */
export async function keptAccount(
	id: string,
	{ target, clock }: Pick<Asking, "target" | "clock">,
): Promise<ScimUser | undefined> {
	try {
		let kept: ScimUser | undefined;
		for (const ms of waitsToReadAgain) {
			if (ms > 0) await clock.sleep(ms);
			kept = await target.get(id);
			if (kept === undefined) break;
		}
		return kept;
	} catch (error) {
		if (!(error instanceof ScimError) || isUncertain(error) || isConnectionFault(error)) throw error;
		return undefined;
	}
}

/** The account as it is now. Some servers find users, and answer 404 to reading one of them. */
export async function presentAccount(
	target: Target,
	id: string,
	userName: string,
	signal?: AbortSignal,
): Promise<ScimUser | undefined> {
	const present = await target.get(id, signal);
	if (present !== undefined) return present;
	const found = await target.find("userName", userName, signal);
	return found.find((account) => account.id.toLowerCase() === id.toLowerCase());
}

/**
 * If the account can't be read, the answer counts, since the target has confirmed the change. Undefined: it does not show a new
 * account yet. Throws `ScimError` with `not-found` for an account that was to be changed and does not exist.
 */
async function readAgain(
	{ targetId, userName }: Intent,
	id: string,
	target: Target,
): Promise<ScimUser | undefined | "unreadable"> {
	let present: ScimUser | undefined;
	try {
		present = await presentAccount(target, id, userName);
	} catch (error) {
		if (error instanceof ScimError) return "unreadable";
		throw error;
	}
	if (present === undefined && targetId !== null)
		throw new ScimError("not-found", `The account ${userName} (${id}) no longer exists.`, { status: 404 });
	return present;
}
