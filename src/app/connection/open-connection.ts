import type { Starts } from "../../config/starts.ts";
import type { Connector } from "../../http/connector.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import type { CredentialEnds } from "../source/credential-ends.ts";
import type { DeviceSignIns } from "../source/device-sign-ins.ts";
import { openSource } from "../source/open-source.ts";
import { LiveConnection } from "./live-connection.ts";
import { openTarget } from "./open-target.ts";

export type OpenConnectionOptions = {
	readonly state: Pick<ProfileState, "inUse" | "secrets" | "refreshIfChanged">;
	readonly store: FileStore;
	/** Who turned on the profiles and hosted jobs of this home, and when. */
	readonly starts: Starts;
	/** Ends of credentials, as they were last read. */
	readonly ends: CredentialEnds;
	readonly events: EventBus;
	readonly clock: Clock;
	/** Proxy and certificates, as they are set when a part is opened. */
	readonly connector: () => Connector;
	/** This process's name as a runner. */
	readonly holder: string;
	/** Runs cycles by the clock while provisioning is On. */
	readonly watch: boolean;
	/** The demo tenant, when it is the source and target. */
	readonly demo: DemoConnection | undefined;
	readonly deviceSignIns: DeviceSignIns;
};

/** Prepares the connection of a profile; nothing is opened before it is needed. */
export function openConnection({
	state,
	demo,
	connector,
	deviceSignIns,
	...parts
}: OpenConnectionOptions): LiveConnection {
	return new LiveConnection({
		profile: () => state.inUse,
		events: parts.events,
		now: parts.clock.now,
		openDirectory: () =>
			openSource(state.inUse.source, state.secrets.sourceSecret, {
				demo,
				connector: connector(),
				deviceSignIns,
				warn: (message) => {
					void parts.events.publish({ type: "warning", time: parts.clock.now(), message });
				},
			}),
		openTarget: async () => openTarget(state.inUse, state.secrets, connector()),
		openEngine: async (directory, target) => {
			const { openEngine } = await import("./open-engine.ts");
			return openEngine({
				...parts,
				profile: state.inUse,
				signIn: () => ({ profile: state.inUse, secrets: state.secrets }),
				mode: () => state.inUse.provisioning.mode,
				refresh: state.refreshIfChanged,
				directory,
				target,
			});
		},
	});
}
