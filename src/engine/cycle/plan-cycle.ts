import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { MappingEnvironment } from "../../mapping/user/map-user.ts";
import type { Clock } from "../../ports/clock.ts";
import { inParallel } from "../parallel/in-parallel.ts";
import { TargetVersion } from "../plan/accounts/target-version.ts";
import { isCertain } from "../plan/action/desired-state.ts";
import { type Giving, noted } from "../plan/action/noted.ts";
import { planForDisplay } from "../plan/action/plan-for-display.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import { failedLookUp } from "../plan/failed-look-up.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import {
	type PlannedWorkItem,
	planWorkItem,
	type Surroundings,
	type WorkItem,
} from "../plan/plan-work-item.ts";
import { References } from "../plan/references.ts";
import { type RoleWarning, RoleWarnings } from "../plan/role-warnings.ts";
import { configurationHash } from "../plan/rules.ts";
import { allowedAmong } from "./allowed-removals.ts";
import { checkRemovals, type GuardDecision, type Removal } from "./deletion-guard.ts";
import { enablingOf } from "./known/enabling-of.ts";
import { waitingAction, withKnownFailure } from "./known/known-failures.ts";
import { roleKnowledgeOf } from "./known/role-knowledge-of.ts";
import type { PlanParts } from "./parts/engine-parts.ts";
import { basisOf, type PlanBasis } from "./plan-basis.ts";
import { forecast } from "./progress/progress.ts";
import { isRemoval, removalOf } from "./provision.ts";
import { parsePosition } from "./read/position.ts";
import { type BothSides, readBothSides } from "./read/read-both-sides.ts";
import { WaitingUsers } from "./waiting-users.ts";

/** What a cycle would do. */
export type CyclePlan = {
	/**
	 * Everything but unchanged users, in the order in which it would be done. Of existing accounts only ID, name and state
	 * are kept: the planned changes are in `changes`. Empty with `onAction`.
	 */
	readonly actions: readonly PlannedAction[];
	readonly counts: Readonly<Record<PlanCount, number>>;
	/** Number of failing users: planned to fail, or waiting for their next attempt after a failure. */
	readonly stillFailing: number;
	/** Requests left ÷ rate. */
	readonly forecastSeconds: number;
	/** What the mappings do to roles that an operator may not expect. */
	readonly warnings: readonly RoleWarning[];
	/** The versions of everything that the plan is based on. */
	readonly basis: PlanBasis;
	/** Set when the deletion guard would hold back deactivations and deletions. */
	readonly guard: GuardNote | null;
};

type GuardNote = Pick<
	Extract<GuardDecision, { readonly type: "hold" }>,
	"held" | "threshold" | "cause" | "reason"
>;

export type PlanCount = "create" | "update" | "disable" | "enable" | "delete" | "skip" | "fail" | "unchanged";

export type PreviewOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Source ids of users whom the cycle would leave out. */
	readonly excluded?: readonly string[] | undefined;
	/** How many users have been planned. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
	/**
	 * If given, it gets the actions one by one, in the order of planning, and the actions are not kept: 100,000 of them need much memory.
	 * Planning waits for the listener.
	 */
	readonly onAction?: ((action: PlannedAction) => void | Promise<void>) | undefined;
};

/** Without a limit the rate is unknown; this is the rate of a target on a nearby machine. */
const requestsPerSecondAssumed = 100;

