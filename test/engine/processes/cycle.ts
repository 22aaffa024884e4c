/**
 * Runs one cycle as a process of its own: `cycle.ts <users.json> <store> <SCIM URL> <token> <entries>`. Prints one line for
 * each entry that the store has, and last the summary as JSON. Kills itself, as nothing else could as exactly, once it
 * has told of so many entries.
 */
import { systemClock } from "../../../src/commands/system-clock.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { createSumoTarget } from "../../../src/sumo/target.ts";
import { rulesOf } from "../rules.ts";

const [users = "", file = "", scimUrl = "", secretToken = "", dieAfter = ""] = process.argv.slice(2);
let told = 0;
const store = await openStore(file);
const sumo = createSumoTarget({
	scimUrl,
	secretToken,
	appName: "Sumo Logic",
	requestsPerSecond: 0,
	backOff: { firstMs: 5, mostMs: 20, mostRetryAfterMs: 1000 },
});
const engine = createEngine({
	directory: openFileDirectory(users),
	target: sumo.target,
	store,
	clock: systemClock,
	emit: (event) => {
		if (event.type !== "entry") return;
		process.stdout.write(`entry ${event.entry.sequence}\n`);
		told += 1;
		if (told >= Number(dieAfter)) process.kill(process.pid, "SIGKILL");
	},
	holder: "the runner under test",
	...rulesOf({ settings: { concurrency: 10, deletionGuard: { enabled: false, count: 0, percent: 0 } } }),
});
const summary = await engine.run();
await engine.close();
await store.close();
process.stdout.write(`${JSON.stringify(summary)}\n`);
