import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openSetup } from "../src/app/guided-setup/open-setup.ts";
import { simulatorCredential } from "../src/simulator/entra/credential.ts";
import { startSimulators } from "../src/simulator/world.ts";

/** From an empty tenant to a started job with three roles and two assigned groups: requests to Graph and Sumo Logic, and seconds. */
export async function setUp(): Promise<{ readonly requests: number; readonly seconds: number }> {
	const world = await startSimulators({ tenant: "empty", limit: "off" });
	const home = mkdtempSync(join(tmpdir(), "setup-"));
	try {
		const { sumo, entra } = world;
		const { token } = await simulatorCredential(entra).getToken();
		const file = join(home, "setup.yaml");
		writeFileSync(
			file,
			`version: 1
tenant: {id: ${entra.tenantId}, graphUrl: "${entra.graphUrl}"}
sumo: {scimUrl: "${sumo.scimUrl}"}
roles: [User, Analyst, Administrator]
assignments: [{group: Sumo Readers, role: User}, {group: Security Operations, role: Analyst}]
`,
		);
		const env = {
			SUMO_PROVISION_HOME: home,
			SUMO_PROVISION_GRAPH_TOKEN: token,
			SUMO_PROVISION_SECRET_TOKEN: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64"),
		};
		const warn = (message: string): never => {
			throw new Error(message);
		};
		const setup = await openSetup({ flags: {}, env, file, warn });
		const start = performance.now();
		const steps = await setup.run({ apply: true });
		if (steps.some(({ action }) => action === "blocked")) throw new Error("a step of setup was blocked");
		setup.close();
		return { requests: setup.requests(), seconds: (performance.now() - start) / 1000 };
	} finally {
		await world.close();
		rmSync(home, { recursive: true });
	}
}
