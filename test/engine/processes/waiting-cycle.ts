/**
 * One cycle in a process of its own that begins when a line comes on stdin, so that many can be started ahead of their
 * turn: `waiting-cycle.ts <users.json> <store> <SCIM URL> <token>`. Prints the summary as JSON at its end.
 */
import { once } from "node:events";
import { systemClock } from "../../../src/commands/system-clock.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { createSumoTarget } from "../../../src/sumo/target.ts";
import { rulesOf } from "../rules.ts";

const [users = "", file = "", scimUrl = "", secretToken = ""] = process.argv.slice(2);
await once(process.stdin, "data");
process.stdin.destroy();
const store = await openStore(file);
const sumo = createSumoTarget({
	scimUrl,
	secretToken,
	appName: "Sumo Logic",
	requestsPerSecond: 0,
	backOff: { firstMs: 2, mostMs: 10, mostRetryAfterMs: 1000 },
});
const engine = createEngine({
	directory: openFileDirectory(users),
	target: sumo.target,
	store,
	clock: systemClock,
	emit: () => undefined,
	holder: "the runner under test",
	...rulesOf({
		settings: {
			concurrency: 10,
			hardDelete: "delete",
			deletionGuard: { enabled: false, count: 0, percent: 0 },
		},
	}),
});
const summary = await engine.run();
await engine.close();
await store.close();
process.stdout.write(`${JSON.stringify(summary)}\n`);
