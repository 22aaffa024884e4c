import { useRef, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { Drift, DriftProgress, DriftReport } from "../../../engine/accounts/drift.ts";
import { useShell } from "../../context/shell-context.ts";

/** The last comparison, and what is under way. */
export type Comparing = {
	readonly report: DriftReport | null;
	/** When it was made, milliseconds since 1970. */
	readonly madeAt: number;
	/** The newest cycle when it was made: another one since may have changed what was found. */
	readonly cycleId: string | null;
	/** Null when nothing is under way. */
	readonly progress: DriftProgress | null;
	/** Compares everybody; rejects with what went wrong. Undefined when it was stopped. */
	readonly compare: () => Promise<DriftReport | undefined>;
	/** Repairs these; the report then lacks what was mended. */
	readonly repair: (drifts: readonly Drift[]) => Promise<DriftReport | undefined>;
	readonly stop: () => void;
};

/** Milliseconds between two drawings of progress. */
const pace = 250;

/** Compares and repairs, and keeps what was found while the console is open. */
export function useComparison({ accounts, provisioning }: Session): Comparing {
	const { now } = useShell();
	const [made, setMade] = useState<Pick<Comparing, "report" | "madeAt" | "cycleId">>({
		report: null,
		madeAt: 0,
		cycleId: null,
	});
	const [progress, setProgress] = useState<DriftProgress | null>(null);
	const running = useRef<AbortController | null>(null);

	const work = async (only: ReadonlySet<string> | null): Promise<DriftReport | undefined> => {
		const abort = new AbortController();
		running.current = abort;
		setProgress({ phase: "reading source", done: 0, total: null });
		let told = now();
		try {
			return await accounts.compare({
				repair: only !== null,
				...(only && { only }),
				signal: abort.signal,
				onProgress(next) {
					if (now() - told < pace) return;
					told = now();
					setProgress(next);
				},
			});
		} catch (error) {
			if (abort.signal.aborted) return undefined;
			throw error;
		} finally {
			running.current = null;
			setProgress(null);
		}
	};

	return {
		...made,
		progress,
		async compare() {
			const report = await work(null);
			const cycleId = provisioning.status().lastCycle?.cycleId ?? null;
			if (report) setMade({ report, madeAt: now(), cycleId });
			return report;
		},
		async repair(drifts) {
			const only = new Set(drifts.flatMap(({ source }) => source?.id ?? []));
			const after = await work(only);
			if (after)
				setMade((before) => ({ ...before, report: before.report && mended(before.report, only, after) }));
			return after;
		},
		stop: () => running.current?.abort(new Error("stopped by the operator")),
	};
}

/** The report without what was repaired, and with what became of the rest of those that were to be. */
function mended(before: DriftReport, only: ReadonlySet<string>, after: DriftReport): DriftReport {
	const others = before.found.filter(({ source }) => !only.has(source?.id ?? ""));
	const left = after.found.filter(({ outcome }) => outcome !== "repaired");
	return { ...before, found: [...others, ...left] };
}
