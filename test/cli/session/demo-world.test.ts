import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runnerName, runnerProcess } from "../../../src/app/process/runner.ts";
import { startDemoWorld } from "../../../src/cli/session/demo-world.ts";
import { storeFile } from "../../../src/config/home.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { temporaryHome } from "../../config/samples.ts";

/** A home whose demo has a store and a tenant. */
async function demoHome() {
	const home = temporaryHome();
	const file = storeFile(home, "demo");
	const store = await openStore(file);
	const tenant = join(home.state, "demo-tenant.json");
	writeFileSync(tenant, "{}");
	return { folder: home.config, file, store, tenant };
}

it.each([{ reset: true }, { tenant: "empty" }] as const)(
	"%j removes nothing while another process has the demo open",
	async (options) => {
		const { folder, file, store, tenant } = await demoHome();
		const reset = () => startDemoWorld({ home: folder, ...options }, {});
		await expect(reset()).rejects.toThrow("another process has the profile demo open. Close it there first.");
		await store.acquireLease(runnerName(), runnerProcess());
		await expect(reset()).rejects.toThrow(`${runnerName()} works with the profile demo. Stop it`);
		await store.releaseLease(runnerName());
		await store.close();
		expect([file, tenant].map((path) => existsSync(path))).toEqual([true, true]);
	},
);

it("removes a store that nothing can be read from", async () => {
	const { folder, file, store } = await demoHome();
	await store.close();
	writeFileSync(file, "not a database at all, and longer than the header of one would be".repeat(20));
	const world = await startDemoWorld({ home: folder, reset: true }, {});
	await world.close();
	expect(existsSync(file)).toBe(false);
});
