import { useRef, useState } from "react";
import {
	type EntraSetup,
	missingAfter,
	type StepId,
	type StepReport,
	stepIds,
} from "../../../app/guided-setup/entra-setup.ts";
import type { ProvisioningMode } from "../../../app/provisioning/provisioning.ts";
import { type ScreenId, useShell } from "../../context/shell-context.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { keyFor } from "../../keys/key-table.ts";
import { stepTitles } from "./step-fields.ts";
import type { ShownStep } from "./step-marks.ts";

/** The steps as far as they are known, and what runs. */
export type SetupSteps = {
	readonly steps: ReadonlyMap<StepId, StepReport>;
	readonly shown: (id: StepId) => ShownStep;
	readonly planning: boolean;
	readonly applying: boolean;
	/** Why the steps could not be planned; null when they were. */
	readonly failed: string | null;
	readonly plan: () => void;
	/** Carries out the steps up to one, or all, each shown as soon as it is done. Returns the step to look at then: the first blocked one, or the last. */
	readonly apply: (until: StepId | null) => Promise<StepId | null>;
	readonly stop: () => void;
};

/** What to press after everything is set up: by then this program or Entra's job provisions, and the console shows one of them. */
async function nextWords(
	setup: EntraSetup,
	mode: ProvisioningMode,
	keysTo: (screen: ScreenId) => string,
): Promise<string> {
	if (mode === "hosted") return "";
	const { start } = await setup.values();
	return start === "yes"
		? ` Entra's job provisions now: to show it here, press ${keysTo("settings")} and choose it as Provisioned by.`
		: ` To see what a cycle would do, press ${keysTo("plan")}.`;
}

/** Plans the steps when the screen is shown, and carries them out on request. */
export function useSetupSteps(setup: EntraSetup, mode: () => ProvisioningMode): SetupSteps {
	const { toast, underway, keysTo } = useShell();
	const next = () => nextWords(setup, mode(), keysTo);
	const [steps, setSteps] = useState<ReadonlyMap<StepId, StepReport>>(new Map());
	const [applied, setApplied] = useState<ReadonlySet<StepId>>(new Set());
	const [applying, setApplying] = useState(false);
	const abort = useRef<AbortController | null>(null);
	const add = (report: StepReport) => setSteps((before) => new Map(before).set(report.step, report));
	const { loading, failed, reload } = useLoad(setup, async (from, { signal }) => {
		if (abort.current !== null) return;
		setSteps(new Map());
		setApplied(new Set());
		await from.run({ apply: false, signal, onStep: (step) => signal.aborted || add(step) });
	});
	const isWorking = loading || applying;
	const first = stepIds.find((id) => (applying ? !applied.has(id) : !steps.has(id)));

	return {
		steps,
		planning: loading,
		applying,
		failed,
		shown(id) {
			const report = steps.get(id);
			if (isWorking && id === first) return "working";
			return report === undefined ? "unknown" : { report, applied: applied.has(id) };
		},
		plan: reload,
		async apply(until) {
			const stop = new AbortController();
			abort.current = stop;
			const end = underway.begin("The setup");
			setApplying(true);
			setApplied(new Set());
			try {
				const reports = await setup.run({
					apply: true,
					until: until ?? undefined,
					signal: stop.signal,
					onStep(step) {
						add(step);
						setApplied((before) => new Set(before).add(step.step));
					},
				});
				const blocked = reports.filter(({ action }) => action === "blocked");
				const missing = missingAfter(reports);
				if (blocked.length === 0 && until !== null)
					toast.done(`Applied up to ${stepTitles[until]}. The steps after it were not touched.`);
				else if (blocked.length === 0 && missing !== null)
					toast.warn(`All steps are done, but no user is provisioned yet. ${missing}`);
				else if (blocked.length === 0) toast.done(`Everything is set up.${await next()}`);
				else
					toast.warn(
						`${blocked.length} of ${reports.length} steps are blocked. Each says why and what to do.`,
					);
				return blocked[0]?.step ?? until ?? "start";
			} catch (error) {
				if (stop.signal.aborted) toast.note(`Stopped. What is done stays; ${keyFor("provision")} continues.`);
				else toast.error(error);
				return null;
			} finally {
				end();
				abort.current = null;
				setApplying(false);
			}
		},
		stop: () => abort.current?.abort(new Error("stopped by the operator")),
	};
}
