import { onTestFinished } from "vitest";
import { createEngine, type Engine, type EngineOptions } from "../../src/engine/engine.ts";
import type { EngineEvent } from "../../src/ports/event.ts";
import type { LogEntry } from "../../src/ports/log/log-entry.ts";
import type { Store } from "../../src/ports/store/store.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeDirectory } from "./fake-directory.ts";
import { FakeTarget } from "./fake-target.ts";
import { type Choices, rulesOf } from "./rules.ts";

export type Setup = {
	readonly engine: Engine;
	readonly directory: FakeDirectory;
	readonly target: FakeTarget;
	readonly store: Store;
	readonly clock: FakeClock;
	readonly events: EngineEvent[];
	/** How often a backup of the store was asked for. */
	readonly backups: () => number;
	/** Everything logged, oldest first. */
	readonly entries: () => Promise<readonly LogEntry[]>;
	/** Another engine over the same directory, target and store, as after a restart of the process. */
	readonly restart: (choices?: Choices, holder?: string) => Engine;
};

/** An engine over a directory and a target in memory, and a real store in memory. */
export async function setUp(
	choices: Choices = {},
	others: Partial<Pick<EngineOptions, "assertStillAlone" | "refresh">> = {},
): Promise<Setup> {
	const directory = new FakeDirectory();
	const target = new FakeTarget();
	const clock = new FakeClock();
	const store = await openStore(":memory:", { databaseClock: clock.now });
	const events: EngineEvent[] = [];
	const engines: Engine[] = [];
	let backups = 0;
	const start = (changed: Choices = choices, holder = "test") => {
		const emit = (event: EngineEvent) => void events.push(event);
		const engine = createEngine({
			directory,
			target: (_, permit) => target.permitted(permit),
			roleNames: () => target.roleNames(),
			store,
			clock,
			emit,
			holder,
			onChanged: async () => {
				backups += 1;
			},
			...rulesOf(changed),
			...others,
		});
		engines.push(engine);
		return engine;
	};
	onTestFinished(async () => {
		for (const engine of engines) await engine.close();
		await store.close();
	});
	const entries = () => store.log({ order: "ascending", limit: 100_000 });
	return {
		...{ engine: start(), directory, target, store, clock, events, entries },
		...{ backups: () => backups, restart: start },
	};
}
