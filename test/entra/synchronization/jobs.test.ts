import { expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { createSynchronizationJobs } from "../../../src/entra/synchronization/synchronization-jobs.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { fakeGraph } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

/** The jobs of an application on a fake Graph. */
async function open(answer: Parameters<typeof fakeGraph>[0]) {
	const graph = await fakeGraph(answer);
	const getToken = async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 });
	const client = createGraphClient({
		graphUrl: graph.graphUrl,
		credential: { getToken },
		clock: hastyClock(),
	});
	return { jobs: createSynchronizationJobs(client, "principal", false), asked: graph.asked };
}

it.each(["first", "last"])(
	"means the job that is on when the application has several and it is the %s",
	async (place) => {
		const paused = { ...examples.active, id: "scim.paused", schedule: { state: "paused" } };
		const on = { ...examples.active, id: "scim.on", schedule: { state: "active" } };
		const value = place === "first" ? [on, paused] : [paused, on];
		const { jobs } = await open(() => ({ body: { value } }));
		expect(await jobs.find()).toMatchObject({ id: "scim.on", schedule: "Active" });
		expect(await jobs.locate()).toMatchObject({ id: "scim.on" });
		expect(await jobs.current()).toMatchObject({ id: "scim.on" });
	},
);

it.each([{ value: null }, {}, { value: [null] }])(
	"does not take %j for no job, and creates none",
	async (body) => {
		const { jobs, asked } = await open(({ url }) => ({
			body: url.endsWith("/templates") ? { value: [{ id: "scim" }] } : body,
		}));
		for (const read of [jobs.find, jobs.current, jobs.locate, jobs.secrets])
			await expect(read()).rejects.toMatchObject({ name: "DirectoryError", code: "unavailable" });
		expect(asked.some(({ method }) => method === "POST")).toBe(false);
	},
);

it("finds a job on a later page", async () => {
	const { jobs } = await open(({ url }, graphUrl) => ({
		body: url.includes("skip")
			? { value: [examples.active] }
			: { value: [], "@odata.nextLink": `${graphUrl}${url}?$skip=1` },
	}));
	expect(await jobs.find()).toMatchObject({ id: examples.active.id });
});

it("has an empty text for a setting without a value", async () => {
	const { jobs: others } = await open(() => ({ body: { value: [{ key: "SyncAll", value: null }] } }));
	expect(await others.secrets()).toEqual(new Map([["SyncAll", ""]]));
});

it.each([
	["refused, because there is one", 409],
	["answered with an error after it was carried out", 500],
])("uses the job that is there when a creation is %s", async (_, status) => {
	let reads = 0;
	const { jobs, asked } = await open(({ method, url }) => {
		if (method === "POST") return { status, body: { error: { code: "Conflict", message: "There is one." } } };
		if (url.endsWith("/templates")) return { body: { value: [{ id: "scim" }] } };
		reads += 1;
		return { body: { value: status === 500 && reads < 3 ? [] : [examples.active] } };
	});
	expect(await jobs.create()).toMatchObject({ id: examples.active.id });
	expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

it("waits for a job that was created just now below an application that is not new", async () => {
	let reads = 0;
	const { jobs } = await open(({ method, url }) => {
		if (method === "POST") return { status: 201, body: examples.created };
		if (url.endsWith("/templates")) return { body: { value: [{ id: "scim" }] } };
		reads += 1;
		if (reads > 2) return { body: { synchronizationRules: [] } };
		return { status: 404, body: { error: { code: "Request_ResourceNotFound", message: "No." } } };
	});
	const { id } = await jobs.create();
	expect(await jobs.schema(id)).toEqual({ synchronizationRules: [] });
	expect(reads).toBe(3);
});

it("does not wait for a job that was not created just now", async () => {
	const { jobs, asked } = await open(() => ({ status: 404, body: { error: { code: "X", message: "No." } } }));
	await expect(jobs.schema("scim.1")).rejects.toMatchObject({ status: 404 });
	expect(asked).toHaveLength(1);
});

it.each([
	["a code of credentials", 400, "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"],
	["another code", 400, "BadRequest"],
	["another status", 422, "InvalidCredentials"],
])("takes an answer with %s as a refusal of the credentials", async (_what, status, code) => {
	const { jobs } = await open(() => ({ status, body: { error: { code, message: "Not accepted." } } }));
	expect(await jobs.validate("scim.1", { BaseAddress: "https://x.test", SecretToken: "s" })).toContain(
		"Not accepted",
	);
});

it("shows no secret that Graph repeats in a refusal, only the target's URL", async () => {
	const secrets = {
		BaseAddress: "https://x.test/scim",
		SecretToken: Buffer.from("suABCDEFGHIJKL:key/of+x=").toString("base64"),
	};
	const message = `Refused: ${JSON.stringify(secrets)} key/of+x=`;
	const { jobs } = await open(() => ({ status: 400, body: { error: { code: "BadRequest", message } } }));
	const words = 'Refused: {"BaseAddress":"https://x.test/scim","SecretToken":"********"} ********';
	expect(await jobs.validate("scim.1", secrets)).toContain(words);
	await expect(jobs.saveSecrets(secrets)).rejects.toThrow(words);
});

it.each([403, 404, 500])("does not take a %i as a refusal of the credentials", async (status) => {
	const { jobs } = await open(() => ({ status, body: { error: { code: "X", message: "No." } } }));
	await expect(jobs.validate("scim.1", "saved")).rejects.toMatchObject({ status });
});
