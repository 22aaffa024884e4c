import type { Engine } from "../../engine/engine.ts";
import type { PlannedAction } from "../../engine/plan/action/planned-action.ts";
import type { ProvisioningJob } from "../../jobs/provisioning-job.ts";
import { JobNotSwitchedError } from "../../jobs/shown-switches.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HostedService } from "../../ports/hosted-service.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";
import type { LinkStore } from "../../ports/store/link.ts";
import type { Store } from "../../ports/store/store.ts";
import { isOff, type JobStatus, quarantineAdvice } from "../../setup/job-status.ts";
import { andMore } from "../../text/and-more.ts";
import type { ProvisioningMode } from "../provisioning/provisioning.ts";
import { type HandOver, type HandOverPlan, HandOverRefusedError } from "./hand-over.ts";

export type HandOverParts = {
	readonly mode: () => ProvisioningMode;
	/** The job of this program. */
	readonly direct: Pick<ProvisioningJob, "setEnabled" | "restart">;
	/** Entra's job. */
	readonly service: () => Promise<Pick<HostedService, "status" | "pause">>;
	readonly hosted: () => Pick<ProvisioningJob, "setEnabled" | "restart">;
	readonly store: Pick<Store, "links" | "setState">;
	/** Opens an engine that can only plan: on source and target as they are, with a store in memory that has these links. */
	readonly openPlanner: (links: Pick<LinkStore, "links"> | null) => Promise<Pick<Engine, "plan" | "close">>;
	/** Saves the mode; null for a profile that only flags describe, which are given again for the next command. */
	readonly saveMode: () => ((mode: ProvisioningMode) => Promise<unknown>) | null;
	/** Awaited after a hand-over. */
	readonly changed: () => Promise<void>;
	readonly clock: Pick<Clock, "sleep">;
};

/** Between two looks at the job, ms, and how many there are until its cycle has ended. */
const lookMs = 5_000;
const looks = 240;

/** Users to name in a refusal. */
const maxNamed = 5;

