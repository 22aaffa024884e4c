import { describe, expect, it } from "vitest";
import type { UnreadableEntry } from "../../../src/ports/hosted-service.ts";
import { unknownLabel } from "../../../src/ports/log/log-action-label.ts";
import jobs from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import type { Asked, Given } from "../fake-graph.ts";
import summaries from "./examples/provisioning-object-summary.json" with { type: "json" };
import { openJob, principal } from "./fake-job.ts";

const isLog = ({ url }: Asked) => url.startsWith("/auditLogs/provisioning");

describe("Entra's provisioning log", () => {
	const since = Date.parse("2026-03-02T00:00:00Z");
	const read = async (answer: (asked: Asked, graphUrl: string) => Given) => {
		const opened = await openJob((asked, graphUrl) => (isLog(asked) ? answer(asked, graphUrl) : undefined));
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
		const { service } = await openJob(
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
		const opened = await openJob((asked, graphUrl) => {
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
