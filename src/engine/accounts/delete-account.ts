import { writtenRoles } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { AccountRemoval, ContentHandling } from "../../ports/account-removal.ts";
import type {
	LogAction,
	LogEntry,
	LogIdentity,
	ModifiedProperty,
	NewLogEntry,
} from "../../ports/log/log-entry.ts";
import { called, linkedIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { LinkChange } from "../../ports/store/link.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import type { ContentLeft, Snapshot } from "../../ports/store/snapshot.ts";
import { parsePath, read } from "../../scim/path.ts";
import { type Json, type NewScimUser, type ScimUser, userSchema } from "../../scim/resource.ts";
import type { EngineParts } from "../cycle/engine-parts.ts";
import { retryHeldUp } from "../cycle/read/fixed-causes.ts";
import { recordRun } from "../cycle/record-run.ts";
import { classifyError, isUncertain } from "../errors/classify-error.ts";
import { creationOperations } from "../record/intended-operations.ts";
import { notApplied, notDeleted } from "../record/not-applied.ts";
import { exported } from "../record/outcome.ts";
import { snapshotOf } from "../record/snapshot.ts";
import { wasCarriedOut } from "../recovery/settle-intents.ts";
import { keptAccount, whatArrived } from "../recovery/what-arrived.ts";

/** The account does not exist, or may not be deleted here. Nothing was sent. */
export class AccountError extends Error {
	override readonly name = "AccountError";
	readonly code: "no-account" | "account-active" | "no-heir" | "no-snapshot" | "nobody-assigned";

	constructor(code: AccountError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** The operator, and how the target deletes. Without `removal`, the account is deleted over SCIM and the target decides what happens to its content. */
export type ByHand = { readonly operator: string; readonly removal: AccountRemoval | null };

/**
 * Permanently deletes a deactivated account: takes a snapshot, records the intent, sends the request, and writes the entry.
 * The caller has asked for confirmation. If the request fails, or the target still shows the account after it, the entry has
 * the error. Throws `AccountError` and `ProfileBusyError`.
 */
export function deleteAccount(
	parts: EngineParts,
	targetId: string,
	content: ContentHandling,
	byHand: ByHand,
): Promise<LogEntry> {
	return parts.lease.hold(async () => {
		const { store, clock } = parts;
		const account = await parts.target("interactive").get(targetId);
		if (account === undefined) throw new AccountError("no-account", `The target has no account ${targetId}.`);
		if (account.active) {
			throw new AccountError(
				"account-active",
				`${account.userName} is active; only deactivated accounts are deleted.`,
			);
		}
		const left = byHand.removal ? await contentLeft(parts, content) : null;
		const classic = (await byHand.removal?.view(targetId)) ?? null;
		return recordRun(parts, "manual", async (cycleId, tally) => {
			const link = await store.linkByTarget(targetId);
			const changeId = clock.id();
			const deletion = { changeId, takenAt: clock.now(), classic, content: left, deletedBy: byHand.operator };
			const entry = await change(parts, {
				action: "Delete",
				changeId,
				snapshot: snapshotOf(account, deletion),
				cycleId,
				operator: byHand.operator,
				source: link ? linkedIdentity(link) : null,
				target: targetIdentity(account),
				userName: account.userName,
				operations: [],
				properties: [],
				link: link ? { type: "drop", sourceId: link.sourceId } : { type: "keep" },
				words: `Deleted by ${byHand.operator}. ${contentWords(left)} Snapshot ${changeId}.`,
				send: async () => {
					if (byHand.removal) await byHand.removal.delete(targetId, content);
					else await parts.target("interactive").delete(targetId);
					return null;
				},
			});
			tally.add(countOf(entry, "deleted"));
			if (entry.status === "success") await retryHeldUp(store, clock.now());
			return entry;
		});
	});
}

/**
 * Creates the account of a snapshot again: with a new id, the same attributes and roles. Passwords, personal settings and
 * content are not restored. Throws `AccountError` and `ProfileBusyError`.
 */
export function recreate(parts: EngineParts, snapshotId: string, { operator }: ByHand): Promise<LogEntry> {
	return parts.lease.hold(async () => {
		const snapshot = (await parts.store.snapshots()).find(({ id }) => id === snapshotId);
		if (snapshot === undefined) throw new AccountError("no-snapshot", `There is no snapshot ${snapshotId}.`);
		const user = userOf(snapshot, parts.rules().mappings.set.dialect);
		const target = parts.target("interactive");
		return recordRun(parts, "manual", async (cycleId, tally) => {
			const entry = await change(parts, {
				action: "Create",
				snapshot: undefined,
				changeId: parts.clock.id(),
				cycleId,
				operator,
				source: null,
				target: null,
				userName: user.userName,
				operations: creationOperations(user),
				properties: [
					{ name: "userName", old: null, new: user.userName },
					{ name: "roles", old: null, new: snapshot.roles.join(", ") },
				],
				link: { type: "keep" },
				words: `Created again from snapshot ${snapshot.id}.`,
				send: () => target.create(user),
			});
			tally.add(countOf(entry, "created"));
			// The next cycle must read all users: an unchanged user is not read otherwise, and would not be linked.
			if (entry.status !== "failure") await parts.store.setState({ watermark: null });
			return entry;
		});
	});
}

function countOf<Done extends "created" | "deleted">({ status }: LogEntry, done: Done) {
	if (status === "success") return done;
	return status === "warning" ? "notApplied" : "failed";
}

function userOf({ scim, userName, roles }: Snapshot, dialect: TargetDialect): NewScimUser {
	const kept = Object.entries(scim).filter(([name]) => !["id", "meta", "active", "groups"].includes(name));
	const schemas = read(scim, parsePath("schemas"));
	return {
		...Object.fromEntries<Json>(kept),
		schemas: Array.isArray(schemas) ? schemas.map(String) : [userSchema],
		userName,
		roles: writtenRoles(read(scim, parsePath("roles")) ?? roles, dialect),
		active: true,
	};
}

/** One change by hand. */
type Change = {
	readonly action: Extract<LogAction, "Create" | "Delete">;
	readonly changeId: string;
	/** The account before it is deleted. */
	readonly snapshot: Snapshot | undefined;
	readonly cycleId: string;
	readonly operator: string;
	readonly source: LogIdentity;
	readonly target: LogIdentity;
	readonly userName: string;
	readonly operations: NonNullable<Intent["operations"]>;
	readonly properties: readonly ModifiedProperty[];
	readonly link: LinkChange;
	readonly words: string;
	readonly send: () => Promise<ScimUser | null>;
};

/** Intent, request, outcome. After a lost answer the target is asked; if that fails too, the intent stays open and the error is thrown. */
async function change(parts: EngineParts, requested: Change): Promise<LogEntry> {
	const { ledger, clock, lease } = parts;
	const { action, changeId, cycleId, operator, source, target, userName, link } = requested;
	const started = clock.now();
	const began = clock.monotonic();
	const base: NewLogEntry = {
		time: started,
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
	const intent: Intent = {
		changeId,
		cycleId,
		action,
		sourceId: source?.id ?? null,
		targetId: target?.id ?? null,
		userName,
		operations: requested.operations,
		entry: base,
		link: null,
	};
	await lease.confirm();
	await ledger.intend(intent, requested.snapshot);
	const settle = (entry: NewLogEntry, linkChange: LinkChange) => {
		const durationMs = Math.round(clock.monotonic() - began);
		const ended = { ...entry, time: clock.now(), durationMs };
		const outcome: Outcome = { entry: ended, link: linkChange, escrow: { type: "keep" } };
		return ledger.settle(outcome);
	};
	const succeed = (account: ScimUser | null) =>
		settle(
			exported({ ...base, target: account ? targetIdentity(account) : target }, "success", requested.words),
			link,
		);
	const { targets, set } = parts.rules().mappings;
	const asking = { ...parts, target: parts.target("interactive"), targets, dialect: set.dialect };
	/** What the log shows of a creation must also show in the account; after a deletion there must be none. */
	const conclude = async (answered: ScimUser | null) => {
		if (answered === null) {
			const kept = await stillThere();
			if (kept === undefined) return succeed(null);
			const unchanged = notDeleted(base, { active: false }, kept);
			return settle(unchanged.entry, unchanged.link);
		}
		const { account, missing } = await whatArrived(intent, answered, asking);
		const notShown = missing.filter((path) => requested.properties.some(({ name }) => name === path));
		if (notShown.length === 0) return succeed(account);
		const partly = notApplied({ ...base, target: targetIdentity(account) }, link, notShown);
		return settle(partly.entry, partly.link);
	};
	let answered: ScimUser | null;
	try {
		answered = await requested.send();
	} catch (fault) {
		const done = isUncertain(fault) ? await askAgain(fault) : ({ done: false } as const);
		if (done.done) return done.account === null ? succeed(null) : conclude(done.account);
		const who = called(target ?? { id: "", displayName: "", userName });
		const error = classifyError(fault, { who, userName, roles: [] });
		const failed = { ...exported(base, "failure", error.reason), status: "failure", error } as const;
		return settle(failed, { type: "keep" });
	}
	return conclude(answered);

	async function stillThere() {
		try {
			return target === null ? undefined : await keptAccount(target.id, asking.target);
		} catch (fault) {
			ledger.leaveOpen(changeId);
			throw fault; // the next run asks
		}
	}

	async function askAgain(fault: unknown) {
		try {
			return await wasCarriedOut(intent, asking);
		} catch {
			ledger.leaveOpen(changeId);
			throw fault; // the next run asks the target whether the change was made
		}
	}
}

/** Looks up the account that takes over the content before anything is sent: content without an owner would be lost. */
async function contentLeft({ target }: EngineParts, content: ContentHandling): Promise<ContentLeft> {
	if (content.kind !== "transfer") return content;
	const heir = await target("interactive").get(content.toUserId);
	if (heir?.active) return { kind: "transfer", to: targetIdentity(heir) };
	const problem = heir ? `${heir.userName} is deactivated` : `The target has no account ${content.toUserId}`;
	throw new AccountError("no-heir", `${problem}: choose an active account to take over the content.`);
}

function contentWords(left: ContentLeft | null): string {
	switch (left?.kind) {
		case "to-caller":
			return "Content goes to the owner of the access key.";
		case "transfer":
			return `Content goes to ${called(left.to)}.`;
		case "destroy":
			return "Content is destroyed.";
		case undefined:
			return "Over SCIM, which cannot specify what happens to the content.";
	}
}
