import type { LogEntry, LogIdentity } from "../../ports/log-entry.ts";
import { called, linkedIdentity, sourceIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { Link, Outcome } from "../../ports/store.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import type { EngineParts } from "../cycle/engine-parts.ts";
import { recordRun } from "../cycle/record-run.ts";
import { step } from "../plan/plan-steps.ts";
import { attributesOf } from "../plan/rules.ts";

/** The two cannot be linked. Nothing was changed. */
export class LinkError extends Error {
	override readonly name = "LinkError";
	readonly code:
		| "no-user"
		| "no-account"
		| "linked-already"
		| "account-taken"
		| "not-linked"
		| "cycle-running";

	constructor(code: LinkError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Gives a source user the account that is theirs though nothing matches any more, as after a rename. Nothing is sent: the
 * next cycle brings the account up to date. Users are named by id or user principal name, accounts by id or userName.
 * Throws `LinkError`, and `ProfileBusyError`.
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
			fingerprint: "", // not known: so the next cycle compares
		};
		return record(parts, {
			operator,
			source: sourceIdentity(user),
			target: targetIdentity(account),
			words: `${operator} linked ${who} with the account ${account.userName} (${account.id}).`,
			link: { type: "put", link },
			escrow: { type: "release", sourceId: user.id },
		});
	});
}

/**
 * Takes an account from the user it is linked with, as after a link made by mistake. Nothing is sent: the next cycle
 * re-matches the user. The account, which may be gone, is named by id or userName. Throws `LinkError`, and
 * `ProfileBusyError`.
 */
export function unlinkByHand(parts: EngineParts, target: string, operator: string): Promise<LogEntry> {
	return parts.lease.hold(async () => {
		const { store } = parts;
		const link =
			(await store.linkByTarget(target)) ??
			(await store.linkByTarget((await accountNamed(parts, target)).id));
		if (link === undefined) throw new LinkError("not-linked", `Nobody is linked with the account ${target}.`);
		const { sourceId, targetId, userName, displayName } = link;
		const source = linkedIdentity(link);
		return record(parts, {
			operator,
			source,
			target: { id: targetId, displayName, userName },
			words: `${operator} unlinked ${called(source)} from the account ${userName} (${targetId}).`,
			link: { type: "drop", sourceId },
			escrow: { type: "keep" },
		});
	});
}

/** A change of a link that nobody is asked for. */
type ByHand = Omit<Outcome, "entry"> & {
	readonly operator: string;
	readonly source: LogIdentity;
	readonly target: LogIdentity;
	readonly words: string;
};

function record(parts: EngineParts, { operator, source, target, words, ...rest }: ByHand): Promise<LogEntry> {
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
				steps: [step("matching", "success", words)],
				modifiedProperties: [],
				skipReason: null,
				error: null,
			},
			...rest,
		});
		// A source without a change would not give the user a turn.
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
	const owner = await store.linkByTarget(account.id);
	if (owner?.state === "managed" && owner.sourceId !== user.id) {
		throw new LinkError(
			"account-taken",
			`${account.userName} is the account of ${called(linkedIdentity(owner))}. Only an account without a user can be linked.`,
		);
	}
	const present = await store.link(user.id);
	if (present?.state !== "managed" || present.targetId === account.id) return;
	if ((await target("interactive").get(present.targetId)) === undefined) return;
	throw new LinkError(
		"linked-already",
		`${called(sourceIdentity(user))} has the account ${present.userName} (${present.targetId}) already. Delete or deactivate that one first, if it is not theirs.`,
	);
}
