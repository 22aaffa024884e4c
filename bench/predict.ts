import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHostedPlan } from "../src/app/prediction/open-hosted-plan.ts";
import { simulatorCredential } from "../src/simulator/entra/credential.ts";
import { startSimulators } from "../src/simulator/world.ts";

/**
 * Predicting the next cycle of Entra's job for this many users, 99 % with an account: reading the job,
 * users and accounts, and planning. The simulators run in this process, without a limit.
 */
export async function predict(
	users: number,
): Promise<{ readonly seconds: number; readonly predicted: number }> {
	const world = await startSimulators({ users, existing: users - users / 100, limit: "off" });
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
	const { sumo, entra } = world;
	const { token } = await simulatorCredential(entra).getToken();
	const secretToken = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
	const send = async (method: string, path: string, body: unknown) => {
		const answer = await fetch(
			`${entra.graphUrl}/servicePrincipals/${entra.servicePrincipalId}/synchronization${path}`,
			{
				method,
				headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
				body: JSON.stringify(body),
			},
		);
		if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`);
	};
	try {
		await send("POST", "/jobs", { templateId: "scim" });
		const secrets = { BaseAddress: sumo.scimUrl, SecretToken: secretToken, SyncAll: "false" };
		await send("PUT", "/secrets", {
			value: Object.entries(secrets).map(([key, value]) => ({ key, value })),
		});
		const plan = await openHostedPlan({
			flags: { home },
			env: {
				SUMO_PROVISION_SOURCE: "entra",
				SUMO_PROVISION_APPLICATION: "Sumo Logic",
				SUMO_PROVISION_GRAPH_URL: entra.graphUrl,
				SUMO_PROVISION_GRAPH_TOKEN: token,
				SUMO_PROVISION_SCIM_URL: sumo.scimUrl,
				SUMO_PROVISION_SECRET_TOKEN: secretToken,
				SUMO_PROVISION_RATE: "off",
			},
			warn: (message) => {
				throw new Error(message);
			},
		});
		const started = performance.now();
		const { counts } = await plan.predict();
		const seconds = (performance.now() - started) / 1_000;
		await plan.close();
		const predicted = Object.values(counts).reduce((sum, count) => sum + count, 0);
		if (predicted < users) throw new Error(`only ${predicted} of ${users} users were predicted`);
		return { seconds, predicted };
	} finally {
		await world.close();
		rmSync(home, { recursive: true, force: true });
	}
}
