import { expect, it } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { fakeStreams } from "../../cli/fake-streams.ts";
import { openTenant } from "./tenant.ts";

it("ends the failure of cycles for which the application was missing", async () => {
	const tenant = await openTenant();
	const { sumo, entra } = tenant.world;
	const env = {
		...tenant.env,
		SUMO_PROVISION_SOURCE: "entra",
		SUMO_PROVISION_TENANT_ID: entra.tenantId,
		SUMO_PROVISION_APPLICATION: "Sumo Logic",
		SUMO_PROVISION_GRAPH_URL: entra.graphUrl,
		SUMO_PROVISION_SCIM_URL: sumo.scimUrl,
	};
	const run = async (...args: readonly string[]) => {
		const { streams, printed } = fakeStreams();
		await runProgram(args, { streams, version: "1.2.3", env });
		return printed.join("\n");
	};
	const matters = async () => JSON.parse(await run("status", "--json")).openMatters;
	await run("run");
	const failed = [{ kind: "cycleFailed", remedy: { type: "set-up-application" } }];
	expect(await matters()).toMatchObject(failed);
	await tenant.run(false);
	expect(await matters()).toMatchObject(failed);
	await tenant.run(true);
	expect(await matters()).toEqual([]);
});
