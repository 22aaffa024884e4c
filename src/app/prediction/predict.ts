import type { PlanParts } from "../../engine/cycle/parts/engine-parts.ts";
import { planCycle } from "../../engine/cycle/plan-cycle.ts";
import type { PlannedAction } from "../../engine/plan/action/planned-action.ts";
import type { Rules } from "../../engine/plan/rules.ts";
import type { HostedEscrow } from "../../jobs/hosted-escrow.ts";
import type { PlanOptions, PlanReport } from "../../jobs/plan-report.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import type { Link } from "../../ports/store/link.ts";
import { counted } from "../../text/counted.ts";
import { entraPatch } from "./entra-patch.ts";
import { type RestrictedFlow, withFlows } from "./flow-type.ts";
import type { PredictedUser, Prediction } from "./prediction.ts";

export type PredictionParts = Pick<PlanParts, "directory" | "target" | "roleNames" | "clock"> & {
	/** The job's rules, with its policy and settings. */
	readonly rules: Rules;
	/** The job's links, as far as they are known, by source id. */
	readonly links: ReadonlyMap<string, Link>;
	/** Users whose last attempt failed, by source id. */
	readonly escrow: ReadonlyMap<string, HostedEscrow>;
	/** Whether the job sends PATCH as the standard has it. */
	readonly isStandardPatch: boolean;
	/** Mappings that flow only in part, by target attribute in lower case. */
	readonly flows?: ReadonlyMap<string, RestrictedFlow>;
	/** Whether a user is outside the job's input filters; absent: none is. */
	readonly isOutside?: (id: string) => boolean;
	readonly warn: (message: string) => void;
	/** Gets each planned action; planning waits for the promise. */
	readonly onAction?: PlanOptions["onAction"];
};

export type PredictedCycle = Pick<Prediction, "counts" | "held" | "users"> & {
	/** The same as a plan of our own, whose actions `onAction` got. Its forecast is for our own pace. */
	readonly report: PlanReport;
};

/** Nothing is known of earlier runs but the links. */
const blankState: JobState = {
	enabled: true,
	watermark: null,
	pair: null,
	configuration: null,
	nextRun: null,
	quarantine: null,
	allowedDeletions: null,
	stagedDeletions: null,
	failedCycles: null,
	pausedUntil: null,
	enabling: null,
	notified: null,
};

/** Plans the next cycle of Entra's job with the engine. Reads only; throws `ScimError`, `DirectoryError` and `ScopeError`. */
export async function predictCycle(
	parts: PredictionParts,
	signal?: AbortSignal,
	onProgress?: (done: number, total: number) => void,
): Promise<PredictedCycle> {
	const { directory, target, roleNames, clock, rules, links, escrow, isStandardPatch, warn, onAction } =
		parts;
	const { flows = new Map(), isOutside = () => false } = parts;
	let unchanged = 0;
	const users: PredictedUser[] = [];
	const targets = rules.mappings.targets;
	const isBoolean = (name: string) => targets.named(name)?.type === "Boolean";
	const plan = await planCycle(
		{
			directory,
			target,
			roleNames,
			clock,
			emit: (event) => {
				if (event.type === "warning") warn(event.message);
			},
			rules: () => rules,
			store: {
				state: async () => blankState,
				setState: async () => undefined,
				links: async function* () {
					yield [...links.values()];
				},
				escrow: async () => [],
				log: async () => [],
			},
		},
		{
			signal,
			onProgress,
			onAction: async (action) => {
				const whole = predictedUser(action);
				if (whole === null) {
					await onAction?.(action);
					return;
				}
				const isLeftAlone = isOutside(whole.id);
				const planned = isLeftAlone ? leftAlone(whole) : withFlows(whole, flows);
				if (!isLeftAlone && planned !== null) await onAction?.({ ...action, changes: planned.changes });
				if (planned === null) {
					unchanged++;
					return;
				}
				const user = withEscrow(planned, escrow.get(planned.id), clock.now());
				const sendsPatch = user.action === "update" || user.action === "disable";
				const isSent = sendsPatch && user.status === "success";
				users.push(isSent ? { ...user, patch: entraPatch(user.changes, isBoolean, isStandardPatch) } : user);
			},
		},
	);
	const removals = users.filter(isRemoval).length;
	const held =
		plan.guard === null || removals <= plan.guard.threshold
			? null
			: { count: removals, threshold: plan.guard.threshold };
	const shown = held === null ? users : users.map(staged);
	const numberOf = (wanted: PredictedUser["action"]) =>
		shown.filter(({ action, status }) => action === wanted && status !== "failure").length;
	return {
		counts: {
			create: numberOf("create"),
			update: numberOf("update"),
			disable: numberOf("disable"),
			delete: numberOf("delete"),
			stagedDelete: numberOf("stagedDelete"),
			skip: numberOf("other"),
			fail: shown.filter(({ status }) => status === "failure").length,
			unchanged: plan.counts.unchanged + unchanged,
		},
		held,
		users: shown,
		report: {
			...plan,
			guard: held === null ? null : { ...thresholdGuard(held), held: held.count, threshold: held.threshold },
			stillFailing: shown.filter(stillFails).length,
		},
	};
}

