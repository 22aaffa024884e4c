import { writtenRoles } from "../../mapping/definition/roles.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { AccountRemoval, AccountView, ContentHandling } from "../../ports/account-removal.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import { linkedIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { ContentLeft, Snapshot } from "../../ports/store/snapshot.ts";
import { parsePath, read, readAll } from "../../scim/path.ts";
import { type Json, type NewScimUser, type ScimUser, userSchema } from "../../scim/resource.ts";
import { cleanText } from "../../text/clean-text.ts";
import { folded } from "../../text/folded.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { retryHeldUp } from "../cycle/read/fixed-causes.ts";
import { recordRun } from "../cycle/record-run.ts";
import { creationOperations } from "../record/intended-operations.ts";
import { snapshotOf } from "../record/snapshot.ts";
import { changeByHand } from "./change-by-hand.ts";
import type { AssignedAgain, InactiveAccount } from "./deactivated.ts";

/** The account does not exist, or may not be deleted here. Nothing was sent. */
export class AccountError extends Error {
	override readonly name = "AccountError";
	readonly code:
		| "no-account"
		| "account-active"
		| "account-changed"
		| "no-heir"
		| "no-snapshot"
		| "nobody-assigned";

	constructor(code: AccountError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** The operator, and how the target deletes. Without `removal`, the account is deleted over SCIM and the target decides what happens to its content. */
export type ByHand = { readonly operator: string; readonly removal: AccountRemoval | null };

/** The account as it was shown to the operator who confirmed its deletion. */
export type ShownAccount = Pick<InactiveAccount, "targetId" | "userName"> & {
	readonly assignedAgain: Pick<AssignedAgain, "sourceId"> | null;
};

/**
 * Permanently deletes a deactivated account: takes a snapshot, records the intent, sends the request, and writes the entry.
 * The caller has asked for confirmation, which counts for the account as it was shown: one that has another user name since is
 * kept. If the request fails, or the target still shows the account after it, the entry has the error. Throws `AccountError` and
 * `ProfileBusyError`.
 */
export function deleteAccount(
	parts: EngineParts,
	shown: ShownAccount,
	content: ContentHandling,
	byHand: ByHand,
): Promise<LogEntry> {
	const { targetId } = shown;
	return parts.lease.hold(async () => {
		const { store, clock } = parts;
		const account = await parts.target("interactive").get(targetId);
		if (account === undefined) throw new AccountError("no-account", `The target has no account ${targetId}.`);
		if (account.active) throw stillActive(account.userName);
		if (cleanText(account.userName) !== cleanText(shown.userName)) {
			throw new AccountError(
				"account-changed",
				`Nothing was deleted: the account ${targetId} was confirmed as ${shown.userName}, but is now that of ${account.userName}. Refresh the list.`,
			);
		}
		const left = byHand.removal ? await contentLeft(parts, content, byHand.removal) : null;
		const classic = (await byHand.removal?.view(targetId)) ?? null;
		if (classic !== null) assertSameUser(classic, account);
		if (classic?.isActive) throw stillActive(account.userName);
		return recordRun(parts, "manual", async (cycleId, tally) => {
			const link = await store.linkByTarget(targetId);
			const changeId = clock.id();
			const deletion = {
				changeId,
				takenAt: clock.now(),
				classic: classic?.shown ?? null,
				content: left,
				deletedBy: byHand.operator,
			};
			const entry = await changeByHand(parts, {
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
					if (byHand.removal) await byHand.removal.delete(targetId, content, parts.lease.confirm);
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

function stillActive(userName: string): AccountError {
	return new AccountError("account-active", `${userName} is active; only deactivated accounts are deleted.`);
}

/** The request that deletes is not part of SCIM, and Sumo Logic does not document that both APIs use the same ids. */
function assertSameUser({ address }: AccountView, { id, userName, emails }: ScimUser): void {
	const addresses = [userName, ...readAll({ emails: emails ?? null }, parsePath("emails.value"))];
	if (!addresses.some((one) => typeof one === "string" && folded(one) === folded(address))) {
		throw new AccountError(
			"account-changed",
			`Nothing was deleted: over SCIM, the account ${id} is that of ${userName}, but the API that deletes accounts shows ${address} under this id.`,
		);
	}
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
			const entry = await changeByHand(parts, {
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

/** Looks up the account that takes over the content before anything is sent: content without an owner would be lost. */
async function contentLeft(
	{ target }: EngineParts,
	content: ContentHandling,
	removal: AccountRemoval,
): Promise<ContentLeft> {
	if (content.kind !== "transfer") return content;
	const heir = await target("interactive").get(content.toUserId);
	if (heir?.active) {
		const view = await removal.view(heir.id);
		if (view !== null) assertSameUser(view, heir);
		return { kind: "transfer", to: targetIdentity(heir) };
	}
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
