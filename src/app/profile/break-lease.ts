import { profileName, unnamed } from "../../config/from-flags.ts";
import { resolveHome } from "../../config/home.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { type Lease, releaseBy } from "../../ports/store/lease.ts";
import type { Store } from "../../ports/store/store.ts";
import { operatorName } from "../process/operator.ts";
import { type HolderState, stateOfHolder } from "../process/runner.ts";
import { demoName } from "./demo-connection.ts";
import type { ProfileChoice } from "./resolve-profile.ts";
import { openStoreFile } from "./store/open-store-file.ts";
import { latestStore } from "./store/profile-store.ts";

/** Who holds the lease of a profile, and whether it was broken. */
export type BrokenLease = {
	readonly profile: string;
	/** Null when no process holds it. */
	readonly lease: Lease | null;
	/** `running` and `gone` are known only of a process of this machine. */
	readonly holder: HolderState;
	/** When its running cycle began, milliseconds since 1970; null between cycles. */
	readonly since: number | null;
	readonly isBroken: boolean;
};

/**
 * Ends the lease of the process that runs a profile, so that another one can. What the old holder does from then on is not recorded. A
 * lease whose holder may still run is broken only with `force`. Needs no credentials.
 *
 * @throws StoreError, ConfigError
 */
export async function breakLease(
	choice: Omit<ProfileChoice, "demo">,
	{ demo, force }: { readonly demo: boolean; readonly force: boolean },
): Promise<BrokenLease> {
	const home = resolveHome(choice.flags.home, choice.env);
	const named = demo ? demoName : profileName(choice.flags, choice.env);
	const profile = named ?? (await openSettings(home).currentName()) ?? unnamed;
	const store = await openStoreFile(latestStore(home, profile), force);
	try {
		const lease = (await store.lease()) ?? null;
		if (lease === null) return { profile, lease, holder: "gone", since: null, isBroken: false };
		const holder = stateOfHolder(lease.process);
		const since = await runningSince(store);
		const isBroken = force || holder === "gone";
		if (isBroken) await store.breakLease(releaseBy(operatorName()));
		return { profile, lease, holder, since, isBroken };
	} finally {
		await store.close();
	}
}

async function runningSince(store: Pick<Store, "cycles">): Promise<number | null> {
	const [newest] = await store.cycles(1);
	return newest?.outcome === "running" ? newest.startedAt : null;
}
