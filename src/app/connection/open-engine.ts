import type { Profile } from "../../config/profile.ts";
import { createEngine, type Engine } from "../../engine/engine.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Directory } from "../../ports/directory.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import type { EventBus } from "../events/event-bus.ts";
import { runnerProcess } from "../process/runner.ts";
import { backUp } from "../profile/back-up.ts";
import { pairOf } from "../profile/profile-store.ts";
import { rulesOfProfile } from "../profile/rules-of-profile.ts";
import { switchPair } from "../profile/switch-pair.ts";

export type EngineSurroundings = {
	readonly profile: Profile;
	readonly directory: Directory;
	readonly target: SumoTarget;
	readonly store: FileStore;
	readonly events: EventBus;
	readonly clock: Clock;
	/** This process's name as a runner. */
	readonly holder: string;
	/** Runs cycles by the clock while provisioning is On. */
	readonly watch: boolean;
};

/** Creates the engine of a profile, whose store then belongs to this source and target. Throws `StoreError` and errors of the rules. */
export async function openEngine(surroundings: EngineSurroundings): Promise<Engine> {
	const { profile, directory, target, store, events, clock, holder, watch } = surroundings;
	const rules = rulesOfProfile(profile);
	const warn = (message: string) => void events.publish({ type: "warning", time: clock.now(), message });
	await switchPair(store, pairOf(profile), warn);
	const engine = createEngine({
		...rules,
		directory,
		target: target.target,
		roleNames: target.roleNames,
		store,
		clock,
		emit: (event) => void events.publish(event),
		holder,
		process: runnerProcess(),
		afterChange: () => backUp(store, clock.now(), warn),
	});
	if (watch) engine.watch();
	return engine;
}
