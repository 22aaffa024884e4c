import { namesConnection } from "../../config/from-flags.ts";
import { type Home, resolveHome } from "../../config/home.ts";
import { revisionOf } from "../../config/revision.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import { openStarts, type Starts } from "../../config/starts.ts";
import type { Connector } from "../../http/connector.ts";
import { aheadOfServers } from "../../http/server-clocks.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import type { LiveConnection } from "../connection/live-connection.ts";
import { openConnection } from "../connection/open-connection.ts";
import { createEventBus, type EventBus } from "../events/event-bus.ts";
import { createEventFeed, type EventFeed } from "../events/event-feed.ts";
import { createLogRetention } from "../log/log-retention.ts";
import { connectorOf } from "../network/connector.ts";
import type { Notifier } from "../notify/notifier.ts";
import { openNotifications } from "../notify/open-notifications.ts";
import type { Resources } from "../process/resources.ts";
import { runnerName } from "../process/runner.ts";
import { systemClock } from "../process/system-clock.ts";
import { openProfileStore } from "../profile/open-profile-store.ts";
import { ProfileState } from "../profile/profile-state.ts";
import type { ProfileChoice } from "../profile/resolve-profile.ts";
import { forgetRefusalsOnChange } from "../provisioning/forget-refusals.ts";
import { type CredentialEnds, openCredentialEnds } from "../source/credential-ends.ts";
import { DeviceSignIns } from "../source/device-sign-ins.ts";

export type OpenOptions = ProfileChoice & {
	/** Run cycles by the clock once the session is shown, while provisioning is On; a script runs one cycle and exits. */
	readonly watch?: boolean;
	/** Rings the terminal's bell for a notification; absent without a terminal. */
	readonly ring?: () => void;
};

/** What every service of an open profile rests on. */
export type Foundation = {
	readonly options: OpenOptions;
	readonly home: Home;
	readonly clock: Clock;
	readonly events: EventBus;
	/** The events since before anything was opened, so that a warning of opening is shown too. */
	readonly feed: EventFeed;
	readonly warn: (message: string) => void;
	readonly state: ProfileState;
	readonly store: FileStore;
	readonly notifier: Notifier;
	/** Who turned on the profiles and hosted jobs of this home, and when. */
	readonly starts: Starts;
	readonly ends: CredentialEnds;
	readonly deviceSignIns: DeviceSignIns;
	/** Proxy and certificates, as they are set now. */
	readonly connector: () => Connector;
	/** Source, target and engine. */
	readonly live: LiveConnection;
	/** This process's name as a runner. */
	readonly holder: string;
};

/** Opens the state and the store of a profile, and prepares its connection. Throws `UsageError`, `ConfigError` and `StoreError`. */
export async function openFoundation(options: OpenOptions, resources: Resources): Promise<Foundation> {
	const { flags, env, demo, begin = false, watch = false, ring } = options;
	const clock = systemClock;
	const { now } = clock;
	const home = resolveHome(flags.home, env);
	const holder = runnerName();
	const events = createEventBus();
	const feed = createEventFeed(events);
	const warn = (message: string) => void events.publish({ type: "warning", time: now(), message });

	const saved = { settings: openSettings(home), secrets: openSecrets(home, warn) };
	const state = await ProfileState.open(options, { ...saved, events, revision: () => revisionOf(home), now });
	const profile = () => state.inUse;
	const connector = connectorOf(() => state.inUse.network, env);

	const stored = options.stored === true && !namesConnection(flags, env);
	const store = await openProfileStore({ home, state, begin, stored, events, clock });
	resources.defer(() => store.close());

	forgetRefusalsOnChange(events, store);
	const notifier = openNotifications({ state, store, events, now, env, connector, ring });
	resources.defer(notifier.settled);
	const retention = createLogRetention({
		...{ profile, store, events },
		aheadMs: () => aheadOfServers(connector()),
	});
	resources.defer(retention.settled);

	const starts = openStarts(home);
	const deviceSignIns = new DeviceSignIns();
	const ends = openCredentialEnds(home);
	const parts = { state, store, starts, ends, events, clock, connector };
	const live = openConnection({ ...parts, holder, watch, demo, deviceSignIns });
	resources.defer(() => live.close());
	resources.defer(deviceSignIns.close);
	return { ...parts, feed, options, home, warn, notifier, deviceSignIns, live, holder };
}
