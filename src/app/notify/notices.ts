import type { Escrow, JobState } from "../../ports/store.ts";
import { cleanText } from "../../text/clean-text.ts";

/** What an operator should know without looking at the console. All strings are safe to print on a terminal. */
export type Notice = {
	readonly type:
		| "quarantine"
		| "switchedOff"
		| "stagedDeletions"
		| "failures"
		| "cycleFailed"
		| "recovery"
		| "test";
	/** One sentence. */
	readonly title: string;
	readonly details: readonly string[];
};

/** The state of a profile after a cycle. */
export type Condition = Pick<JobState, "quarantine" | "stagedDeletions"> & {
	readonly escrow: readonly Pick<Escrow, "displayName" | "code" | "reason">[];
	/** Whether the quarantine lasted until provisioning was switched Off. */
	readonly switchedOff: boolean;
	/** Why the cycle failed as a whole; null when it did not. */
	readonly cycleError: string | null;
};

/** The reasons that were notified and still hold: each is notified once. Kept in the store. */
export type Notified = NonNullable<JobState["notified"]>;

export const nothingNotified: Notified = {
	quarantine: null,
	stagedDeletions: null,
	cycleFailed: null,
	failures: [],
};

/** Maximum of failed users named in one notice. */
const maxNamed = 10;

/** The notices that are due, and what counts as notified after them. */
export function noticesOf(
	{ quarantine, switchedOff, stagedDeletions, escrow, cycleError }: Condition,
	before: Notified,
): { readonly notices: readonly Notice[]; readonly notified: Notified } {
	const codes = [...new Set(escrow.map(({ code }) => code))].sort();
	const fresh = escrow.filter(({ code }) => !before.failures.includes(code));
	const notices: Notice[] = [];
	const add = (type: Notice["type"], title: string, details: readonly string[]) =>
		notices.push({ type, title, details: details.map(cleanText) });

	const held =
		quarantine === null ? null : switchedOff ? `${quarantine.code}, switched off` : quarantine.code;
	if (quarantine !== null && held !== before.quarantine && switchedOff)
		add("switchedOff", "Provisioning was in quarantine for 28 days and is now Off.", [
			quarantine.reason,
			"Fix the cause, run a cycle by hand, and switch provisioning On again.",
		]);
	else if (quarantine !== null && held !== before.quarantine)
		add("quarantine", "Provisioning is in quarantine: cycles run less often until the cause is fixed.", [
			quarantine.reason,
		]);
	if (stagedDeletions !== null && stagedDeletions.hash !== before.stagedDeletions)
		add("stagedDeletions", "Deactivations and deletions are held back until an operator allows them.", [
			`${stagedDeletions.count} held back; maximum per cycle: ${stagedDeletions.threshold}.`,
		]);
	// The cause of the quarantine is not notified twice.
	if (cycleError !== null && quarantine === null && cycleError !== before.cycleFailed)
		add("cycleFailed", "A provisioning cycle failed.", [cycleError]);
	if (fresh.length > 0) {
		const shown = fresh
			.slice(0, maxNamed)
			.map(({ displayName, code, reason }) => `${displayName}: ${code}: ${reason}`);
		const more = fresh.length - shown.length;
		add(
			"failures",
			fresh.length === 1
				? "A user could not be provisioned."
				: `${fresh.length} users could not be provisioned.`,
			more > 0 ? [...shown, `and ${more} more`] : shown,
		);
	}
	const recovered = [
		...(before.quarantine !== null && quarantine === null ? ["Provisioning is out of quarantine."] : []),
		...(before.stagedDeletions !== null && stagedDeletions === null
			? ["No deactivations or deletions are held back."]
			: []),
		...(before.cycleFailed !== null && cycleError === null && quarantine === null
			? ["Cycles complete again."]
			: []),
		...(before.failures.length > 0 && codes.length === 0 ? ["All users who failed are provisioned."] : []),
	];
	if (recovered.length > 0) add("recovery", "Provisioning recovered.", recovered);
	return {
		notices,
		notified: {
			quarantine: held,
			stagedDeletions: stagedDeletions?.hash ?? null,
			cycleFailed: quarantine === null ? cycleError : before.cycleFailed,
			failures: codes,
		},
	};
}
