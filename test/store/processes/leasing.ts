import { openStore } from "../../../src/store/sqlite/open.ts";

/** Tries to take the lease in each of many rounds, and says which rounds it won. */
const [file = "", holder = "", rounds = "0"] = process.argv.slice(2);
const store = await openStore(file);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const won: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
	// One lease lasts exactly one round: nobody has it at the start of the next.
	if (await store.acquireLease(holder, round * 10, 10)) won.push(round);
}
process.stdout.write(`${JSON.stringify(won)}\n`);
await store.close();
process.exit();
