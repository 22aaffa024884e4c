import { useRef, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { Drift, DriftProgress, DriftReport } from "../../../engine/accounts/drift/drift.ts";
import { useShell } from "../../context/shell-context.ts";

/** The last comparison and the running one. */
export type Comparing = {
	readonly report: DriftReport | null;
	/** When it was made, milliseconds since 1970. */
	readonly madeAt: number;
	/** The last cycle at that time: a later one may have changed the result. */
	readonly cycleId: string | null;
	/** Null when no comparison is running. */
	readonly progress: DriftProgress | null;
	/** Compares all accounts; rejects on an error. Undefined when stopped. */
	readonly compare: () => Promise<DriftReport | undefined>;
	/** Repairs these accounts and removes the repaired ones from the report. */
	readonly repair: (drifts: readonly Drift[]) => Promise<DriftReport | undefined>;
	readonly stop: () => void;
};

/** Milliseconds between two updates of progress. */
const pace = 250;

/** Compares and repairs; keeps the report while the console is open. */
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
		let shownAt = now();
		try {
			return await accounts.compare({
				repair: only !== null,
				...(only && { only }),
				signal: abort.signal,
				onProgress(next) {
					if (now() - shownAt < pace) return;
					shownAt = now();
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
				setMade((before) => ({
					...before,
					report: before.report && withoutRepaired(before.report, only, after),
				}));
			return after;
		},
		stop: () => running.current?.abort(new Error("stopped by the operator")),
	};
}

/** The report without the repaired accounts and with the outcome of the others. */
function withoutRepaired(before: DriftReport, only: ReadonlySet<string>, after: DriftReport): DriftReport {
	const others = before.found.filter(({ source }) => !only.has(source?.id ?? ""));
	const left = after.found.filter(({ outcome }) => outcome !== "repaired");
	return { ...before, found: [...others, ...left] };
}
