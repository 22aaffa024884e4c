import { changesHeldBack, type OpenMatter } from "../../ports/open-matter.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import { cleanText } from "../../text/clean-text.ts";
import { counted } from "../../text/counted.ts";

/** What an operator should know without looking at the console. All strings are safe to print on a terminal. */
export type Notice = {
	readonly type:
		| "quarantine"
		| "switchedOff"
		| "stagedDeletions"
		| "failures"
		| "cycleFailed"
		| "paused"
		| "recovery"
		| "test";
	/** One sentence. */
	readonly title: string;
	readonly details: readonly string[];
};

type MatterOf<Kind extends OpenMatter["kind"]> = Extract<OpenMatter, { readonly kind: Kind }>;
type UserMatter = MatterOf<"userFails"> | MatterOf<"changeNotApplied">;

/** What was notified and is still open: each matter is notified when it opens and when it is solved. Kept in the store. */
export type Notified = NonNullable<JobState["notified"]>;

export const nothingNotified: Notified = {
	quarantine: null,
	stagedDeletions: null,
	cycleFailed: null,
	failures: [],
};

/** Maximum of failed users named in one notice. */
const maxNamed = 10;

/** What is open now, by kind of matter. */
type Open = {
	readonly quarantine: MatterOf<"quarantine"> | undefined;
	readonly cycleFailed: MatterOf<"cycleFailed"> | undefined;
	readonly paused: MatterOf<"paused"> | undefined;
	readonly heldBack: ReturnType<typeof changesHeldBack>;
	readonly users: readonly UserMatter[];
};

/**
 * The notices that are due: what has been opened and solved since the last ones. A matter that stays open is not repeated.
 *
 * @returns also what counts as notified after them
 */
export function noticesOf(
	matters: readonly OpenMatter[],
	before: Notified,
): { readonly notices: readonly Notice[]; readonly notified: Notified } {
	const open: Open = {
		quarantine: matters.find((matter) => matter.kind === "quarantine"),
		cycleFailed: matters.find((matter) => matter.kind === "cycleFailed"),
		paused: matters.find((matter) => matter.kind === "paused"),
		heldBack: changesHeldBack(matters),
		users: matters.filter((matter) => matter.kind === "userFails" || matter.kind === "changeNotApplied"),
	};
	const notices = [
		...quarantineNotice(open, before),
		...heldBackNotice(open, before),
		...cycleNotice(open, before),
		...pauseNotice(open, before),
		...usersNotices(open, before),
		...recoveryNotice(open, before),
	];
	return {
		notices: notices.map((notice) => ({ ...notice, details: notice.details.map(cleanText) })),
		notified: notifiedOf(open, before),
	};
}

function notifiedOf({ quarantine, cycleFailed, paused, heldBack, users }: Open, before: Notified): Notified {
	return {
		quarantine: stateOf(quarantine),
		stagedDeletions: heldBack?.hash ?? null,
		cycleFailed: quarantine === undefined ? (cycleFailed?.code ?? null) : before.cycleFailed,
		...(paused === undefined ? {} : { paused: true }),
		failures: [...new Set(users.map(({ code }) => code))].sort(),
		users: users.map(({ user, code }) => ({ id: user.id, name: user.displayName, code })),
	};
}

/** Its code, and whether it switched provisioning off: either is news. */
function stateOf(quarantine: Open["quarantine"]): string | null {
	if (quarantine === undefined) return null;
	return quarantine.switchedOff ? `${quarantine.code}, switched off` : quarantine.code;
}

function quarantineNotice({ quarantine }: Open, before: Notified): readonly Notice[] {
	if (quarantine === undefined || stateOf(quarantine) === before.quarantine) return [];
	const { switchedOff, reason } = quarantine;
	if (!switchedOff) {
		const title = "Provisioning is in quarantine: cycles run less often until the cause is fixed.";
		return [{ type: "quarantine", title, details: [reason] }];
	}
	return [
		{
			type: "switchedOff",
			title: "Provisioning was in quarantine for 28 days and is now Off.",
			details: [reason, "Fix the cause, run a cycle by hand, and switch provisioning On again."],
		},
	];
}

function heldBackNotice({ heldBack }: Open, before: Notified): readonly Notice[] {
	if (heldBack === undefined || heldBack.hash === before.stagedDeletions) return [];
	const title = "Deactivations and deletions are held back until an operator allows them.";
	return [{ type: "stagedDeletions", title, details: [heldBack.reason] }];
}

