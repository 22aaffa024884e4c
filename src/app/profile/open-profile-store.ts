import { ConfigError } from "../../config/errors/config-error.ts";
import type { Home } from "../../config/home.ts";
import type { Clock } from "../../ports/clock.ts";
import { networkHomeWarning } from "../../store/sqlite/network-file-system.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import { isNewStore } from "../../store/sqlite/store-file.ts";
import type { EventBus } from "../events/event-bus.ts";
import { releaseDeadLease } from "../process/runner.ts";
import type { ProfileState } from "./profile-state.ts";
import { openStoreFile } from "./store/open-store-file.ts";
import { latestStore, storeOf } from "./store/profile-store.ts";

export type ProfileStoreOptions = {
	readonly home: Home;
	readonly state: Pick<ProfileState, "inUse" | "saved" | "secrets">;
	/** A profile without credentials is not complete yet: it uses the store that it will have once it is saved. */
	readonly begin: boolean;
	/** Flags and environment name neither source nor target, and no request is sent: see `stored` of `ProfileChoice`. */
	readonly stored: boolean;
	readonly events: EventBus;
	readonly clock: Pick<Clock, "now">;
};

/**
 * Opens the store of a profile, and releases the lease of a runner that crashed on this machine. The store stays the same while the
 * profile is open: saving another source or target warns that the next start opens another one. Throws `StoreError`.
 */
export async function openProfileStore(options: ProfileStoreOptions): Promise<FileStore> {
	const { home, state, begin, stored, events, clock } = options;
	const { name } = state.inUse;
	const isBegun = begin && state.secrets.secretToken === undefined;
	const isUnsaved = stored && state.saved === undefined;
	const file = isUnsaved
		? latestStore(home, name)
		: storeOf(home, state.inUse, isBegun ? state.inUse : state.saved);
	if (isUnsaved && isNewStore(file))
		throw new ConfigError(
			"invalid",
			`The profile ${name} does not exist, and nothing has run under this name (${file}).`,
		);
	const store = await openStoreFile(file);
	const network = networkHomeWarning(file);
	if (network !== undefined) await events.publish({ type: "warning", time: clock.now(), message: network });
	await releaseDeadLease(store);
	events.on(["connectionChanged"], async () => {
		if (storeOf(home, state.inUse, state.inUse) === file) return;
		await events.publish({
			type: "warning",
			time: clock.now(),
			message:
				"Source and target differ from those this console was started with: after a restart, the profile has a new log, and the next cycle re-matches all users.",
		});
	});
	return store;
}
