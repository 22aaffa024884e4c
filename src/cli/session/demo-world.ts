import { rmSync } from "node:fs";
import { join } from "node:path";
import { type DemoConnection, demoName } from "../../app/profile/demo-connection.ts";
import { assertClosed, isUnusable } from "../../app/profile/store/assert-closed.ts";
import { resolveHome, storeFile } from "../../config/home.ts";
import { simulatorCredential } from "../../simulator/entra/credential.ts";
import { startSimulators, type World } from "../../simulator/world.ts";

export type DemoOptions = {
	readonly home?: string | undefined;
	/** This many plain users in place of the demo tenant's. */
	readonly users?: number | undefined;
	/** Start from a fresh tenant, without links or log. */
	readonly reset?: boolean | undefined;
	/** `empty`: start from a fresh tenant with people and groups, but without an application, to go through setup. */
	readonly tenant?: "empty" | "demo" | undefined;
};

/** The running demo tenant. */
export type DemoWorld = { readonly connection: DemoConnection; readonly close: () => Promise<void> };

/** Entra's job runs every 40 minutes; nobody waits that long for a demo. */
const demoCycleSeconds = 60;

/**
 * Starts the demo tenant, which is kept in the state folder of the home and survives restarts.
 *
 * @throws StoreError `busy` for a fresh tenant while another process has the demo open
 */
export async function startDemoWorld(
	{ home: folder, users, reset = false, tenant }: DemoOptions,
	env: NodeJS.ProcessEnv,
): Promise<DemoWorld> {
	const home = resolveHome(folder, env);
	const state = join(home.state, `${demoName}-tenant.json`);
	if (reset || tenant === "empty") {
		const store = storeFile(home, demoName);
		await assertClosed(store, demoName).catch((error: unknown) => {
			if (!isUnusable(error)) throw error;
		});
		for (const file of [state, store, `${store}-wal`, `${store}-shm`, `${store}.backup`])
			rmSync(file, { force: true });
	}
	const world = await startSimulators({
		cycles: "automatic",
		cycleSeconds: demoCycleSeconds,
		...(users === undefined ? { state } : { users }),
		...(tenant === undefined ? {} : { tenant }),
	});
	return { connection: connectionTo(world), close: () => world.close() };
}

/** The name that setup gives to the application of a tenant without one. */
const nameBySetup = "Sumo Logic";

function connectionTo({ sumo, entra }: World): DemoConnection {
	return {
		scimUrl: sumo.scimUrl,
		secretToken: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64"),
		graphUrl: entra.graphUrl,
		tenantId: entra.tenantId,
		application: entra.servicePrincipalId || nameBySetup,
		credential: simulatorCredential(entra),
	};
}
