import { StoreError } from "../../../src/ports/store/store-error.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleOutcome } from "../samples.ts";

/** Opens, reads and writes a store, and says what came of it. */
const [file = ""] = process.argv.slice(2);
try {
	const store = await openStore(file);
	process.stdout.write(`entries: ${await store.countLog({})}\n`);
	await store.settle([sampleOutcome("from another process")]);
	process.stdout.write("written\n");
} catch (error) {
	process.stdout.write(`${error instanceof StoreError ? error.code : "untyped"}: ${String(error)}\n`);
}
