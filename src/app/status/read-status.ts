import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { readOpenMatters } from "../../engine/open-matters/read-open-matters.ts";
import { recentCycles } from "../../ports/recent-cycles.ts";
import type { Cycle } from "../../ports/store/cycle.ts";
import type { Lease } from "../../ports/store/lease.ts";
import type { Store } from "../../ports/store/store.ts";
import { readStore } from "../../store/sqlite/open.ts";
import { isNewStore } from "../../store/sqlite/store-file.ts";
import { isDeadLease } from "../process/runner.ts";
import { demoName } from "../profile/demo-connection.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import { latestStore } from "../profile/store/profile-store.ts";
import type { InterruptedCycle, StatusReport } from "./status.ts";

/** A due cycle starts within seconds in a process that runs cycles by the clock. */
const patience = 10 * 60_000;

/**
 * Reads the status of a profile from its store: without a request, credentials, the lease, or a change. A saved profile that
 * has not run yet has a status too.
 *
 * @param now milliseconds since 1970
 * @throws StoreError, ConfigError
 */
export async function readStatus(
	choice: Omit<ProfileChoice, "demo">,
	demo: boolean,
	now: number,
): Promise<StatusReport> {
	const home = resolveHome(choice.flags.home, choice.env);
	const settings = openSettings(home);
	const named = demo ? demoName : profileName(choice.flags, choice.env);
	const profile = named ?? (await settings.currentName()) ?? unnamed;
	const file = latestStore(home, profile);
	if (isNewStore(file)) {
		if (!(await settings.profileNames()).includes(profile))
			throw new Error(
				`The profile ${profile} does not exist, and nothing has run under this name (${file}).`,
			);
		return { ...notRunYet, profile };
	}
	return readStore(file, (store) => statusOf(store, profile, now));
}

type StatusStore = Pick<
	Store,
	"state" | "lease" | "lastHolder" | "cycles" | "escrow" | "log" | "countLog" | "openIntents"
>;

/** The same for a store that is open. */
export async function statusOf(store: StatusStore, profile: string, now: number): Promise<StatusReport> {
	const [state, lease, cycles] = await Promise.all([store.state(), store.lease(), recentCycles(store)]);
	const runner = lease !== undefined && !isDeadLease(lease) ? lease : null;
	const runningCycle = runningOf(cycles, runner);
	const { enabled, nextRun, quarantine, pausedUntil } = state;
	const lastCycle = cycles.find(({ endedAt }) => endedAt !== null) ?? null;
	const openMatters = await readOpenMatters(store, state, cycles, now);
	const isPaused = openMatters.some(({ kind }) => kind === "paused");
	const idle = quarantine !== null ? "quarantined" : isPaused ? "paused" : enabled ? "on" : "off";
	const nextCycle = enabled ? nextRun : null;
	return {
		profile,
		state: runningCycle === null ? idle : "running",
		enabled,
		runner: runner?.holder ?? null,
		runningCycle,
		interruptedCycle: runner === null ? await interruptedOf(cycles, store) : null,
		pausedUntil: isPaused ? pausedUntil : null,
		lastCycle,
		nextCycle,
		overdue: nextCycle !== null && runner === null && nextCycle + patience < now,
		openMatters,
	};
}

function runningOf(cycles: readonly Cycle[], runner: Lease | null): Cycle | null {
	const [latest] = cycles;
	return runner !== null && latest?.outcome === "running" ? latest : null;
}

/** A cycle without a process that runs it was interrupted: the next run records that. */
async function interruptedOf(cycles: readonly Cycle[], store: StatusStore): Promise<InterruptedCycle | null> {
	const [latest] = cycles;
	if (latest?.outcome !== "running") return null;
	const { id: cycleId, kind, startedAt } = latest;
	const actions = ["Create", "Update", "Disable", "Enable", "Delete"] as const;
	const [last] = await store.log({ cycleId, order: "descending", limit: 1 });
	return {
		...{ id: cycleId, kind, startedAt },
		holder: await store.lastHolder(),
		lastSign: Math.max(startedAt, last?.time ?? 0),
		changed: await store.countLog({ cycleId, actions: [...actions], statuses: ["success", "warning"] }),
		failed: await store.countLog({ cycleId, statuses: ["failure"] }),
		open: (await store.openIntents()).length,
	};
}

const notRunYet: Omit<StatusReport, "profile"> = {
	state: "off",
	enabled: false,
	runner: null,
	pausedUntil: null,
	runningCycle: null,
	interruptedCycle: null,
	lastCycle: null,
	nextCycle: null,
	overdue: false,
	openMatters: [],
};
