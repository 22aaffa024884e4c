import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../../../src/simulator/loopback/json.ts";
import { startSimulators, type World } from "../../../../../src/simulator/world.ts";
import { type Call, graphCall, items, secretToken } from "../../../calls.ts";
import errors from "../../examples/errors.json" with { type: "json" };
import jobExample from "../../examples/synchronization-job.json" with { type: "json" };
import schemaExample from "../../examples/synchronization-schema.json" with { type: "json" };
import { differences } from "../../same-shape.ts";

let world: World;
let graph: Call;
let base: string;
let job: string;
let created: JsonObject;

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value));

beforeEach(async () => {
	world = await startSimulators({ limit: "off" });
	onTestFinished(() => world.close());
	graph = await graphCall(world);
	base = `/servicePrincipals/${world.entra.servicePrincipalId}/synchronization`;
	created = (await graph("POST", `${base}/jobs`, { templateId: "scim" })).body;
	job = `${base}/jobs/${String(created.id)}`;
});

const credentials = (change: Readonly<Record<string, string>> = {}) =>
	Object.entries({ BaseAddress: world.sumo.scimUrl, SecretToken: secretToken(world), ...change }).map(
		([key, value]) => ({ key, value }),
	);

describe("a synchronization job", () => {
	it("has the documented shape when it is new, and there is one for an application", async () => {
		const { appId } = world.entra.control.applications()[0] ?? {};
		expect(differences(created, plain(jobExample.created))).toEqual([]);
		expect(created).toMatchObject({
			id: `scim.${world.entra.tenantId.replaceAll("-", "")}.${appId}`,
			schedule: { state: "Disabled" },
			status: { code: "Paused" },
		});
		expect((await graph("POST", `${base}/jobs`, { templateId: "scim" })).status).toBe(409);
		expect(items((await graph("GET", `${base}/templates`)).body, "value")).toMatchObject([{ id: "scim" }]);
	});

	it("goes into quarantine when it is started without credentials, and leaves it with them", async () => {
		await graph("POST", `${job}/start`);
		const quarantined = (await graph("GET", job)).body;
		expect(quarantined).toMatchObject({ status: { code: "Quarantine" } });
		const { quarantine } = jobExample.quarantined.status;
		const { status } = quarantined;
		expect(differences(isObject(status) ? status.quarantine : null, plain(quarantine))).toEqual([]);
		await graph("PUT", `${base}/secrets`, { value: credentials() });
		await graph("POST", `${job}/start`);
		expect((await graph("GET", job)).body).toMatchObject({
			schedule: { state: "Active" },
			status: { code: "NotRun", quarantine: null },
		});
		await graph("POST", `${job}/pause`);
		expect((await graph("GET", job)).body).toMatchObject({ schedule: { state: "Paused" } });
		expect((await graph("POST", `${job}/restart`, { criteria: { resetScope: "Everything" } })).status).toBe(
			400,
		);
		await graph("POST", `${job}/restart`, { criteria: { resetScope: "Watermark, Escrows" } });
		expect(world.entra.control.jobs()[0]?.restarts).toEqual(["Watermark, Escrows"]);
	});
});

describe("the credentials of a job", () => {
	const validate = (given: Json) => graph("POST", `${job}/validateCredentials`, { credentials: given });

	it("are tried at the target", async () => {
		const before = world.sumo.control.counts().total;
		expect((await validate(credentials())).status).toBe(204);
		expect(world.sumo.control.counts().total).toBe(before + 1);
		expect(await validate(credentials({ SecretToken: "bm86bm8=" }))).toMatchObject({
			status: 400,
			body: { error: { code: "SystemForCrossDomainIdentityManagementInvalidCredentials" } },
		});
		const { code } = errors["credentials refused by validateCredentials"].body.error;
		for (const address of ["http://127.0.0.1:1/scim", "https://api.us2.sumologic.com/api/v1/scim"]) {
			expect(await validate(credentials({ BaseAddress: address }))).toMatchObject({
				status: 400,
				body: { error: { code } },
			});
		}
	});

	it("are stored under their exact names; the token is never shown, and a star sent back is stored", async () => {
		const wrong = errors["wrong case in a secret key"];
		expect(
			await graph("PUT", `${base}/secrets`, { value: [{ key: "baseAddress", value: "x" }] }),
		).toMatchObject({
			status: wrong.status,
			body: { error: { code: wrong.body.error.code, message: wrong.body.error.message } },
		});
		await graph("PUT", `${base}/secrets`, { value: credentials({ SyncAll: "false" }) });
		const shown = (await graph("GET", `${base}/secrets`)).body.value;
		expect(shown).toEqual([
			{ key: "BaseAddress", value: world.sumo.scimUrl },
			{ key: "SecretToken", value: "*" },
			{ key: "SyncAll", value: "false" },
		]);
		const saved = { useSavedCredentials: true };
		expect((await graph("POST", `${job}/validateCredentials`, saved)).status).toBe(204);
		await graph("PUT", `${base}/secrets`, { value: shown ?? null });
		expect((await graph("POST", `${job}/validateCredentials`, saved)).status).toBe(400);
	});

	it("hold the threshold of deletions, which shows as a setting of the job", async () => {
		const settings = JSON.stringify({ DeleteThresholdEnabled: true, DeleteThresholdValue: 20 });
		await graph("PUT", `${base}/secrets`, { value: [{ key: "SyncNotificationSettings", value: settings }] });
		const { synchronizationJobSettings } = (await graph("GET", job)).body;
		expect(synchronizationJobSettings).toContainEqual({
			name: "QuarantineTooManyDeletesThreshold",
			value: "20",
		});
	});
});

describe("the schema of a job", () => {
	it("has the documented shape, and is replaced and reset as a whole", async () => {
		const { body } = await graph("GET", `${job}/schema`);
		const { "@odata.context": _, ...example } = schemaExample;
		// The scope of the example is one that an operator has set.
		expect(differences(body, plain(example)).filter((path) => !path.endsWith(".scope"))).toEqual([]);
		const rules = items(body, "synchronizationRules").map((rule) => ({ ...rule, priority: 7 }));
		const changed = { ...body, synchronizationRules: rules };
		expect((await graph("PUT", `${job}/schema`, changed)).status).toBe(204);
		const read = (await graph("GET", `${job}/schema`)).body;
		expect(items(read, "synchronizationRules")[0]).toMatchObject({ priority: 7 });
		expect(read.version).not.toBe(body.version);
		expect((await graph("DELETE", `${job}/schema`)).status).toBe(204);
		expect(items((await graph("GET", `${job}/schema`)).body, "synchronizationRules")[0]).toMatchObject({
			priority: 1,
		});
	});

	it("refuses a mapping to an attribute that the target does not define", async () => {
		const { body } = await graph("GET", `${job}/schema`);
		const text = JSON.stringify(body).replace(
			'"targetAttributeName":"title"',
			'"targetAttributeName":"rolls"',
		);
		const refused = await graph("PUT", `${job}/schema`, JSON.parse(text));
		expect(refused).toMatchObject({
			status: 400,
			body: { error: { message: expect.stringContaining("rolls") } },
		});
	});
});
