import { openStore } from "../../../src/store/sqlite/open.ts";

/** Takes the lease and releases it in each of many rounds, each time under a new name, and prints the tokens that it got. */
const [file = "", holder = "", rounds = "0"] = process.argv.slice(2);
const store = await openStore(file);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const tokens: number[] = [];
while (tokens.length < Number(rounds)) {
	const name = `${holder} ${tokens.length}`;
	const token = await store.acquireLease(name);
	if (token === null) continue;
	tokens.push(token);
	await store.releaseLease(name);
}
process.stdout.write(`${JSON.stringify(tokens)}\n`);
await store.close();
process.exit();