/** Hands the accounts of a profile over, from this program to Entra's job or back. */
export function createHandOverService(parts: HandOverParts): HandOver {
	const { mode, direct, service, hosted, store, openPlanner, saveMode, changed, clock } = parts;

	/** The plan of an initial cycle, as one that knows these links would run it. */
	const planned = async (known: Pick<LinkStore, "links"> | null, signal?: AbortSignal) => {
		const engine = await openPlanner(known);
		const actions: PlannedAction[] = [];
		try {
			const onAction = (action: PlannedAction) => void actions.push(action);
			const { counts } = await engine.plan({ onAction, ...(signal === undefined ? {} : { signal }) });
			return { actions, unchanged: counts.unchanged };
		} finally {
			await engine.close();
		}
	};
	/** The account of each linked user, by the user's id. */
	const accountsLinked = async () => {
		const accounts = new Map<string, string>();
		for await (const batch of store.links())
			for (const { sourceId, targetId, state } of batch)
				if (state === "managed") accounts.set(sourceId, targetId);
		return accounts;
	};

	const switchSteps = (to: ProvisioningMode): readonly string[] => {
		if (mode() === to) return [];
		return [
			saveMode() === null
				? `The profile is not saved, so its mode is not switched: add --mode ${to} from then on.`
				: `Switch the profile to ${to} mode.`,
		];
	};

	const plan = async (to: ProvisioningMode, signal?: AbortSignal): Promise<HandOverPlan> => {
		const job = await (await service()).status(signal);
		if (to === "direct") {
			const { actions, unchanged } = await planned(store, signal);
			const steps = [
				!isOff(job)
					? "Pause Entra's job, and wait for the end of its running cycle."
					: "Entra's job is not running.",
				"Keep the links of this profile, and match all other users with their accounts.",
				...switchSteps(to),
			];
			const takenOver = unchanged + actions.filter(hasAccount).length;
			return { to, takenOver, withoutAccount: usersOf(actions.filter(creates)), unmatched: [], steps };
		}
		if (job.code === "NotConfigured")
			throw new HandOverRefusedError("Nothing was changed: Entra's job has no credentials yet.", {
				type: "set-up-hosted-job",
			});
		const linked = await accountsLinked();
		const { actions } = await planned(null, signal);
		const accountOf = ({ source }: PlannedAction) => linked.get(source?.id ?? "");
		/** Another account, or none: Entra would create one, or fail for what the linked account holds. */
		const isUnmatched = (action: PlannedAction) =>
			accountOf(action) !== undefined &&
			(creates(action) || action.type === "fail") &&
			action.target?.id !== accountOf(action);
		const steps = [
			...quarantineNotes(job),
			"Turn sumo-provision's own provisioning off, after in-flight requests.",
			hasRun(job)
				? "Restart Entra's job: it reads all users again, keeps its links, and matches the others."
				: "Start Entra's job: its first cycle matches all users with their accounts.",
			...switchSteps(to),
		];
		return {
			to,
			takenOver: actions.filter((action) => hasAccount(action) && !isUnmatched(action)).length,
			withoutAccount: usersOf(actions.filter((action) => creates(action) && !isUnmatched(action))),
			unmatched: usersOf(actions.filter(isUnmatched)),
			steps,
		};
	};

	/** A paused job still ends its cycle. */
	const endOfCycle = async (signal?: AbortSignal) => {
		const entra = await service();
		for (let look = 0; look < looks; look++) {
			const { progress } = await entra.status(signal);
			if (progress.length === 0) return;
			await clock.sleep(lookMs, signal);
		}
		throw new HandOverRefusedError(
			"Entra's job is paused, but its running cycle has not ended yet. Wait for its end, then start the hand-over again.",
			{ type: "wait" },
		);
	};

	return {
		plan,
		async perform(to, signal) {
			const followed = await plan(to, signal);
			if (followed.unmatched.length > 0) {
				throw new HandOverRefusedError(refusal(followed.unmatched), { type: "run-cycle" });
			}
			if (to === "direct") {
				await switched(hosted().setEnabled(false), "Find out who did, then");
				await endOfCycle(signal);
				await direct.restart("watermark");
				// They failed before the other side provisioned, and the plan has just read source and target.
				await store.setState({ failedCycles: null });
			} else {
				await direct.setEnabled(false);
				const job = await (await service()).status(signal);
				await switched(
					hasRun(job) ? hosted().restart("watermark") : hosted().setEnabled(true),
					"sumo-provision's own provisioning is off. Check the job, then",
				);
			}
			// Last, so that a hand-over that ended half-way is repeated from the mode in which it began.
			if (mode() !== to) await saveMode()?.(to);
			await changed();
			return followed;
		},
	};
}

/** @param advice what to do before the hand-over is started again, if the job does not show the switch */
async function switched(work: Promise<void>, advice: string): Promise<void> {
	try {
		await work;
	} catch (error) {
		if (!(error instanceof JobNotSwitchedError)) throw error;
		throw new HandOverRefusedError(`${error.message} ${advice} start the hand-over again.`, error.remedy);
	}
}

/** A restart ends a quarantine, which is back after the next cycle unless its cause is fixed. */
function quarantineNotes({ quarantine }: JobStatus): readonly string[] {
	if (quarantine === null) return [];
	const { recommendedAction } = quarantineAdvice(quarantine.reason);
	return [
		`First check the quarantine of Entra's job (${quarantine.reason}): no users are provisioned if it returns. ${recommendedAction}`,
	];
}

/** Whether a job knows users from earlier cycles. */
function hasRun({ lastExecution, steadySince }: JobStatus): boolean {
	return lastExecution !== null || steadySince !== null;
}

function refusal(unmatched: readonly NonNullable<LogIdentity>[]): string {
	const names = unmatched.slice(0, maxNamed).map(called);
	return `Nothing was changed: Entra would not match ${andMore(names, unmatched.length)} with the account that is linked here, and would create a second one. A cycle of this profile gives their accounts the current matching value; the hand-over works after it.`;
}

function creates({ type }: PlannedAction): boolean {
	return type === "create";
}

/** Whether an account was found for the user, whatever is done with it. */
function hasAccount(action: PlannedAction): boolean {
	return action.source !== null && action.target !== null && !creates(action);
}

function usersOf(actions: readonly PlannedAction[]): readonly NonNullable<LogIdentity>[] {
	return actions.flatMap(({ source }) =>
		source === null ? [] : [{ id: source.id, displayName: source.displayName, userName: source.userName }],
	);
}
