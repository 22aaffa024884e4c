import { called } from "../../ports/identity-name.ts";
import type {
	LogAction,
	LogEntry,
	LogIdentity,
	ModifiedProperty,
	NewLogEntry,
} from "../../ports/log/log-entry.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { LinkChange } from "../../ports/store/link.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { classifyError, isUncertain } from "../errors/classify-error.ts";
import { RecordedChange } from "../record/recorded-change.ts";
import { wasCarriedOut } from "../recovery/settle-intents.ts";
import { keptAccount, whatArrived } from "../recovery/what-arrived.ts";

/** A change of one account that an operator asked for. */
export type ChangeByHand = {
	readonly action: Extract<LogAction, "Create" | "Delete">;
	readonly changeId: string;
	/** The account before it is deleted. */
	readonly snapshot: Snapshot | undefined;
	readonly cycleId: string;
	readonly operator: string;
	readonly source: LogIdentity;
	/** Null for a creation. */
	readonly target: LogIdentity;
	readonly userName: string;
	readonly operations: NonNullable<Intent["operations"]>;
	readonly properties: readonly ModifiedProperty[];
	readonly link: LinkChange;
	/** Describes the change when it was made. */
	readonly words: string;
	/** Resolves with the created account; null after a deletion. */
	readonly send: () => Promise<ScimUser | null>;
};

/**
 * Intent, request, outcome. What the log shows of a creation must also show in the account; after a deletion there must be none.
 * After a lost answer the target is asked; if that fails too, the intent stays open and the error is thrown.
 */
export async function changeByHand(parts: EngineParts, requested: ChangeByHand): Promise<LogEntry> {
	const { target, userName, properties, words } = requested;
	const { targets, set } = parts.rules().mappings;
	const asking = { ...parts, target: parts.target("interactive"), targets, dialect: set.dialect };
	const intent = intentOf(requested, parts.clock.now());
	await parts.lease.confirm();
	const change = await RecordedChange.begin(
		intent,
		{ link: () => requested.link, escrow: () => ({ type: "keep" }) },
		parts,
		requested.snapshot,
	);
	let answered: ScimUser | null;
	try {
		answered = await requested.send();
	} catch (fault) {
		const verdict = isUncertain(fault)
			? await ask(() => wasCarriedOut(intent, asking), fault)
			: ({ done: false } as const);
		if (!verdict.done) {
			const who = called(target ?? { id: "", displayName: "", userName });
			return change.fail(classifyError(fault, { who, userName, roles: [] }));
		}
		if (verdict.account === null) return change.succeed(null, words);
		answered = verdict.account;
	}
	if (answered === null) {
		const kept = target === null ? undefined : await ask(() => keptAccount(target.id, asking));
		return kept === undefined ? change.succeed(null, words) : change.warnKept(kept, { active: false }).entry;
	}
	const { account, missing } = await whatArrived(intent, answered, asking);
	const notShown = missing.filter((path) => properties.some(({ name }) => name === path));
	return notShown.length === 0 ? change.succeed(account, words) : change.warn(account, notShown).entry;

	/** Asks the target. If that fails too, the next run asks. `lost`: what is thrown then, instead of the failure to ask. */
	async function ask<Answer>(question: () => Promise<Answer>, lost?: unknown): Promise<Answer> {
		try {
			return await question();
		} catch (fault) {
			change.leaveOpen();
			throw lost ?? fault;
		}
	}
}

function intentOf(requested: ChangeByHand, time: number): Intent {
	const { action, changeId, cycleId, operator, source, target, userName, operations } = requested;
	const entry: NewLogEntry = {
		time,
		cycleId,
		changeId,
		action,
		status: "success",
		durationMs: 0,
		source,
		target,
		initiatedBy: operator,
		steps: [],
		modifiedProperties: requested.properties,
		skipReason: null,
		error: null,
	};
	return {
		changeId,
		cycleId,
		action,
		sourceId: source?.id ?? null,
		targetId: target?.id ?? null,
		userName,
		operations,
		entry,
		link: null,
	};
}