/** A user who fails, or who failed before and waits. */
function stillFails({ status, notBefore }: PredictedUser): boolean {
	return status === "failure" || notBefore !== null;
}

/** A user who failed is not tried in each cycle. Deactivations and deletions follow from a change in Entra ID. */
function withEscrow(user: PredictedUser, failed: HostedEscrow | undefined, now: number): PredictedUser {
	const isTried = user.action === "create" || user.action === "update";
	if (failed === undefined || !isTried || failed.nextAttempt <= now) return user;
	return { ...user, notBefore: new Date(failed.nextAttempt).toISOString() };
}

/** Entra's service counts only: it has no other reason to hold changes back. */
function thresholdGuard({ count, threshold }: { readonly count: number; readonly threshold: number }) {
	const reason = `${counted(count, "account")} would be disabled or deleted, more than the ${threshold} that Entra allows per cycle.`;
	return { cause: "count", reason } as const;
}

/** Beyond the threshold, Entra holds all deactivations and deletions of the cycle. */
function staged(user: PredictedUser): PredictedUser {
	if (!isRemoval(user)) return user;
	const { patch: _, ...rest } = user;
	const reason = "Held back: more deactivations and deletions than Entra allows per cycle.";
	return { ...rest, action: "stagedDelete", status: "skipped", code: "TooManyDeletes", reason, changes: [] };
}

function isRemoval({ status, action }: PredictedUser): boolean {
	return status === "success" && (action === "disable" || action === "delete");
}

/** Entra does not process a user outside its input filters, whatever would be done otherwise. */
function leftAlone(user: PredictedUser): PredictedUser {
	const reason = "The user is outside the job's input filters: Entra leaves the account as it is.";
	return {
		...user,
		action: "other",
		status: "skipped",
		code: "EntrySynchronizationSkipped",
		reason,
		changes: [],
	};
}

/** A planned action as Entra's log would show it; null for an account without a source user. */
function predictedUser(action: PlannedAction): PredictedUser | null {
	const { source, target, changes, steps } = action;
	if (source === null) return null;
	const common = {
		id: source.id,
		displayName: source.displayName,
		userName: source.userName,
		targetId: target?.id ?? null,
		reason: steps.findLast(({ type }) => type === "processing")?.description ?? "",
		changes: changes.map(({ name, old, new: value }) => ({ name, old, new: value })),
		uncertain: null,
		notBefore: null,
	};
	const done = (name: "create" | "update" | "disable" | "delete") =>
		({ ...common, action: name, status: "success", code: null }) as const;
	const skipped = (code: string) => ({ ...common, action: "other", status: "skipped", code }) as const;
	switch (action.type) {
		case "create":
			return done("create");
		case "update":
			return done("update");
		case "enable":
			return { ...done("update"), uncertain: action.note };
		case "disable":
			return done("disable");
		case "delete":
			return { ...done("delete"), changes: [] };
		case "link":
		case "unlink":
			return skipped("RedundantExport");
		case "skip":
			return skipped(skipCodes[action.reason]);
		case "fail": {
			const name = target === null ? "create" : "update";
			const { code, reason } = action.error;
			const uncertain =
				code === "DuplicateSourceEntries"
					? "Of several users with one matching value, Entra provisions the first that it reads."
					: null;
			return { ...common, action: name, status: "failure", code, reason, uncertain };
		}
	}
}

/** Reasons to skip in Entra's words. */
const skipCodes: Readonly<Record<Extract<PlannedAction, { type: "skip" }>["reason"], string>> = {
	Unchanged: "RedundantExport",
	AlreadyDisabled: "RedundantExport",
	NotAssigned: "NotEffectivelyEntitled",
	OutOfScope: "NotEffectivelyEntitled",
	DisabledAtSource: "NotEffectivelyEntitled",
	SoftDeletedAtSource: "NotEffectivelyEntitled",
	OutOfScopeDeletionsSkipped: "NotEffectivelyEntitled",
	ActionNotAllowed: "EntrySynchronizationSkipped",
	InEscrow: "EntrySynchronizationSkipped",
};
