import type { Escrow, JobState } from "../../ports/store.ts";
import { cleanText } from "../../text/clean-text.ts";

/** What somebody should know of who does not look at the console. All texts are fit for a terminal. */
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

/** How a profile stands after a cycle. */
export type Condition = Pick<JobState, "quarantine" | "stagedDeletions"> & {
	readonly escrow: readonly Pick<Escrow, "displayName" | "code" | "reason">[];
	/** Whether the quarantine lasted so long that provisioning was switched off. */
	readonly switchedOff: boolean;
	/** Why the cycle failed as a whole; null when it did not. */
	readonly cycleError: string | null;
};

/** The reasons that were told and still hold: each is told once. Kept in the store. */
export type Told = NonNullable<JobState["told"]>;

export const nothingTold: Told = { quarantine: null, stagedDeletions: null, cycleFailed: null, failures: [] };

const most = 10;

/** What is new since the last time, and what is known from now on. */
export function noticesOf(
	{ quarantine, switchedOff, stagedDeletions, escrow, cycleError }: Condition,
	told: Told,
): { readonly notices: readonly Notice[]; readonly told: Told } {
	const codes = [...new Set(escrow.map(({ code }) => code))].sort();
	const fresh = escrow.filter(({ code }) => !told.failures.includes(code));
	const notices: Notice[] = [];
	const tell = (type: Notice["type"], title: string, details: readonly string[]) =>
		notices.push({ type, title, details: details.map(cleanText) });

	const held =
		quarantine === null ? null : switchedOff ? `${quarantine.code}, switched off` : quarantine.code;
	if (quarantine !== null && held !== told.quarantine && switchedOff)
		tell("switchedOff", "Provisioning was in quarantine for 28 days and is now Off.", [
			quarantine.reason,
			"Mend the cause, run a cycle by hand, and switch provisioning On again.",
		]);
	else if (quarantine !== null && held !== told.quarantine)
		tell("quarantine", "Provisioning is in quarantine: cycles run less often until the cause is mended.", [
			quarantine.reason,
		]);
	if (stagedDeletions !== null && stagedDeletions.hash !== told.stagedDeletions)
		tell("stagedDeletions", "Disables and deletes are held back until somebody has seen and allowed them.", [
			`${stagedDeletions.count} held back; ${stagedDeletions.threshold} allowed in a cycle.`,
		]);
	// What brought the quarantine is not told twice.
	if (cycleError !== null && quarantine === null && cycleError !== told.cycleFailed)
		tell("cycleFailed", "A provisioning cycle failed.", [cycleError]);
	if (fresh.length > 0) {
		const shown = fresh
			.slice(0, most)
			.map(({ displayName, code, reason }) => `${displayName}: ${code}: ${reason}`);
		const more = fresh.length - shown.length;
		tell(
			"failures",
			fresh.length === 1
				? "A user could not be provisioned."
				: `${fresh.length} users could not be provisioned.`,
			more > 0 ? [...shown, `and ${more} more`] : shown,
		);
	}
	const mended = [
		...(told.quarantine !== null && quarantine === null ? ["Provisioning is out of quarantine."] : []),
		...(told.stagedDeletions !== null && stagedDeletions === null
			? ["No disables or deletes are held back."]
			: []),
		...(told.cycleFailed !== null && cycleError === null && quarantine === null
			? ["Cycles complete again."]
			: []),
		...(told.failures.length > 0 && codes.length === 0 ? ["Everybody who failed is provisioned."] : []),
	];
	if (mended.length > 0) tell("recovery", "Provisioning recovered.", mended);
	return {
		notices,
		told: {
			quarantine: held,
			stagedDeletions: stagedDeletions?.hash ?? null,
			cycleFailed: quarantine === null ? cycleError : told.cycleFailed,
			failures: codes,
		},
	};
}
