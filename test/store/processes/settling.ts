import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleIntent, sampleLink, sampleOutcome } from "../samples.ts";

/** Intends and settles batch after batch until it is killed; says each step on stdout. */
const [file = "", from = "0"] = process.argv.slice(2);
const store = await openStore(file);
for (let batch = Number(from); ; batch++) {
	const ids = Array.from({ length: 5 }, (_, index) => `${batch}-${index}`);
	await store.intend(ids.map((id) => sampleIntent(id)));
	process.stdout.write(`intended ${batch}\n`);
	await store.settle(
		ids.map((id) => sampleOutcome(id, { link: { type: "put", link: sampleLink(`source-${id}`) } })),
	);
	process.stdout.write(`settled ${batch}\n`);
}
