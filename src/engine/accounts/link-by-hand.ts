import { called } from "../../ports/identity-name.ts";
import { linkDetail } from "../../ports/log/log-action-name.ts";
import type { LogEntry, LogIdentity, LogStep } from "../../ports/log/log-entry.ts";
import { linkedIdentity, sourceIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { Link } from "../../ports/store/link.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { recordRun } from "../cycle/record-run.ts";
import { step } from "../plan/plan-steps.ts";
import { attributesOf } from "../plan/rules.ts";

/** User and account cannot be linked or unlinked. Nothing was changed. */
export class LinkError extends Error {
	override readonly name = "LinkError";
	readonly code:
		| "no-user"
		| "no-account"
		| "linked-already"
		| "account-taken"
		| "service-account"
		| "not-linked"
		| "cycle-running";

	constructor(code: LinkError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Links a source user with their account when the two no longer match, for example after a rename. Nothing is sent: the
 * next cycle brings the account up to date. Users are given by id or user principal name, accounts by id or userName.
 * Throws `LinkError` and `ProfileBusyError`.
 */
export function linkByHand(
	parts: EngineParts,
	source: string,
	target: string,
	operator: string,
): Promise<LogEntry> {
	return parts.lease.hold(async () => {
		const user = await userNamed(parts, source);
		const account = await accountNamed(parts, target);
		await refuseTaken(parts, user, account);
		const who = called(sourceIdentity(user));
		const link: Link = {
			sourceId: user.id,
			targetId: account.id,
			userName: account.userName,
			displayName: nameOf(user),
			state: "managed",
			since: parts.clock.now(),
			fingerprint: "", // not known, so the next cycle compares
		};
		return record(parts, {
			operator,
			source: sourceIdentity(user),
			target: targetIdentity(account),
			words: `${operator} linked ${who} with the account ${account.userName} (${account.id}).`,
			detail: linkDetail.made,
			link: { type: "put", link },
			escrow: { type: "release", sourceId: user.id },
		});
	});
}

/**
 * Unlinks an account from its user, for example after a link made by mistake. Nothing is sent: the next cycle re-matches
 * the user. The account, which may no longer exist, is given by id or userName. Throws `LinkError` and `ProfileBusyError`.
 */
export function unlinkByHand(parts: EngineParts, target: string, operator: string): Promise<LogEntry> {
	return parts.lease.hold(async () => {
		const { store } = parts;
		const link =
			(await store.linkByTarget(target)) ??
			(await store.linkByTarget((await accountNamed(parts, target)).id));
		if (link === undefined)
			throw new LinkError("not-linked", `The account ${target} is not linked with a user.`);
		const { sourceId, targetId, userName, displayName } = link;
		const source = linkedIdentity(link);
		return record(parts, {
			operator,
			source,
			target: { id: targetId, displayName, userName },
			words: `${operator} unlinked ${called(source)} from the account ${userName} (${targetId}).`,
			detail: linkDetail.removed,
			link: { type: "drop", sourceId },
			escrow: { type: "keep" },
		});
	});
}

/** A change of a link that sends no request. */
type ByHand = Omit<Outcome, "entry"> & {
	readonly operator: string;
	readonly source: LogIdentity;
	readonly target: LogIdentity;
	readonly words: string;
	readonly detail: NonNullable<LogStep["details"]>[number];
};

function record(
	parts: EngineParts,
	{ operator, source, target, words, detail, ...rest }: ByHand,
): Promise<LogEntry> {
	const { store, clock, ledger } = parts;
	return recordRun(parts, "manual", async (cycleId) => {
		const entry = await ledger.settle({
			entry: {
				time: clock.now(),
				cycleId,
				changeId: clock.id(),
				action: "Other",
				status: "success",
				durationMs: 0,
				source,
				target,
				initiatedBy: operator,
				steps: [{ ...step("matching", "success", words), details: [detail] }],
				modifiedProperties: [],
				skipReason: null,
				error: null,
			},
			...rest,
		});
		// The next cycle must read all users: an unchanged user is not read otherwise.
		await store.setState({ watermark: null });
		return entry;
	});
}

async function userNamed({ directory, rules }: EngineParts, text: string): Promise<SourceUser> {
	const attributes = attributesOf(rules());
	const byId = await directory.user(text, attributes);
	if (byId) return byId;
	const found = await directory.search(text, 10, attributes);
	const [user, ...more] = found.filter((one) => principalNameOf(one).toLowerCase() === text.toLowerCase());
	if (user && more.length === 0) return user;
	throw new LinkError(
		"no-user",
		`${directory.label} has no user with the id or user principal name ${text}.`,
	);
}

async function accountNamed({ target }: EngineParts, text: string): Promise<ScimUser> {
	const interactive = target("interactive");
	const isName = text.includes("@");
	const byId = isName ? undefined : await interactive.get(text);
	if (byId) return byId;
	const [account, ...more] = await interactive.find("userName", text);
	if (account && more.length === 0) return account;
	throw new LinkError("no-account", `${interactive.label} has no account with the id or userName ${text}.`);
}

async function refuseTaken(
	{ store, target }: EngineParts,
	user: SourceUser,
	account: ScimUser,
): Promise<void> {
	if (await target("interactive").isServiceAccount?.(account))
		throw new LinkError(
			"service-account",
			`${account.userName} is a service account of the target, which no user can have.`,
		);
	const owner = await store.linkByTarget(account.id);
	if (owner?.state === "managed" && owner.sourceId !== user.id) {
		throw new LinkError(
			"account-taken",
			`${account.userName} is linked with ${called(linkedIdentity(owner))}. Only an account without a user can be linked.`,
		);
	}
	const present = await store.link(user.id);
	if (present?.state !== "managed" || present.targetId === account.id) return;
	if ((await target("interactive").get(present.targetId)) === undefined) return;
	throw new LinkError(
		"linked-already",
		`${called(sourceIdentity(user))} already has the account ${present.userName} (${present.targetId}). If it is not theirs, delete or deactivate it first.`,
	);
}
