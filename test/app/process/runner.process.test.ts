import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { releaseDeadLease, runnerName } from "../../../src/app/process/runner.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";

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
		await releaseDeadLease(store, now);
		expect(await store.lease(now)).toBeUndefined();
	});

	it("that lives keeps its lease", async () => {
		const holder = runnerName();
		const store = await storeHeldBy(holder);
		await releaseDeadLease(store, now);
		expect((await store.lease(now))?.holder).toBe(holder);
	});

	it("in another container of the same name keeps its lease, whatever its process is here", async () => {
		const holder = runnerName(deadProcess(), "elsewhere");
		const store = await storeHeldBy(holder);
		await releaseDeadLease(store, now);
		expect((await store.lease(now))?.holder).toBe(holder);
	});

	it("is told from another process of the same host name and number", async () => {
		const store = await storeHeldBy(runnerName());
		const twin = spawnSync(
			process.execPath,
			[
				"--input-type=module",
				"-e",
				`import { runnerName } from "./src/app/process/runner.ts"; process.stdout.write(runnerName(${process.pid}))`,
			],
			{ encoding: "utf8" },
		).stdout;
		expect(twin).toContain(`, process ${process.pid} (`);
		expect(await store.acquireLease(twin, now, 30_000)).toBe(false);
	});

	it("on another machine keeps its lease, whatever its process is here", async () => {
		const holder = `not-${runnerName(deadProcess())}`;
		const store = await storeHeldBy(holder);
		await releaseDeadLease(store, now);
		expect((await store.lease(now))?.holder).toBe(holder);
	});
});
