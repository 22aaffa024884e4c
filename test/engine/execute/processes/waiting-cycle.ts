/**
 * One cycle in a process of its own that begins when a line comes on stdin, so that many can be started ahead of their
 * turn: `waiting-cycle.ts <users.json> <store> <SCIM URL> <token>`. Prints the summary as JSON at its end.
 */
import { once } from "node:events";
import { runOneCycle } from "./one-cycle.ts";

await once(process.stdin, "data");
process.stdin.destroy();
await runOneCycle(process.argv.slice(2), {
	backOff: { firstMs: 2, maxMs: 10, maxRetryAfterMs: 1000 },
	settings: { hardDelete: "delete" },
});