/** Plans a whole cycle as `runCycle` would, without a single write, neither to the target nor to the store. */
export async function planCycle(parts: PlanParts, options: PreviewOptions = {}): Promise<CyclePlan> {
	const { directory, store, clock, emit } = parts;
	const { signal } = options;
	const roles = rolesReadOnce(parts.roleNames, { emit, now: clock.now, signal });
	const rules = parts.rules();
	const now = clock.now();
	const state = await store.state();
	const compareAll = state.configuration !== configurationHash(rules);
	const since = parsePosition(state.watermark);
	const version = new TargetVersion();
	const excluded = new Set(options.excluded);
	const query = { directory, roleNames: roles, store, rules, since, compareAll, now, excluded, signal };
	const both = await readBothSides(query, parts.target("interactive"), { signal, version });
	const { workQueue } = both.read;
	const accounts = new WrittenAccounts(both.accounts, rules.mappings);
	const surroundings = {
		rules,
		accounts,
		matchConflicts: workQueue.matchConflicts,
		roles: roleKnowledgeOf(roles, store, now),
		enabling: enablingOf(state, store),
		nameOf: workQueue.names(),
	};
	const planning = new CyclePlanning({ both, surroundings, clock, now, options });
	const allowed = (removals: readonly Removal[]) => allowedAmong(removals, store);
	return { ...(await planning.run(allowed)), basis: basisOf(rules, both.read.watermark, version.toString()) };
}

/** What a plan of a cycle is made from. */
type PlanningParts = {
	readonly both: BothSides;
	readonly surroundings: Omit<Surroundings, "environment"> & { readonly accounts: WrittenAccounts };
	readonly clock: Clock;
	/** When the plan began, milliseconds since 1970. */
	readonly now: number;
	readonly options: PreviewOptions;
};

class CyclePlanning {
	readonly #parts: PlanningParts;
	readonly #references: References;
	readonly #roleWarnings: RoleWarnings;
	readonly #waiting: WaitingUsers;
	readonly #environment: MappingEnvironment;
	readonly #counts: Record<PlanCount, number>;
	/** Of users who are not removed, and after them of those who are. */
	readonly #actions: PlannedAction[] = [];
	readonly #removing: PlannedAction[] = [];
	readonly #removals: Removal[] = [];
	readonly #deletions: Extract<PlannedAction, { type: "delete" }>[] = [];
	/** Changes that the target may refuse. */
	readonly #uncertain: Giving[] = [];
	readonly #total: number;
	#done = 0;
	#stillFailing = 0;

	constructor(parts: PlanningParts) {
		const { both, surroundings, clock, options } = parts;
		const { rules, accounts } = surroundings;
		const { workQueue, links } = both.read;
		this.#parts = parts;
		this.#references = new References(links);
		this.#roleWarnings = new RoleWarnings(rules.mappings);
		this.#waiting = new WaitingUsers(accounts, rules.settings.concurrency, options.signal);
		this.#environment = { now: () => new Date(clock.now()), random: clock.random };
		this.#total = workQueue.workItems.length + workQueue.removals.length;
		const none = { create: 0, update: 0, disable: 0, enable: 0, delete: 0, skip: 0, fail: 0 };
		this.#counts = { ...none, unchanged: workQueue.unchanged };
	}

