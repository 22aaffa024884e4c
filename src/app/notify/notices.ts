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

/**
 * The notices that are due: what has been opened and solved since the last ones. A matter that stays open is not repeated.
 *
 * @returns also what counts as notified after them
 */
export function noticesOf(
	matters: readonly OpenMatter[],
	before: Notified,
): { readonly notices: readonly Notice[]; readonly notified: Notified } {
	const quarantine = matters.find((matter) => matter.kind === "quarantine");
	const failed = matters.find((matter) => matter.kind === "cycleFailed");
	const paused = matters.find((matter) => matter.kind === "paused");
	const heldBack = changesHeldBack(matters);
	const users = matters.filter((matter) => matter.kind === "userFails" || matter.kind === "changeNotApplied");
	const notices: Notice[] = [];
	const add = (type: Notice["type"], title: string, details: readonly string[]) =>
		notices.push({ type, title, details: details.map(cleanText) });

	const held =
		quarantine === undefined
			? null
			: quarantine.switchedOff
				? `${quarantine.code}, switched off`
				: quarantine.code;
	if (quarantine !== undefined && held !== before.quarantine && quarantine.switchedOff)
		add("switchedOff", "Provisioning was in quarantine for 28 days and is now Off.", [
			quarantine.reason,
			"Fix the cause, run a cycle by hand, and switch provisioning On again.",
		]);
	else if (quarantine !== undefined && held !== before.quarantine)
		add("quarantine", "Provisioning is in quarantine: cycles run less often until the cause is fixed.", [
			quarantine.reason,
		]);
	if (heldBack !== undefined && heldBack.hash !== before.stagedDeletions)
		add("stagedDeletions", "Deactivations and deletions are held back until an operator allows them.", [
			`${heldBack.count} held back; maximum per cycle: ${heldBack.threshold}.`,
		]);
	// By its code: the words of the same failure may hold times and ids. The cause of a quarantine is not notified twice.
	const cycleFailed = failed?.code ?? null;
	if (failed !== undefined && quarantine === undefined && cycleFailed !== before.cycleFailed)
		add("cycleFailed", "A provisioning cycle failed.", [failed.reason]);
	if (paused !== undefined && before.paused !== true)
		add("paused", "The target pauses provisioning: it takes no requests for now.", [
			paused.reason,
			paused.recommendedAction,
		]);
	const isNew = newSince(before);
	const fresh = users.filter(isNew);
	const failing = fresh.filter(({ kind }) => kind === "userFails");
	const notApplied = fresh.filter(({ kind }) => kind === "changeNotApplied");
	if (failing.length > 0)
		add(
			"failures",
			failing.length === 1
				? "A user could not be provisioned."
				: `${failing.length} users could not be provisioned.`,
			named(failing, describe),
		);
	if (notApplied.length > 0)
		add(
			"failures",
			notApplied.length === 1
				? "The target accepted a change of a user without applying it."
				: `The target accepted changes of ${notApplied.length} users without applying them.`,
			named(notApplied, describe),
		);
	const solved = solvedSince(before, users);
	const areAllSolved = before.failures.length > 0 && users.length === 0;
	const recovered = [
		...(before.quarantine !== null && quarantine === undefined ? ["Provisioning is out of quarantine."] : []),
		...(before.stagedDeletions !== null && heldBack === undefined
			? ["No deactivations or deletions are held back."]
			: []),
		...(before.cycleFailed !== null && failed === undefined && quarantine === undefined
			? ["Cycles complete again."]
			: []),
		...(before.paused === true && paused === undefined ? ["The pause of the target has ended."] : []),
		...(areAllSolved ? ["All users who failed are provisioned."] : []),
		...(areAllSolved || solved.length === 0 ? [] : named(solved, (name) => `${name} no longer fails.`)),
	];
	if (recovered.length > 0) add("recovery", "Provisioning recovered.", recovered);
	return {
		notices,
		notified: {
			quarantine: held,
			stagedDeletions: heldBack?.hash ?? null,
			cycleFailed: quarantine === undefined ? cycleFailed : before.cycleFailed,
			...(paused === undefined ? {} : { paused: true }),
			failures: [...new Set(users.map(({ code }) => code))].sort(),
			users: users.map(({ user, code }) => ({ id: user.id, name: user.displayName, code })),
		},
	};
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
