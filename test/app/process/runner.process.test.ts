import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { releaseDeadLease, runnerName, runnerProcess } from "../../../src/app/process/runner.ts";
import type { LeaseProcess } from "../../../src/ports/store/lease.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";

/** The id of a process that has ended. */
function deadProcess(): number {
	return spawnSync(process.execPath, ["-e", ""]).pid;
}

async function storeHeldBy(holder: string, process: LeaseProcess) {
	const store = await openStore(":memory:");
	await store.acquireLease(holder, process);
	return store;
}

describe("the runner of a profile", () => {
	it("that was killed on this machine does not keep the next one waiting", async () => {
		const store = await storeHeldBy("killed", runnerProcess(deadProcess()));
		await releaseDeadLease(store);
		expect(await store.lease()).toBeUndefined();
	});

	it("that lives keeps its lease", async () => {
		const holder = runnerName();
		const store = await storeHeldBy(holder, runnerProcess());
		await releaseDeadLease(store);
		expect((await store.lease())?.holder).toBe(holder);
	});

	it("in another container of the same name keeps its lease, whatever its process is here", async () => {
		const process = runnerProcess(deadProcess(), "elsewhere");
		const holder = runnerName(process.id, process.place);
		const store = await storeHeldBy(holder, process);
		await releaseDeadLease(store);
		expect((await store.lease())?.holder).toBe(holder);
	});

	it("is distinguished from another process with the same host name and number", async () => {
		const store = await storeHeldBy(runnerName(), runnerProcess());
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
		expect(await store.acquireLease(twin)).toBeNull();
	});

	it("on another machine keeps its lease, whatever its process is here", async () => {
		const process = runnerProcess(deadProcess());
		const holder = `not-${runnerName(process.id)}`;
		const store = await storeHeldBy(holder, { ...process, host: `not-${process.host}` });
		await releaseDeadLease(store);
		expect((await store.lease())?.holder).toBe(holder);
	});
});
