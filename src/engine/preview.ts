import { judgeRemovals } from "./deletion-guard.ts";
import { inParallel } from "./in-parallel.ts";
import type { EngineParts } from "./parts.ts";
import { type Candidate, planTurn, type Surroundings } from "./plan-turn.ts";
import type { PlannedAction } from "./planned-action.ts";
import { forecast } from "./progress.ts";
import { isRemoval, removalOf } from "./provision.ts";
import { readAccounts } from "./read-accounts.ts";
import { parsePosition, readSource } from "./read-source.ts";
import { References } from "./references.ts";
import { configurationHash } from "./rules.ts";

/** What a cycle would do. */
export type CyclePlan = {
	/** Everything but unchanged users, in the order in which it would be done. */
	readonly actions: readonly PlannedAction[];
	readonly counts: Readonly<Record<PlanCount, number>>;
	/** Requests left ÷ rate. */
	readonly forecastSeconds: number;
	/** Set when the guard against accidental deletions would hold back disables and deletes. */
	readonly guard: { readonly held: number; readonly threshold: number; readonly reason: string } | null;
};

export type PlanCount = "create" | "update" | "disable" | "enable" | "delete" | "skip" | "fail" | "unchanged";

export type PreviewOptions = {
	readonly signal?: AbortSignal | undefined;
	/** How many users have been planned. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** Without a limit nobody knows the pace; this is what a target on the next machine takes. */
const requestsPerSecondAssumed = 100;

/** Plans a whole cycle as `runCycle` would, without a single write, neither to the target nor to the store. */
export async function planCycle(parts: EngineParts, options: PreviewOptions = {}): Promise<CyclePlan> {
	const { directory, store, clock } = parts;
	const { signal, onProgress } = options;
	const rules = parts.rules();
	const target = parts.target("interactive");
	const state = await store.state();
	const everybody = state.configuration !== configurationHash(rules);
	const since = parsePosition(state.watermark);
	const read = await readSource({ directory, store, rules, since, everybody, now: clock.now(), signal });
	const { workload } = read;
	const { accounts, requestsPerLookUp } = await readAccounts(
		workload,
		target,
		rules,
		signal ? { signal } : {},
	);
	const references = new References(read.links);
	const environment = { now: () => new Date(clock.now()), random: clock.random };
	const shared = { rules, accounts, claims: workload.claims, nameOf: workload.nameOf };
	const counts = {
		create: 0,
		update: 0,
		disable: 0,
		enable: 0,
		delete: 0,
		skip: 0,
		fail: 0,
		unchanged: workload.unchanged,
	};
	const total = workload.candidates.length + workload.removals.length;
	let done = 0;
	const planAll = async (candidates: readonly Candidate[]) => {
		const actions: { readonly candidate: Candidate; readonly action: PlannedAction }[] = [];
		await inParallel(
			candidates,
			rules.settings.concurrency,
			async (candidate) => {
				const own = { ...environment, ...references.environmentOf(candidate.sourceId) };
				const surroundings: Surroundings = { ...shared, environment: own };
				const { action } = await planTurn(candidate, surroundings);
				done += 1;
				onProgress?.(done, total);
				counts[countOf(action)] += 1;
				if (countOf(action) !== "unchanged") actions.push({ candidate, action });
			},
			signal,
		);
		return actions;
	};
	const planned = [...(await planAll(workload.candidates)), ...(await planAll(workload.removals))];
	const removing = planned.filter(({ action }) => isRemoval(action));
	const verdict = judgeRemovals({
		removals: removing.map(({ candidate, action }) => removalOf(candidate, action)),
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? workload.seen : null,
		allowed: state.allowedDeletions,
		settings: rules.settings.deletionGuard,
	});
	const isHeld = verdict.type === "hold";
	const writes =
		counts.create + counts.update + counts.enable + (isHeld ? 0 : counts.disable + counts.delete);
	const requests = writes + requestsPerLookUp * total;
	const pace = rules.settings.requestsPerSecond || requestsPerSecondAssumed;
	const { held, threshold, reason } = isHeld ? verdict : { held: 0, threshold: 0, reason: "" };
	return {
		actions: [
			...planned.filter(({ action }) => !isRemoval(action)).map(({ action }) => action),
			...removing.map(({ action }) => action),
		],
		counts,
		forecastSeconds: forecast(requests, pace) ?? 0,
		guard: isHeld ? { held, threshold, reason } : null,
	};
}

function countOf(action: PlannedAction): PlanCount {
	switch (action.type) {
		case "link":
		case "unlink":
			return "skip";
		case "skip":
			return action.reason === "Unchanged" ? "unchanged" : "skip";
		default:
			return action.type;
	}
}
