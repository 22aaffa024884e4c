import { useState } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import type { CycleSummary } from "../../ports/event.ts";
import { changesHeldBack } from "../../ports/open-matter.ts";
import { asSentence } from "../../text/as-sentence.ts";
import { counted } from "../../text/counted.ts";
import { useShell } from "../context/shell-context.ts";
import { keyFor } from "../keys/key-table.ts";
import { cycleCountText } from "../text/count-text.ts";
import { cycleMark } from "../text/cycle-mark.ts";
import type { ProvisioningView, Question, Reset } from "./provisioning-commands.ts";

/** What the keys of provisioning do, and the question that is asked before it. */
export type ProvisioningActions = {
	readonly view: ProvisioningView;
	readonly question: Question | null;
	readonly answer: () => Promise<void>;
	/** Runs a cycle without asking, without the users with the given source ids. */
	readonly run: (excluded?: readonly string[]) => Promise<void>;
	readonly cancel: () => void;
};

/** What the operator can do after a cycle that did not do everything, and has no remedy of its own. */
function toDo({ outcome, failed, notApplied = 0, staged, stillFailing }: CycleSummary): string {
	if (outcome === "interrupted") return `Press ${keyFor("provision")} to continue.`;
	if (failed + notApplied + stillFailing > 0 || staged === 0) return "Home lists what needs you.";
	return `Press ${keyFor("plan")} to see what is held back, ${keyFor("allow")} to allow it one time.`;
}

/** Runs cycles, turns provisioning on or off, retries, allows and restarts, with a message about the outcome. */
export function useProvisioning(
	{ provisioning, handOver, profile, permissions }: Session,
	status: ProvisioningStatus,
): ProvisioningActions {
	const { hint, toast, go } = useShell();
	const isHosted = provisioning.mode() === "hosted";
	const [question, setQuestion] = useState<Question | null>(null);
	/** The held-back changes when the question was asked: a cycle may hold back others before it is answered. */
	const [held, setHeld] = useState<string>();

	const setEnabled = async (enabled: boolean) => {
		toast.note(enabled ? "Turning on…" : "Turning off after in-flight requests…");
		await provisioning.setEnabled(enabled);
		if (isHosted) toast.done(enabled ? "Entra's job is on." : "Entra's job is paused.");
		else
			toast.done(
				enabled
					? "Provisioning is on."
					: "Provisioning is off. No users are changed until you turn it on again.",
			);
	};
	const run = async (excluded: readonly string[] = []) => {
		toast.note(status.running === null ? "Running a cycle." : "Another cycle will run after this one.");
		const ended = await provisioning.runNow(undefined, { excluded });
		const { outcome, error, stillFailing, remedy } = ended;
		const mark = cycleMark({ outcome, counts: ended });
		const did = error ?? cycleCountText({ outcome, counts: ended });
		const text = `Cycle ${outcome}: ${asSentence(did)}`;
		if (error === null && mark.tone === "good" && stillFailing === 0) {
			toast.done(text);
			return;
		}
		// The count of the cycle says it already, unless other users still fail.
		const fails = stillFailing > ended.failed ? ` ${counted(stillFailing, "user fails", "users fail")}.` : "";
		const next = remedy !== null ? hint(remedy) : toDo(ended);
		if (mark.tone === "good") toast.warn(`${text}${fails}`, next);
		else toast.judge(mark, `${text}${fails}`, next);
	};
	const restart = async (full: boolean) => {
		await provisioning.restart({ full });
		toast.done(`The next cycle reads all users again. Press ${keyFor("provision")} to run it now.`);
	};
	const allow = async () => {
		await provisioning.allowDeletions(held);
		toast.done(
			isHosted
				? "Allowed one time. The job restarts."
				: `Allowed one time. Press ${keyFor("provision")} to run the cycle.`,
		);
	};
	const reset = async ({ reset: scopes }: Reset) => {
		await provisioning.reset(scopes);
		toast.done("Entra's job restarts.");
	};
	const answers: Readonly<Record<Exclude<Question, Reset>, () => Promise<void>>> = {
		run: () => run(),
		"turn on": () => setEnabled(true),
		"turn off": () => setEnabled(false),
		"allow deletions": allow,
		restart: () => restart(false),
		"restart in full": () => restart(true),
		"choose reset": async () => undefined,
		limits: async () => undefined,
		"hand over": async () => {
			toast.note(isHosted ? "Pausing Entra's job, and waiting for the end of its cycle…" : "Handing over…");
			await handOver.perform(isHosted ? "direct" : "hosted");
			toast.done(
				isHosted
					? `sumo-provision has the accounts. It is off: press ${keyFor("onOff")} to turn it on.`
					: "Entra's job has the accounts, and provisions.",
			);
		},
	};
	return {
		view: {
			status,
			async stop() {
				toast.note("Stopping after in-flight requests…");
				await provisioning.stop();
				toast.done("Stopped. The next cycle continues from here.");
			},
			async retry() {
				await provisioning.retryNow();
				toast.done("Failed users are retried in the next cycle.");
			},
			showPlan: () => go("plan", "now"),
			async refresh() {
				const withdraw = toast.note("Reading the state of the job…");
				await provisioning.readAgain();
				// Why it could not be read is part of the status.
				if ((provisioning.status().hosted?.problem ?? null) === null)
					toast.done("The state of the job was read again.");
				else withdraw();
			},
			ask(asked) {
				setHeld(changesHeldBack(status.openMatters)?.hash);
				setQuestion(asked);
			},
			missing: provisioning.missing,
			isHosted,
			notPermitted: (isHosted ? permissions.refusal("job") : undefined) ?? null,
			noHandOver:
				profile().source.type === "file"
					? "The source of this profile is a file, so Entra's own job cannot provision its users."
					: null,
		},
		question,
		run,
		async answer() {
			setQuestion(null);
			if (question !== null) await (typeof question === "object" ? reset(question) : answers[question]());
		},
		cancel: () => setQuestion(null),
	};
}
