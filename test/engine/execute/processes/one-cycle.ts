import { systemClock } from "../../../../src/app/process/system-clock.ts";
import { openFileDirectory } from "../../../../src/directory/open.ts";
import { createEngine } from "../../../../src/engine/engine.ts";
import type { EngineSettings } from "../../../../src/engine/plan/settings.ts";
import type { BackOff } from "../../../../src/http/retry-timing.ts";
import type { MappingSet } from "../../../../src/mapping/definition/mapping-set.ts";
import type { EngineEvent } from "../../../../src/ports/event.ts";
import { openStore } from "../../../../src/store/sqlite/open.ts";
import { createSumoTarget } from "../../../../src/sumo/target.ts";
import { rulesOf } from "../../rules.ts";

/** What a process of the tests decides about its cycle. */
export type OneCycle = {
	readonly backOff: BackOff;
	readonly settings?: Partial<EngineSettings>;
	readonly mappings?: Partial<MappingSet>;
	readonly emit?: (event: EngineEvent) => void;
};

/** Runs one cycle of `<users.json> <store> <SCIM URL> <token>`, and prints the summary as JSON at its end. */
export async function runOneCycle(
	[users = "", file = "", scimUrl = "", secretToken = ""]: readonly string[],
	{ backOff, settings, mappings = {}, emit = () => undefined }: OneCycle,
): Promise<void> {
	const store = await openStore(file);
	const sumo = createSumoTarget({
		...{ scimUrl, secretToken, backOff, appName: "Sumo Logic", requestsPerSecond: 0 },
	});
	const deletionGuard = { enabled: false, count: 0, percent: 0 };
	const engine = createEngine({
		directory: openFileDirectory(users),
		target: sumo.target,
		roleNames: sumo.roleNames,
		store,
		clock: systemClock,
		emit,
		holder: "the runner under test",
		...rulesOf({ mappings, settings: { concurrency: 10, deletionGuard, ...settings } }),
	});
	const summary = await engine.run();
	await engine.close();
	await store.close();
	process.stdout.write(`${JSON.stringify(summary)}\n`);
}
