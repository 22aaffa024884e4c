import { exclusively } from "../../../src/config/exclusively.ts";
import { resolveHome } from "../../../src/config/home.ts";

/** Holds the lock of a home until it is killed, and answers each line. */
await exclusively(resolveHome(process.argv[2], {}), async () => {
	process.stdout.write("locked\n");
	for await (const _ of process.stdin) process.stdout.write("locked\n");
});
