import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../app/session.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { type Arrival, useShell } from "../../context/shell-context.ts";
import type { Withdraw } from "../../context/status-message.ts";
import { changedParts } from "./plan-basis.ts";
import { planDifferences, withoutUsers } from "./planned-text.ts";

/** A plan and its progress. */
export type Planning = {
	readonly report: PlanReport | null;
	/** When it was made, milliseconds since 1970. */
	readonly madeAt: number;
	/** Whether mapping, scope, source or target may have changed since then. */
	readonly stale: boolean;
	/** What has another version than the plan shown rests on, as far as a newer plan shows it. */
	readonly changed: readonly string[];
	/** Users planned so far; null when no planning is running. */
	readonly progress: number | null;
	readonly failed: string | null;
	readonly again: () => void;
	/**
	 * Plans once more without the users that are left out. Returns what differs from the plan shown, of which a new one is then shown; empty
	 * when it still holds.
	 */
	readonly verify: (excluded: readonly string[]) => Promise<readonly string[]>;
};

const pace = 250;

/**
 * Plans when the screen is first shown, when `d` opens it, on `again`, and automatically when the plan is stale and the screen is shown; not each
 * time its tab is shown.
 */
export function usePlan(session: Session, arrival: Arrival | null): Planning {
	const { now, toast } = useShell();
	const [report, setReport] = useState<PlanReport | null>(null);
	const [madeAt, setMadeAt] = useState(0);
	const [stale, setStale] = useState(false);
	const [changed, setChanged] = useState<readonly string[]>([]);
	const [progress, setProgress] = useState<number | null>(null);
	const [failed, setFailed] = useState<string | null>(null);
	const [round, setRound] = useState(0);
	const made = useRef<readonly [Arrival | null, number] | null>(null);
	const withdraw = useRef<Withdraw>(() => undefined);
	const { provisioning } = session;

	const plan = useEffectEvent(async (signal: AbortSignal, wish: readonly [Arrival | null, number]) => {
		setProgress(0);
		setFailed(null);
		const begun = now();
		let shownAt = begun;
		try {
			const next = await provisioning.plan({
				signal,
				onProgress(done) {
					if (signal.aborted || now() - shownAt < pace) return;
					shownAt = now();
					setProgress(done);
				},
			});
			if (signal.aborted) return;
			made.current = wish;
			setReport(next);
			setMadeAt(provisioning.lastPlan()?.madeAt ?? begun);
			setStale(false);
			withdraw.current();
		} catch (error) {
			if (signal.aborted) return;
			withdraw.current = toast.error(error);
			setFailed(errorMessage(error));
		}
		setProgress(null);
	});

	useEffect(() => {
		if (made.current?.[0] === arrival && made.current[1] === round) return;
		const abort = new AbortController();
		void plan(abort.signal, [arrival, round]);
		return () => abort.abort();
	}, [arrival, round]);

	const basis = report?.basis;
	useEffect(() => {
		// The session knows what outdates a plan, also while this screen is hidden.
		const look = () => {
			const last = provisioning.lastPlan();
			if (last?.isOutdated) setStale(true);
			// A newer plan, made on another screen, was based on something else.
			const parts = changedParts(basis, last?.basis);
			if (parts.length > 0) setStale(true);
			setChanged((before) => (before.join() === parts.join() ? before : parts));
		};
		look();
		const leave = [
			session.subscribe(look),
			provisioning.subscribe((event) => {
				if (event.type === "cycleEnded") setStale(true);
			}),
		];
		return () => {
			for (const stop of leave) stop();
		};
	}, [session, provisioning, basis]);

	const isIdle = progress === null && failed === null;
	useEffect(() => {
		if (stale && isIdle) setRound((before) => before + 1);
	}, [stale, isIdle]);

	const verify = async (excluded: readonly string[]) => {
		setProgress(0);
		try {
			const current = await provisioning.plan({ excluded, onProgress: setProgress });
			const expected = report && withoutUsers(report, excluded);
			const differences = expected === null ? [] : planDifferences(expected, current);
			if (excluded.length > 0) {
				// The plan shown also has the users that are left out.
				if (differences.length > 0) setRound((before) => before + 1);
				return differences;
			}
			setReport(current);
			setMadeAt(now());
			setStale(false);
			return differences;
		} finally {
			setProgress(null);
		}
	};
	return { report, madeAt, stale, changed, progress, failed, again: () => setRound(round + 1), verify };
}
