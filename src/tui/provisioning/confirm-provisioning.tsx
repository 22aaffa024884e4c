import { useState } from "react";
import type { Session } from "../../app/session.ts";
import { counted } from "../../text/counted.ts";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import { useShell } from "../context/shell-context.ts";
import type { WriteKind } from "../context/write-approval.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useProvisioningStatus } from "../hooks/use-provisioning-status.ts";
import { useSessionValue } from "../hooks/use-session-value.ts";
import { targetLabel } from "../text/target-label.ts";
import { type LeftOut, plannedCounts } from "./planned-counts.ts";

/** What changes accounts, now or from now on. */
export type ProvisioningStart = "run" | "turn on" | "turn off";

type Wording = { readonly title: string; readonly lines: readonly string[]; readonly verb: string };

function wordingOf(
	start: ProvisioningStart,
	session: Session,
	isRunning: boolean,
	counts: readonly string[],
): Wording {
	const profile = session.profile();
	const where = `Profile ${profile.name}, target ${targetLabel(profile)}.`;
	if (session.provisioning.mode() === "hosted") return hostedWording(start, where);
	switch (start) {
		case "run": {
			const more = isRunning ? ["A cycle is running: another one follows it."] : [];
			return { title: "Run a cycle now?", lines: [where, ...more, ...counts], verb: "Run" };
		}
		case "turn on": {
			const interval = counted(profile.provisioning.intervalMinutes, "minute");
			const cycles = `A cycle runs now, then every ${interval} while this console is open.`;
			return { title: "Turn provisioning on?", lines: [where, cycles, ...counts], verb: "Turn on" };
		}
		case "turn off": {
			const stop = isRunning ? ["The running cycle stops after in-flight requests."] : [];
			const off = "No users are changed until you turn provisioning on again.";
			return { title: "Turn provisioning off?", lines: [where, ...stop, off], verb: "Turn off" };
		}
	}
}

/** What cannot be checked before Entra's job provisions. */
export const otherHomes =
	"Only the profiles of this home are checked: make sure that no other machine runs sumo-provision for this application.";

/** What a cycle would do, in sentences, or why that is not known. */
type Counts = { readonly lines: readonly string[]; readonly hasFailed: boolean };

const known = (...lines: readonly string[]): Counts => ({ lines, hasFailed: false });

/**
 * What a cycle would do now, in sentences: planned first when there is no plan or something has changed since. Whoever confirms before
 * that does not wait for it.
 */
function useFreshCounts(session: Session, isAboutToRun: boolean, leftOut: LeftOut): Counts {
	const { provisioning } = session;
	const { now } = useShell();
	const plan = useSessionValue(session, provisioning.lastPlan);
	const [done, setDone] = useState(0);
	const { loading, failed } = useLoad(
		plan?.isOutdated === true,
		async (_, { signal }) => {
			if (!isAboutToRun || provisioning.mode() === "hosted") return;
			const last = provisioning.lastPlan();
			if (last === null || last.isOutdated) await provisioning.plan({ signal, onProgress: setDone });
		},
		{ quiet: true },
	);
	if (failed !== null) return { lines: [`It could not be planned: ${failed}`], hasFailed: true };
	if (isAboutToRun && loading)
		return known(
			`${done === 0 ? "Planning…" : `Planning: ${counted(done, "user")} so far.`} Confirming does not wait for the plan.`,
		);
	return plan === null ? known("No plan has been made yet.") : known(...plannedCounts(plan, leftOut, now()));
}

/** Entra's own job has its own clock, and no run on request. */
function hostedWording(start: ProvisioningStart, where: string): Wording {
	if (start === "turn off")
		return {
			title: "Pause Entra's job?",
			lines: [where, "A running cycle still ends. The state of the job is kept."],
			verb: "Pause",
		};
	return {
		title: "Start Entra's job?",
		lines: [
			where,
			"Entra provisions by its own schedule from now on, also while no console is open.",
			otherHomes,
		],
		verb: "Start",
	};
}

/** Turning provisioning off writes nothing. */
function writesOf(start: ProvisioningStart): { readonly writes?: WriteKind } {
	return start === "turn off" ? {} : { writes: start === "run" ? "run" : "turnOn" };
}

/** Asks before accounts are changed: names the target, and how many users the last plan concerns. */
export function ConfirmProvisioning({
	start,
	session,
	notes = [],
	leftOut = {},
	onConfirm,
	onCancel,
}: {
	readonly start: ProvisioningStart;
	readonly session: Session;
	/** What else to know, in sentences. */
	readonly notes?: readonly string[];
	/** The plan's actions for users who are left out of the cycle. */
	readonly leftOut?: LeftOut;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	const { running } = useProvisioningStatus(session);
	const counts = useFreshCounts(session, start !== "turn off" && running === null, leftOut);
	const wording = wordingOf(start, session, running !== null, counts.lines);
	return (
		<ConfirmDialog
			{...wording}
			verb={counts.hasFailed ? `${wording.verb} anyway` : wording.verb}
			cancelFirst={counts.hasFailed}
			lines={[...wording.lines, ...notes]}
			{...writesOf(start)}
			onConfirm={onConfirm}
			onCancel={onCancel}
		/>
	);
}
