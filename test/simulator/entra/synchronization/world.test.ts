import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { exchange } from "../../../../src/simulator/entra/synchronization/target/exchange.ts";
import type { Json } from "../../../../src/simulator/loopback/json.ts";
import { startSimulators } from "../../../../src/simulator/world.ts";
import { certificate, privateKey } from "../../../http/self-signed.ts";
import { emptyWorld, graphCall, secretToken } from "../../calls.ts";
import { jobWorld } from "./started-job.ts";

describe("a world with a hosted job", () => {
	it("keeps job, links and log in its file", async () => {
		const folder = mkdtempSync(join(tmpdir(), "world-"));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const state = join(folder, "world.json");
		const ports = { sumo: 0, entra: 0 };
		const at = await jobWorld({ state, ports });
		at.world.entra.control.addUser({ userPrincipalName: "ada@example.com" });
		at.world.entra.control.assign("ada@example.com", "Analyst");
		await at.graph("POST", `${at.job}/start`);
		await at.cycle();
		await at.world.close();

		const clock = () => Date.UTC(2026, 0, 6);
		const reopened = await startSimulators({ state, limit: "off", clock });
		onTestFinished(() => reopened.close());
		const { control, servicePrincipalId } = reopened.entra;
		expect(control.jobs()).toMatchObject([{ schedule: "Active", code: "Active", synchronized: 1 }]);
		expect(control.provisioningLog()).toHaveLength(1);
		const graph = await graphCall(reopened);
		// The target has another port now, and the saved job is led there.
		const path = `/servicePrincipals/${servicePrincipalId}/synchronization/secrets`;
		expect((await graph("GET", path)).body.value).toContainEqual({
			key: "BaseAddress",
			value: reopened.sumo.scimUrl,
		});
		control.editUser("ada@example.com", { userPrincipalName: "ada.new@example.com" });
		await control.runCycle();
		expect(control.provisioningLog()[1]).toMatchObject({ action: "update", status: "success" });
	});

	it("trusts its own certificate under TLS", async () => {
		const world = await startSimulators({
			users: 1,
			limit: "off",
			tls: { key: String(privateKey), cert: certificate },
		});
		onTestFinished(() => world.close());
		const { entra } = world;
		const form = `grant_type=client_credentials&client_id=${entra.clientId}&client_secret=${entra.clientSecret}&scope=x%2F.default`;
		const call = async (method: string, url: string, token: string, body: string): Promise<Json> => {
			const { text } = await exchange({ method, url: new URL(url), token, body }, certificate);
			return text === "" ? null : JSON.parse(text);
		};
		const issued = await call("POST", `${entra.authorityUrl}/${entra.tenantId}/oauth2/v2.0/token`, "", form);
		const token = Object.entries(issued ?? {}).find(([name]) => name === "access_token")?.[1];
		const base = `${entra.graphUrl}/servicePrincipals/${entra.servicePrincipalId}/synchronization`;
		const graph = (method: string, path: string, body: Json) =>
			call(method, `${base}${path}`, String(token), JSON.stringify(body));
		await graph("POST", "/jobs", { templateId: "scim" });
		const secrets = { BaseAddress: world.sumo.scimUrl, SecretToken: secretToken(world) };
		await graph("PUT", "/secrets", {
			value: Object.entries(secrets).map(([key, value]) => ({ key, value })),
		});
		const id = entra.control.jobs()[0]?.id ?? "";
		await graph("POST", `/jobs/${id}/start`, {});
		expect(await entra.control.runCycle()).toMatchObject([{ code: "Active" }]);
		expect(entra.control.provisioningLog()).toMatchObject([{ action: "create", status: "success" }]);
	});

	it("runs cycles automatically on request, and stops between two users when it closes", async () => {
		const world = await emptyWorld({ users: 3, cycles: "automatic", cycleSeconds: 3_600 });
		const { control, servicePrincipalId } = world.entra;
		const graph = await graphCall(world);
		const base = `/servicePrincipals/${servicePrincipalId}/synchronization`;
		const { id } = (await graph("POST", `${base}/jobs`, { templateId: "scim" })).body;
		const secrets = { BaseAddress: world.sumo.scimUrl, SecretToken: secretToken(world) };
		const value = Object.entries(secrets).map(([key, one]) => ({ key, value: one }));
		await graph("PUT", `${base}/secrets`, { value });
		await graph("POST", `${base}/jobs/${String(id)}/start`);
		expect((await graph("GET", `${base}/jobs/${String(id)}`)).body).toMatchObject({
			schedule: { interval: "PT60M" },
		});
		await vi.waitFor(() => expect(control.provisioningLog()).not.toEqual([]), 60_000);
		await world.close();
		expect(new Set(control.provisioningLog().map(({ status }) => status))).toEqual(new Set(["success"]));
		expect(["NotRun", "Active"]).toContain(control.jobs()[0]?.code);
	});

	it("re-matches all users after the job was deleted and created again", async () => {
		const at = await jobWorld();
		at.world.entra.control.addUser({ userPrincipalName: "ada@example.com" });
		at.world.entra.control.assign("ada@example.com", "Analyst");
		await at.graph("POST", `${at.job}/start`);
		await at.cycle();
		expect((await at.graph("DELETE", at.job)).status).toBe(204);
		expect(at.account("ada@example.com")).toMatchObject({ isActive: true });
		await at.graph("POST", `${at.base}/jobs`, { templateId: "scim" });
		await at.graph("POST", `${at.job}/start`);
		at.world.sumo.control.resetCounts();
		await at.cycle();
		const targets = at.world.sumo.control.journal().map(({ target }) => target);
		expect(targets).toContainEqual(expect.stringContaining("ada%40example.com"));
	});
});
