import { DirectoryError } from "../../ports/source/directory.ts";
import type { CycleKind } from "../../ports/store/cycle.ts";
import { ScimError } from "../../scim/errors.ts";
import { errorMessage } from "../../text/error-message.ts";
import { cycleOutcome } from "../record/cycle-entry.ts";
import { settleIntents } from "../recovery/settle-intents.ts";
import { cycleError } from "./ending/failed-cycle.ts";
import type { EngineParts } from "./parts/engine-parts.ts";
import { Tally } from "./progress/tally.ts";

/**
 * Records changes made outside a cycle as a separate run: its entries share the run's id, and it ends with its counts.
 * Changes that an earlier run left open are settled first. The lease must be held.
 */
export async function recordRun<T>(
	{ store, clock, target, ledger, rules }: EngineParts,
	kind: Extract<CycleKind, "onDemand" | "manual" | "drift">,
	work: (cycleId: string, tally: Tally) => Promise<T>,
): Promise<T> {
	ledger.reopen();
	const interactive = target("interactive");
	const { targets, set } = rules().mappings;
	await settleIntents({ store, target: interactive, targets, dialect: set.dialect, ledger, clock });
	const id = clock.id();
	const tally = new Tally(interactive.requests);
	const startedAt = clock.now();
	const counts = tally.counts();
	await store.startCycle({ id, kind, startedAt, endedAt: null, outcome: "running", counts, error: null });
	try {
		const result = await work(id, tally);
		await store.updateCycle(id, { endedAt: clock.now(), outcome: "completed", counts: tally.counts() });
		return result;
	} catch (error) {
		const message = errorMessage(error);
		await store.updateCycle(id, {
			endedAt: clock.now(),
			outcome: "failed",
			counts: tally.counts(),
			error: message,
		});
		const isOutage = error instanceof ScimError || error instanceof DirectoryError;
		if (kind === "drift" && isOutage) await logFailure(error, { cycleId: id, startedAt }, { clock, ledger });
		throw error;
	}
}

/** A drift check may run without an operator who sees its error. A store that cannot be written must not hide it. */
async function logFailure(
	thrown: unknown,
	run: { readonly cycleId: string; readonly startedAt: number },
	{ clock, ledger }: Pick<EngineParts, "clock" | "ledger">,
): Promise<void> {
	const error = cycleError(thrown);
	const words = `The drift check failed: ${error.reason}`;
	ledger.reopen();
	const outcome = cycleOutcome({ ...run, endedAt: clock.now(), error, words, notReached: null });
	await Promise.allSettled([ledger.settle(outcome)]);
}
