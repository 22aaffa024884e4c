import type { Profile, ProfileInUse } from "../../config/profile.ts";
import type { Starts } from "../../config/starts.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Directory } from "../../ports/source/directory.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import { jobOffCheck } from "../hosted-job/assert-job-off.ts";
import { runnerProcess } from "../process/runner.ts";
import { rulesOfProfile } from "../profile/rules-of-profile.ts";
import { backUp } from "../profile/store/back-up.ts";
import { pairOf } from "../profile/store/profile-store.ts";
import { switchPair } from "../profile/switch-pair.ts";
import { endWarnings } from "../source/check-ends.ts";
import type { CredentialEnds } from "../source/credential-ends.ts";

export type EngineSurroundings = {
	readonly profile: Profile;
	/** Applies what other processes saved. */
	readonly refresh: () => Promise<void>;
	readonly directory: Directory;
	readonly target: SumoTarget;
	readonly store: FileStore;
	/** Who turned on the profiles and hosted jobs of this home, and when. */
	readonly starts: Starts;
	/** The profile as it is used now, with its secrets. */
	readonly signIn: () => Pick<ProfileInUse, "profile" | "secrets">;
	readonly ends: CredentialEnds;
	/** Which job provisions the profile now. */
	readonly mode: () => Profile["provisioning"]["mode"];
	readonly events: EventBus;
	readonly clock: Clock;
	/** This process's name as a runner. */
	readonly holder: string;
	/** Runs cycles by the clock while provisioning is On. */
	readonly watch: boolean;
};

/** Creates the engine of a profile, whose store then belongs to this source and target. Throws `StoreError` and errors of the rules. */
export async function openEngine(surroundings: EngineSurroundings): Promise<Engine> {
	const { profile, refresh, directory, target, store, starts, mode, events, clock, holder, watch } =
		surroundings;
	const { signIn, ends } = surroundings;
	const rules = rulesOfProfile(profile);
	const warn = (message: string) => void events.publish({ type: "warning", time: clock.now(), message });
	const { createEngine } = await import("../../engine/engine.ts");
	await switchPair(store, pairOf(profile), warn);
	const { appName } = profile;
	const assertJobOff = jobOffCheck({ directory, store, starts, appName, mode, warn, now: clock.now });
	const read = async (signal?: AbortSignal) => (await directory.credentialEnds?.(signal)) ?? [];
	const warnOfEnds = endWarnings({ signIn, ends, read, warn, now: clock.now });
	const engine = createEngine({
		...rules,
		async assertAlone(signal) {
			await assertJobOff("before", signal);
			await warnOfEnds(signal);
		},
		assertStillAlone: (signal) => assertJobOff("during", signal),
		directory,
		target: target.target,
		roleNames: target.roleNames,
		store,
		clock,
		emit: (event) => void events.publish(event),
		holder,
		process: runnerProcess(),
		refresh: warnOnce(refresh, warn),
		onChanged: () => backUp(store, clock.now(), warn),
	});
	if (watch) engine.watch();
	return engine;
}

/** A profile that cannot be read does not stop a cycle: it continues with the one that was read before, after one warning per reason. */
function warnOnce(refresh: () => Promise<void>, warn: (message: string) => void): () => Promise<void> {
	let last = "";
	return async () => {
		try {
			await refresh();
			last = "";
		} catch (error) {
			const message = errorMessage(error);
			if (message !== last) warn(message);
			last = message;
		}
	};
}
