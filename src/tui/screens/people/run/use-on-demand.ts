import { useEffect, useRef, useState } from "react";
import type { OnDemandReport, OnDemandStep } from "../../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../../app/session.ts";
import { errorMessage } from "../../../../text/error-message.ts";
import { useShell } from "../../../context/shell-context.ts";

/** How one user is provisioned on demand, or would be. */
export type Run = {
	readonly state: "waiting" | "working" | "done" | "failed" | "stopped";
	/** Whether it writes; otherwise it only shows what would happen. */
	readonly performs: boolean;
	/** The steps that are known so far. */
	readonly steps: readonly OnDemandStep[];
	/** Null until it is done. */
	readonly report: OnDemandReport | null;
	/** Why it failed as a whole; null otherwise. */
	readonly error: string | null;
};

/** Runs on demand, by the source user's id. */
export type Runs = ReadonlyMap<string, Run>;

/** Users that are provisioned on demand at once, at most. */
export const maxAtOnce = 50;

export type OnDemand = {
	readonly runs: Runs;
	/** The users of the running or last run, in its order. */
	readonly batch: readonly string[];
	readonly busy: boolean;
	/** Previews or performs one user after the other; does nothing while it runs. */
	readonly start: (ids: readonly string[], performs: boolean) => Promise<void>;
	/** Stops after the current user. */
	readonly stop: () => void;
	/** Forgets what was previewed, since it may be outdated. */
	readonly forget: () => void;
};

const waiting: Run = { state: "waiting", performs: false, steps: [], report: null, error: null };

/** Provisions users on demand; their steps fill in as they are known. */
export function useOnDemand({ provisioning }: Session): OnDemand {
	const { underway } = useShell();
	const [runs, setRuns] = useState<Runs>(new Map());
	const [batch, setBatch] = useState<readonly string[]>([]);
	const [busy, setBusy] = useState(false);
	const current = useRef<AbortController | null>(null);

	// What was written since shows more than what would have been.
	useEffect(
		() =>
			provisioning.subscribe((event) => {
				const id = event.type === "entry" ? event.entry.source?.id : undefined;
				if (id !== undefined) setRuns((before) => withoutPreview(before, id));
			}),
		[provisioning],
	);

	const change = (id: string, next: (before: Run) => Run) =>
		setRuns((before) => new Map(before).set(id, next(before.get(id) ?? waiting)));

	const work = async (id: string, performs: boolean, signal: AbortSignal) => {
		change(id, () => ({ ...waiting, state: "working", performs }));
		const onStep = (step: OnDemandStep) =>
			change(id, (before) => ({ ...before, steps: [...before.steps, step] }));
		try {
			// A write under way is not cut off: its outcome would not be known.
			const report = await provisioning.onDemand(id, {
				...{ perform: performs, onStep },
				...(performs ? {} : { signal }),
			});
			change(id, (before) => ({ ...before, state: "done", steps: report.steps, report }));
		} catch (error) {
			if (signal.aborted) change(id, (before) => ({ ...before, state: "stopped" }));
			else change(id, (before) => ({ ...before, state: "failed", error: errorMessage(error) }));
		}
	};

	return {
		runs,
		batch,
		busy,
		async start(ids, performs) {
			if (current.current !== null) return;
			const abort = new AbortController();
			current.current = abort;
			const end = performs && underway.begin("Provisioning on demand");
			setBusy(true);
			setBatch(ids);
			setRuns((before) => {
				const next = new Map(before);
				for (const id of ids) next.set(id, { ...waiting, performs });
				return next;
			});
			for (const id of ids) {
				if (abort.signal.aborted) change(id, (before) => ({ ...before, state: "stopped" }));
				else await work(id, performs, abort.signal);
			}
			if (end) end();
			current.current = null;
			setBusy(false);
		},
		stop: () => current.current?.abort(),
		forget() {
			if (current.current !== null) return;
			setRuns(new Map());
			setBatch([]);
		},
	};
}

/** The same runs when the user has no preview that ended. */
function withoutPreview(runs: Runs, id: string): Runs {
	const run = runs.get(id);
	if (run === undefined || run.performs || run.state !== "done") return runs;
	const others = new Map(runs);
	others.delete(id);
	return others;
}
