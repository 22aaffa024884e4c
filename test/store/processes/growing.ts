import { StoreError } from "../../../src/ports/store/store-error.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleOutcome } from "../samples.ts";

/** Writes to a store until it fails, and says what came of it. */
const [file = ""] = process.argv.slice(2);
try {
	const store = await openStore(file);
	for (let batch = 0; batch < 10_000; batch += 1)
		await store.settle(Array.from({ length: 100 }, (_, index) => sampleOutcome(`${batch}-${index}`)));
	process.stdout.write("written\n");
} catch (error) {
	process.stdout.write(`${error instanceof StoreError ? error.code : "untyped"}: ${String(error)}\n`);
}
