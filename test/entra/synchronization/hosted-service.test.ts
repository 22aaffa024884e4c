import { describe, expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { createHostedService } from "../../../src/entra/synchronization/hosted-service.ts";
import { onDemandSteps } from "../../../src/jobs/hosted-on-demand.ts";
import type { UnreadableEntry } from "../../../src/ports/hosted-service.ts";
import { unknownLabel } from "../../../src/ports/log/log-action-label.ts";
import jobs from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import schemas from "../../simulator/entra/examples/synchronization-schema.json" with { type: "json" };
import { type Asked, fakeGraph, type Given } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";
import onDemand from "./examples/provision-on-demand-response.json" with { type: "json" };
import summaries from "./examples/provisioning-object-summary.json" with { type: "json" };

const principal = "3c2d5e7f-90b1-4c3d-8e4f-5a6b7c8d9e0f";
const user = "4d3e6f80-a1c2-4d4e-9f50-6b7c8d9e0f1a";

/** Entra's job as a fake Graph shows it; `answer` goes first. */
async function open(
	answer: (asked: Asked, graphUrl: string) => Given | undefined,
	onUnreadable: (entry: UnreadableEntry) => void = () => undefined,
) {
	const graph = await fakeGraph((asked, graphUrl) => {
		const given = answer(asked, graphUrl);
		if (given !== undefined) return given;
		if (asked.url.endsWith("/synchronization/jobs")) return { body: { value: [jobs.active] } };
		if (asked.url.endsWith("/schema")) return { body: schemas };
		return { status: 404, body: { error: { code: "Request_ResourceNotFound", message: "No." } } };
	});
	const clock = hastyClock();
	let tokens = 0;
	const getToken = async () => {
		tokens += 1;
		return { token: `token-${tokens}`, expiresOnTimestamp: Date.now() + 3_600_000 };
	};
	const client = createGraphClient({ graphUrl: graph.graphUrl, credential: { getToken }, clock });
	const service = createHostedService({ client, application: async () => principal, clock, onUnreadable });
	return { ...graph, service };
}

const isOnDemand = ({ url }: Asked) => url.endsWith("/provisionOnDemand");
const isLog = ({ url }: Asked) => url.startsWith("/auditLogs/provisioning");

/** The answer on demand that a fake gives. */
async function provisioned(body: unknown) {
	const opened = await open((asked) => (isOnDemand(asked) ? { body } : undefined));
	return { entry: await opened.service.onDemand(user), asked: opened.asked };
}

describe("on demand through Graph", () => {
	it("names the rule of the job's own schema, and decodes steps, values and clauses from JSON in strings", async () => {
		const { entry, asked } = await provisioned(onDemand.success);
		expect(JSON.parse(asked.find(isOnDemand)?.body ?? "")).toEqual(onDemand.request);
		expect(entry).toMatchObject({
			action: "Create",
			status: "success",
			initiatedBy: "on demand",
			durationMs: 1300,
			error: null,
			skipReason: null,
			source: { id: user, userName: "ada@example.com" },
			target: { id: "000000000FE20FE2" },
			modifiedProperties: [{ name: "userName", old: null, new: "ada@example.com" }],
		});
		expect(entry.steps.map(({ type, status }) => `${type} ${status}`)).toEqual([
			"import success",
			"matching success",
			"scoping success",
			"export success",
		]);
		expect(entry.steps[0]?.details).toContainEqual({ name: "appRoleAssignments", value: "Analyst" });
	});

	it("shows a skipped user with the reason of the export step", async () => {
		const { entry } = await provisioned(onDemand.skipped);
		expect(entry).toMatchObject({ status: "skipped", skipReason: "RedundantExport", error: null });
	});

	it("counts a failure in an answer of 200 as a failure, with its code and what to do", async () => {
		const { entry } = await provisioned({
			key: JSON.stringify({
				result: "Failure",
				details: { errorCode: "InvalidAnchor", errorMessage: "Gone." },
			}),
			value: JSON.stringify({ action: "Update", provisioningSteps: [] }),
		});
		expect(entry).toMatchObject({
			status: "failure",
			source: { id: user },
			error: {
				code: "InvalidAnchor",
				reason: "Gone.",
				recommendedAction: expect.stringContaining("re-matches all users"),
			},
		});
	});

	it.each([
		[
			"the key is a type name of .NET",
			"Microsoft.IdentityManagement.ProvisioningStatusInfo",
			(value: string) => value,
		],
		["the value is an array of one", '{"result":"Success"}', (value: string) => `[${value}]`],
		["the value is an array of one string", '{"result":"Success"}', (value: string) => [value]],
		["the value is not in a string", '{"result":"success"}', (value: string) => JSON.parse(value) as unknown],
	])("reads an answer in which %s", async (_how, key, written) => {
		const { entry } = await provisioned({ key, value: written(onDemand.success.value) });
		expect(entry).toMatchObject({ status: "success", action: "Create", target: { id: "000000000FE20FE2" } });
	});

	it("trusts the value when key and value disagree about a failure", async () => {
		const value = JSON.parse(onDemand.success.value) as object;
		const failed = { ...value, statusInfo: { status: "FAILURE", errorCode: "Conflict", reason: "Taken." } };
		const { entry } = await provisioned({ key: '{"result":"Success"}', value: JSON.stringify(failed) });
		expect(entry).toMatchObject({ status: "failure", error: { code: "Conflict", reason: "Taken." } });
	});

	it("takes no success for true of which a step failed", async () => {
		const value = JSON.parse(onDemand.success.value) as object;
		const provisioningSteps = [
			{ type: "Import", status: "Success", description: "Read" },
			{ type: "Export", status: "Failure", description: "Refused by the target" },
		];
		const { entry } = await provisioned({
			key: '{"result":"Success"}',
			value: JSON.stringify({ ...value, provisioningSteps }),
		});
		expect(entry).toMatchObject({ status: "failure", error: { reason: "Refused by the target" } });
		const skipped = { ...value, statusInfo: { status: "Skipped" }, provisioningSteps };
		expect((await provisioned({ key: "", value: skipped })).entry.status).toBe("skipped");
	});

	it("shows a status that is not known in Entra's own word, as neither success nor failure", async () => {
		const value = JSON.parse(onDemand.success.value) as object;
		const other = { ...value, statusInfo: { status: "Deferred" } };
		const { entry } = await provisioned({ key: '{"result":"Success"}', value: JSON.stringify(other) });
		expect(entry).toMatchObject({ status: "unknown", error: null });
		expect(entry.steps.at(-1)?.description).toContain('"Deferred"');
		expect(onDemandSteps(entry).at(-1)).toMatchObject({ name: "Perform action", status: "unknown" });
	});

	it("takes the success of another user for neither success nor failure, and names both", async () => {
		const other = "11111111-2222-4333-8444-555555555555";
		const value = onDemand.success.value.replaceAll(user, other).replaceAll("ada@", "bob@");
		const { entry } = await provisioned({ ...onDemand.success, value });
		expect(entry).toMatchObject({
			...{ status: "unknown", action: "Other", source: { id: user }, target: null, error: null },
			modifiedProperties: [],
		});
		const words = `another user, bob@example.com (${other}): it does not show what happened to ${user}.`;
		expect(entry.steps.at(-1)?.description).toContain(words);
		expect(onDemandSteps(entry).at(-1)).toMatchObject({ name: "Perform action", status: "unknown" });
	});

	it("knows the user by the id in other letters, or by that of the imported object", async () => {
		const upper = onDemand.success.value.replaceAll(user, user.toUpperCase());
		expect((await provisioned({ ...onDemand.success, value: upper })).entry.status).toBe("success");
		const value = { ...(JSON.parse(onDemand.success.value) as object), sourceIdentity: { id: "anchor" } };
		expect((await provisioned({ ...onDemand.success, value })).entry.status).toBe("success");
	});

	it("rejects an answer that shows neither success nor failure", async () => {
		await expect(provisioned({ key: "Some.Type", value: "" })).rejects.toThrow("neither success nor failure");
	});

	it("shows the scoping filters that did not match, from JSON in a string", async () => {
		const value = JSON.parse(onDemand.skipped.value) as {
			provisioningSteps: { type: string; details: object }[];
		};
		for (const step of value.provisioningSteps)
			if (step.type === "Scoping")
				step.details = { ScopeEvaluationResult: `{"Sales.department EQUALS 'Sales'":false}` };
		const { entry } = await provisioned({ ...onDemand.skipped, value: JSON.stringify(value) });
		expect(entry.steps.find(({ type }) => type === "scoping")?.details).toEqual([
			{ name: "Sales.department EQUALS 'Sales'", value: "false" },
		]);
	});
});

describe("Entra's provisioning log", () => {
	const since = Date.parse("2026-03-02T00:00:00Z");
	const read = async (answer: (asked: Asked, graphUrl: string) => Given) => {
		const opened = await open((asked, graphUrl) => (isLog(asked) ? answer(asked, graphUrl) : undefined));
		return { entries: await opened.service.log({ since }), asked: opened.asked.filter(isLog) };
	};

	it("asks for the entries of the job from that time on", async () => {
		const { asked } = await read(() => ({ body: { value: [] } }));
		expect(asked[0]?.url).toContain(
			`jobId eq '${jobs.active.id}' and activityDateTime gt 2026-03-01T23:59:59.999Z`,
		);
	});

	it("reads the documented entries", async () => {
		const { entries } = await read(() => ({ body: { value: summaries.value } }));
		expect(entries.find(({ status }) => status === "success")).toMatchObject({
			id: "8b000000-0000-4000-8000-000000000001",
			action: "Create",
			durationMs: 640,
			source: { displayName: "Ada Lund", userName: "ada@example.com" },
			target: { id: "000000000FE20FE2", userName: "ada@example.com" },
			modifiedProperties: [
				{ name: "userName", old: null, new: "ada@example.com" },
				{ name: "active", old: null, new: "True" },
			],
		});
		expect(entries.find(({ status }) => status === "failure")).toMatchObject({
			target: null,
			error: {
				code: "SystemForCrossDomainIdentityManagementServiceIncompatible",
				category: "NonServiceFailure",
				recommendedAction: expect.stringContaining("Sumo Logic"),
			},
		});
	});

	it("sorts by time, removes repeated entries, and follows the pages", async () => {
		const [first] = summaries.value;
		const at = (id: string, time: string) => ({ ...first, id, activityDateTime: time });
		const late = at("b", "2026-03-02T11:00:00Z");
		const { entries } = await read((asked, graphUrl) =>
			asked.url.includes("$skiptoken")
				? { body: { value: [late, at("a", "2026-03-02T08:00:00Z")] } }
				: {
						body: {
							value: [late, at("c", "2026-03-02T09:30:00Z")],
							"@odata.nextLink": `${graphUrl}/auditLogs/provisioning?$skiptoken=2`,
						},
					},
		);
		expect(entries.map(({ id }) => id)).toEqual(["a", "c", "b"]);
	});

	it("leaves out entries that cannot be read, names each, and keeps all others", async () => {
		const left: UnreadableEntry[] = [];
		const [first] = summaries.value;
		const timeless = { ...first, id: "timeless", activityDateTime: null };
		const { id: _id, ...nameless } = first ?? {};
		const value = [
			timeless,
			...summaries.value,
			nameless,
			{ ...first, id: "odd", activityDateTime: "soon" },
			null,
		];
		const { service } = await open(
			(asked) => (isLog(asked) ? { body: { value } } : undefined),
			(entry) => left.push(entry),
		);
		const entries = await service.log({ since });
		expect(entries.map(({ id }) => id).toSorted()).toEqual(summaries.value.map(({ id }) => id).toSorted());
		expect(left).toEqual([
			{ name: "timeless", part: "activityDateTime" },
			{ name: `without an id, at ${first?.activityDateTime}`, part: "id" },
			{ name: "odd", part: "activityDateTime" },
			{ name: "without an id, at no time", part: "the entry" },
		]);
	});

	it("reads a service principal as an object or as a list, and words in any case", async () => {
		const [first] = summaries.value;
		const { jobId: _, ...withoutJob } = first ?? {};
		const other = { id: "1c2d5e7f-90b1-4c3d-8e4f-5a6b7c8d9e0f" };
		const { entries } = await read(() => ({
			body: {
				value: [
					{ ...withoutJob, id: "list", servicePrincipal: [{ id: principal.toUpperCase() }] },
					{
						...withoutJob,
						id: "object",
						servicePrincipal: { id: principal },
						provisioningAction: "STAGEDDELETE",
					},
					{ ...withoutJob, id: "other", servicePrincipal: [other] },
					{
						...first,
						id: "new words",
						provisioningAction: "somethingNew",
						provisioningStatusInfo: { status: "Skipped" },
						provisioningSteps: [
							{ provisioningStepType: "ReferenceResolution", status: "Success", description: "Done" },
							{
								provisioningStepType: "EXPORT",
								status: "Skipped",
								details: { SkipReason: "RedundantExport" },
							},
						],
					},
				],
			},
		}));
		expect(entries.map(({ id }) => id)).toEqual(["new words", "object", "list"]);
		expect(entries.find(({ id }) => id === "object")?.action).toBe("StagedDelete");
		expect(entries.find(({ id }) => id === "new words")).toMatchObject({
			action: "Other",
			status: "skipped",
			skipReason: "RedundantExport",
			steps: [
				{ type: "processing", status: "success" },
				{ type: "export", status: "skipped" },
			],
		});
	});

	it("shows a status that is not known in Entra's own word, as neither success nor failure", async () => {
		const [first] = summaries.value;
		const status = "unknownFutureValue";
		const step = { provisioningStepType: "export", description: "Exported", status };
		const { entries } = await read(() => ({
			body: {
				value: [
					{ ...first, id: "plain", provisioningStatusInfo: { status }, provisioningSteps: [step] },
					{
						...first,
						id: "with an error",
						provisioningStatusInfo: { status, errorInformation: { errorCode: "Conflict", reason: "Taken." } },
					},
				],
			},
		}));
		const plain = entries.find(({ id }) => id === "plain");
		expect(plain).toMatchObject({
			status: "unknown",
			error: null,
			skipReason: null,
			steps: [
				{ status: "unknown", description: "Exported (unknownFutureValue)" },
				{ status: "unknown", description: expect.stringContaining('"unknownFutureValue"') },
			],
		});
		expect(plain && unknownLabel(plain)).toContain('the status "unknownFutureValue"');
		const other = entries.find(({ id }) => id === "with an error");
		expect(other).toMatchObject({ status: "unknown", error: { code: "Conflict", reason: "Taken." } });
	});

	it("shows an entry without a status as neither success nor failure, unless a step or an error shows a failure", async () => {
		const [first] = summaries.value;
		const failed = { provisioningStepType: "export", status: "Failure", description: "Refused" };
		const errorInformation = { errorCode: "Conflict", reason: "Taken." };
		const { entries } = await read(() => ({
			body: {
				value: [
					{ ...first, id: "none", provisioningStatusInfo: null },
					{ ...first, id: "empty", provisioningStatusInfo: { status: "" } },
					{ ...first, id: "step", provisioningStatusInfo: {}, provisioningSteps: [failed] },
					{ ...first, id: "error", provisioningStatusInfo: { status: null, errorInformation } },
				],
			},
		}));
		expect(new Map(entries.map(({ id, status }) => [id, status]))).toEqual(
			new Map([
				["error", "failure"],
				["step", "failure"],
				["empty", "unknown"],
				["none", "unknown"],
			]),
		);
		const none = entries.find(({ id }) => id === "none");
		expect(none && unknownLabel(none)).toBe("Entra reports no status.");
	});

	it("fails when the pages go on without a new entry, under links that differ", async () => {
		const [first] = summaries.value;
		let page = 0;
		const opened = await open((asked, graphUrl) => {
			if (!isLog(asked)) return undefined;
			page += 1;
			const next = `${graphUrl}/auditLogs/provisioning?$skiptoken=${page}`;
			return { body: { value: page % 2 === 0 ? [first] : [], "@odata.nextLink": next } };
		});
		await expect(opened.service.log({ since: 0 })).rejects.toThrow("pages never end: 50 in a row");
		expect(page).toBe(52);
	});

	it("continues with a new token when one expires between two pages, and after a throttled page", async () => {
		const [first] = summaries.value;
		const at = (id: string) => ({ ...first, id });
		const refusals: Given[] = [
			{ status: 401, body: { error: { code: "InvalidAuthenticationToken", message: "Expired." } } },
			{ status: 429, headers: { "retry-after": "2.128" } },
		];
		const { entries, asked } = await read((request, graphUrl) => {
			if (!request.url.includes("$skiptoken")) {
				const next = `${graphUrl}/auditLogs/provisioning?$skiptoken=2`;
				return { body: { value: [at("a")], "@odata.nextLink": next } };
			}
			return refusals.shift() ?? { body: { value: [at("b")] } };
		});
		// Both in one second: the service lists the newest first.
		expect(entries.map(({ id }) => id)).toEqual(["b", "a"]);
		expect(new Set(asked.map(({ authorization }) => authorization)).size).toBe(2);
	});

	it("shows which permission is missing", async () => {
		const refusal = { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges." } };
		await expect(read(() => ({ status: 403, body: refusal }))).rejects.toThrow("ProvisioningLog.Read.All");
	});
});

describe("a job that was replaced", () => {
	it("is located again", async () => {
		let id = "old";
		const { service } = await open(({ url, method }) => {
			if (url.endsWith("/synchronization/jobs")) return { body: { value: [{ ...jobs.active, id }] } };
			return url.endsWith(`/jobs/${id}`) && method === "GET" ? { body: { ...jobs.active, id } } : undefined;
		});
		expect((await service.status()).id).toBe("old");
		id = "new";
		expect((await service.status()).id).toBe("new");
	});
});
