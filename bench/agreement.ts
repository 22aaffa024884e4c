import fc from "fast-check";
import { openArena, type Verdict } from "../test/engine/agreement/play.ts";
import { randomWorld } from "../test/engine/agreement/random-world.ts";

const seed = Number(process.argv[2] ?? 1);
const worlds = fc.sample(randomWorld, { numRuns: Number(process.argv[3] ?? 60), seed });
const arena = await openArena();
const kinds = new Map<string, number>();
let agreed = 0;
let total = 0;
const t0 = performance.now();
for (const [index, world] of worlds.entries()) {
	const verdicts = await arena.play(world);
	for (const one of verdicts) {
		total += 1;
		if (one.agrees) { agreed += 1; continue; }
		const kind = `${one.way} ${one.round}: ${one.said} → ${one.happened}`;
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		if (process.argv[4] && kind.includes(process.argv[4])) { console.log(index, one.sourceId, kind); if (process.argv[5]) { console.log(JSON.stringify(world, null, 1)); process.exit(); } }
	}
}
console.log(agreed, "of", total, (agreed/total).toFixed(4), Math.round(performance.now()-t0), "ms");
for (const [kind, count] of [...kinds].sort((a,b)=>b[1]-a[1])) console.log(count, kind);
