import type { CycleSummary } from "../../ports/event.ts";
import type { CycleCounts } from "../../ports/store/cycle.ts";
import type { Store } from "../../ports/store/store.ts";
import { counted } from "../../text/counted.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EngineParts } from "../cycle/parts/engine-parts.ts";
import { warn } from "../cycle/parts/warn.ts";
import { checkDrift } from "./drift/check-drift.ts";

/**
 * Checks for drift after every nth cycle, if the profile is set to, and warns about new findings. A failed check does not make
 * the cycle fail: it emits a warning, and the check is retried after the next cycle. Returns the counts of the check; null when
 * none ran.
 */
export async function driftAfterCycle(
	parts: EngineParts,
	{ kind, outcome }: CycleSummary,
	signal: AbortSignal,
): Promise<CycleCounts | null> {
	const { store, rules } = parts;
	const { driftEvery, driftRepair } = rules().settings;
	if (outcome !== "completed" || kind !== "incremental" || !(await isDriftDue(store, driftEvery)))
		return null;
	try {
		const { found, counts } = await checkDrift(parts, { repair: driftRepair, initiatedBy: "cycle", signal });
		if (found.every(({ entry }) => entry === null)) return counts;
		const waiting = found.filter(({ kind }) => kind === "notApplied").length;
		const changed = found.length - waiting;
		if (changed > 0) {
			const repaired = found.filter(
				({ kind, outcome }) => kind !== "notApplied" && outcome === "repaired",
			).length;
			const what = counted(changed, "account was changed", "accounts were changed");
			const repairs = driftRepair ? `; ${repaired} of them repaired` : "; nothing was repaired";
			warn(parts, `${what} outside sumo-provision${repairs}. The log names them.`);
		}
		if (waiting > 0) {
			const what = counted(waiting, "change was", "changes were");
			warn(parts, `${what} accepted by the target but not applied. The log names the users.`);
		}
		return counts;
	} catch (error) {
		if (!signal.aborted) warn(parts, `The drift check failed: ${errorMessage(error)}`);
		return null;
	}
}

/** Whether `every` cycles have run since all users were last compared, by a drift check or an initial cycle. 0: never due. */
async function isDriftDue(store: Store, every: number): Promise<boolean> {
	if (every === 0) return false;
	let since = 0;
	for (const { kind, outcome } of await store.cycles(1000)) {
		if (outcome !== "completed") continue;
		if (kind === "drift" || kind === "initial") break;
		if (kind === "incremental") since += 1;
	}
	return since >= every;
}
