/**
 * Runs one cycle as a process of its own: `cycle.ts <users.json> <store> <SCIM URL> <token> <entries>`. Prints one line for
 * each entry that the store has, and last the summary as JSON. Kills itself, as nothing else could as exactly, once it
 * has told of so many entries.
 */
import { runOneCycle } from "./one-cycle.ts";

const args = process.argv.slice(2);
const dieAfter = Number(args.at(4));
let told = 0;
await runOneCycle(args, {
	backOff: { firstMs: 5, maxMs: 20, maxRetryAfterMs: 1000 },
	emit: (event) => {
		if (event.type !== "entry") return;
		process.stdout.write(`entry ${event.entry.sequence}\n`);
		told += 1;
		if (told >= dieAfter) process.kill(process.pid, "SIGKILL");
	},
});