	/** `allowed`: hash of those of the deactivations and deletions that an operator allowed. */
	async run(
		allowed: (removals: readonly Removal[]) => Promise<string | null>,
	): Promise<Omit<CyclePlan, "basis">> {
		const { both, surroundings, now, options } = this.#parts;
		const { read, requests: lookUps } = both;
		const { settings } = surroundings.rules;
		const { workQueue } = read;
		const { signal } = options;
		await inParallel(workQueue.workItems, settings.concurrency, this.#turn, signal);
		await this.#waiting.retry(this.#turn);
		await inParallel(workQueue.removals, settings.concurrency, this.#lastTurn, signal);
		for (const failed of workQueue.knownFailures()) {
			this.#counts.skip += 1;
			await this.#list(waitingAction(failed, now));
		}
		const verdict = checkRemovals({
			removals: this.#removals,
			managed: read.managed,
			missing: read.missing,
			seen: read.kind === "full" ? workQueue.seen : null,
			allowed: await allowed(this.#removals),
			settings: settings.deletionGuard,
		});
		const isHeld = verdict.type === "hold";
		if (!isHeld) {
			for (const deletion of this.#deletions) surroundings.accounts.note(deletion);
			await this.#waiting.retry(this.#turn);
		}
		await this.#assumeUncertain();
		await this.#waiting.finish(this.#lastTurn);
		const pace = settings.requestsPerSecond || requestsPerSecondAssumed;
		return {
			actions: [...this.#actions, ...this.#removing],
			counts: this.#counts,
			stillFailing: this.#stillFailing,
			forecastSeconds: forecast(this.#writes(isHeld) + lookUps, pace) ?? 0,
			warnings: this.#roleWarnings.list(),
			guard: guardNote(verdict),
		};
	}

	readonly #turn = async (workItem: WorkItem): Promise<void> => {
		const { action, isWaiting } = await this.#plan(workItem);
		if (isWaiting) this.#waiting.add(workItem);
		else await this.#show(workItem, action);
	};

	/**
	 * Plans users who wait for changes that the target may refuse as if it made them, with a note: the cycle provisions these users as soon
	 * as the others' changes are made.
	 */
	async #assumeUncertain(): Promise<void> {
		const { rules, accounts } = this.#parts.surroundings;
		const words = dependsOnOthers(rules.mappings.set.dialect);
		const turn = async (workItem: WorkItem) => {
			const { action, isWaiting } = await this.#plan(workItem);
			if (isWaiting) this.#waiting.add(workItem);
			else await this.#show(workItem, isGiving(action) ? noted(action, words) : action);
		};
		while (this.#uncertain.length > 0) {
			for (const write of this.#uncertain.splice(0)) accounts.note(write);
			await this.#waiting.retry(turn);
		}
	}

	/** Users who still wait for another's change fail. */
	readonly #lastTurn = async (workItem: WorkItem): Promise<void> =>
		this.#show(workItem, (await this.#plan(workItem)).action);

	async #plan(workItem: WorkItem): Promise<PlannedWorkItem> {
		const environment = { ...this.#environment, ...this.#references.environmentOf(workItem.sourceId) };
		try {
			const planned = await planWorkItem(workItem, { ...this.#parts.surroundings, environment });
			this.#roleWarnings.note(workItem, planned);
			return planned;
		} catch (fault) {
			if (this.#parts.options.signal?.aborted) throw fault;
			return failedLookUp(workItem, fault);
		}
	}

	async #show(workItem: WorkItem, planned: PlannedAction): Promise<void> {
		const { surroundings, now, options } = this.#parts;
		const action = withKnownFailure(planned, workItem, now);
		this.#done += 1;
		options.onProgress?.(this.#done, this.#total);
		const kind = countOf(action);
		this.#counts[kind] += 1;
		if (isRemoval(action)) this.#removals.push(removalOf(workItem, action));
		else if (isCertain(action)) surroundings.accounts.note(action);
		else if (isGiving(action)) this.#uncertain.push(action);
		if (action.type === "delete") this.#deletions.push(action);
		if (kind !== "unchanged") await this.#list(action);
	}

	async #list(action: PlannedAction): Promise<void> {
		if (isFailing(action)) this.#stillFailing += 1;
		const { onAction } = this.#parts.options;
		const slim = planForDisplay(action);
		if (onAction) await onAction(slim);
		else (isRemoval(action) ? this.#removing : this.#actions).push(slim);
	}

	/** Requests for the changes. A deletion takes two: after it, the account is looked up, which a target may keep. */
	#writes(isHeld: boolean): number {
		const { create, update, enable, disable, delete: deleted } = this.#counts;
		return create + update + enable + (isHeld ? 0 : disable + 2 * deleted);
	}
}

function guardNote(verdict: GuardDecision): GuardNote | null {
	if (verdict.type === "go") return null;
	const { held, threshold, cause, reason } = verdict;
	return { held, threshold, cause, reason };
}

function isGiving(action: PlannedAction): action is Giving {
	return action.type === "create" || action.type === "update" || action.type === "enable";
}

function dependsOnOthers(dialect: TargetDialect): string {
	return `It depends on another user's change that ${dialect.name} may refuse: that user's account then keeps a value that this user needs.`;
}

function isFailing(action: PlannedAction): boolean {
	return action.type === "fail" || (action.type === "skip" && action.reason === "InEscrow");
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
