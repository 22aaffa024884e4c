import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { dismissDeadRunner, runnerName } from "../../src/commands/runner.ts";
import { openStore } from "../../src/store/sqlite/open.ts";

const now = Date.UTC(2026, 0, 1);

/** The id of a process that has ended. */
function deadProcess(): number {
	return spawnSync(process.execPath, ["-e", ""]).pid;
}

async function storeHeldBy(holder: string) {
	const store = await openStore(":memory:");
	await store.acquireLease(holder, now, 30_000);
	return store;
}

describe("the runner of a profile", () => {
	it("that was killed on this machine does not keep the next one waiting", async () => {
		const store = await storeHeldBy(runnerName(deadProcess()));
		await dismissDeadRunner(store, now);
		expect(await store.lease(now)).toBeUndefined();
	});

	it("that lives keeps its lease", async () => {
		const holder = runnerName();
		const store = await storeHeldBy(holder);
		await dismissDeadRunner(store, now);
		expect((await store.lease(now))?.holder).toBe(holder);
	});

	it("on another machine keeps its lease, whatever its process is here", async () => {
		const holder = `not-${hostname()}, process ${deadProcess()}`;
		const store = await storeHeldBy(holder);
		await dismissDeadRunner(store, now);
		expect((await store.lease(now))?.holder).toBe(holder);
	});
});
