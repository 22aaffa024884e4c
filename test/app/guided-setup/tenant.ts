import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { openSetup } from "../../../src/app/guided-setup/open-setup.ts";
import type { StepReport } from "../../../src/setup/step.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { startSimulators, type WorldOptions } from "../../../src/simulator/world.ts";
import { hastyClock } from "../../entra/tenant.ts";

/** Roles, assignments and job of a setup file. */
export const details = `
roles: [User, Analyst, Administrator]
assignments:
  - {group: Sumo Readers, role: User}
  - {group: Security Operations, role: Analyst}
job: {notificationEmail: ops@example.com, deletionThreshold: 20}
`;

/** A tenant without an application, and setup on it with a file. */
export async function openTenant(options: WorldOptions = {}) {
	const world = await startSimulators({ tenant: "empty", limit: "off", ...options });
	const home = mkdtempSync(join(tmpdir(), "setup-"));
	onTestFinished(async () => {
		await world.close();
		rmSync(home, { recursive: true });
	});
	const { sumo, entra } = world;
	const { token } = await simulatorCredential(entra).getToken();
	const file = join(home, "setup.yaml");
	const write = (text: string) => {
		const places = `version: 1\ntenant: {id: ${entra.tenantId}, graphUrl: "${entra.graphUrl}"}\nsumo: {scimUrl: "${sumo.scimUrl}"}\n`;
		writeFileSync(file, `${places}${text}`);
	};
	write(details);
	const env = {
		SUMO_PROVISION_HOME: home,
		SUMO_PROVISION_RATE: "off",
		SUMO_PROVISION_GRAPH_TOKEN: token,
		SUMO_PROVISION_SECRET_TOKEN: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64"),
	};
	const clock = hastyClock();
	const open = (path = file, flags = {}) =>
		openSetup({ flags, env, file: path, clock, warn: (message) => expect.unreachable(message) });
	const run = async (apply: boolean, onStep?: (step: StepReport) => void, signal?: AbortSignal) => {
		const setup = await open();
		try {
			return await setup.run({ apply, onStep, signal });
		} finally {
			setup.close();
		}
	};
	/** Writes to Graph and to Sumo Logic so far; a test of credentials writes nothing. */
	const writes = () =>
		[...entra.control.journal(), ...sumo.control.journal()].filter(
			({ method, target }) => method !== "GET" && !/\$batch|validateCredentials|oauth2/.test(target),
		).length;
	return { world, home, file, env, write, open, run, writes, clock };
}