/** By its code: the words of the same failure may hold times and ids. The cause of a quarantine is not notified twice. */
function cycleNotice({ cycleFailed, quarantine }: Open, before: Notified): readonly Notice[] {
	if (cycleFailed === undefined || quarantine !== undefined) return [];
	if (cycleFailed.code === before.cycleFailed) return [];
	return [{ type: "cycleFailed", title: "A provisioning cycle failed.", details: [cycleFailed.reason] }];
}

function pauseNotice({ paused }: Open, before: Notified): readonly Notice[] {
	if (paused === undefined || before.paused === true) return [];
	const title = "The target pauses provisioning: it takes no requests for now.";
	return [{ type: "paused", title, details: [paused.reason, paused.recommendedAction] }];
}

function usersNotices({ users }: Open, before: Notified): readonly Notice[] {
	const fresh = users.filter(newSince(before));
	const failing = fresh.filter(({ kind }) => kind === "userFails");
	const notApplied = fresh.filter(({ kind }) => kind === "changeNotApplied");
	const failingTitle =
		failing.length === 1
			? "A user could not be provisioned."
			: `${failing.length} users could not be provisioned.`;
	const notAppliedTitle =
		notApplied.length === 1
			? "The target accepted a change of a user without applying it."
			: `The target accepted changes of ${notApplied.length} users without applying them.`;
	const noticeOf = (title: string, matters: readonly UserMatter[]): readonly Notice[] =>
		matters.length === 0 ? [] : [{ type: "failures", title, details: named(matters, describe) }];
	return [...noticeOf(failingTitle, failing), ...noticeOf(notAppliedTitle, notApplied)];
}

function recoveryNotice(open: Open, before: Notified): readonly Notice[] {
	const { quarantine, cycleFailed, paused, heldBack, users } = open;
	const details: string[] = [];
	if (before.quarantine !== null && quarantine === undefined)
		details.push("Provisioning is out of quarantine.");
	if (before.stagedDeletions !== null && heldBack === undefined)
		details.push("No deactivations or deletions are held back.");
	if (before.cycleFailed !== null && cycleFailed === undefined && quarantine === undefined)
		details.push("Cycles complete again.");
	if (before.paused === true && paused === undefined) details.push("The pause of the target has ended.");
	if (before.failures.length > 0 && users.length === 0) details.push("All users who failed are provisioned.");
	else details.push(...named(solvedSince(before, users), (name) => `${name} no longer fails.`));
	return details.length === 0 ? [] : [{ type: "recovery", title: "Provisioning recovered.", details }];
}

/** Whether a user's failure has not been notified. Older versions remembered only the codes. */
function newSince({ users, failures }: Notified): (matter: UserMatter) => boolean {
	if (users === undefined) return ({ code }) => !failures.includes(code);
	const known = new Set(users.map(({ id, code }) => `${id} ${code}`));
	return ({ user, code }) => !known.has(`${user.id} ${code}`);
}

/** Names of users who were notified as failing and no longer fail. */
function solvedSince({ users = [] }: Notified, now: readonly UserMatter[]): readonly string[] {
	const failing = new Set(now.map(({ user }) => user.id));
	return users.filter(({ id }) => !failing.has(id)).map(({ name }) => name);
}

function describe({ user, code, reason }: UserMatter): string {
	return `${user.displayName}: ${code}: ${reason}`;
}

function named<Item>(items: readonly Item[], text: (item: Item) => string): readonly string[] {
	const shown = items.slice(0, maxNamed).map(text);
	const more = items.length - shown.length;
	return more > 0 ? [...shown, `and ${more} more`] : shown;
}

/** What is open now, in one line: `Open: 2 users fail, 1 change is held back.`; empty when nothing is. */
export function openText(matters: readonly OpenMatter[]): string {
	const count = (kind: OpenMatter["kind"]) => matters.filter((matter) => matter.kind === kind).length;
	const heldBack = changesHeldBack(matters)?.count ?? 0;
	const parts = [
		...(count("quarantine") > 0 ? ["provisioning is in quarantine"] : []),
		...(count("cycleFailed") > 0 ? ["cycles fail"] : []),
		...(count("paused") > 0 ? ["the target pauses provisioning"] : []),
		...(heldBack > 0 ? [`${counted(heldBack, "change is", "changes are")} held back`] : []),
		...(count("userFails") > 0 ? [counted(count("userFails"), "user fails", "users fail")] : []),
		...(count("changeNotApplied") > 0
			? [`${counted(count("changeNotApplied"), "change is", "changes are")} not applied`]
			: []),
	];
	return parts.length === 0 ? "" : `Open: ${parts.join(", ")}.`;
}
