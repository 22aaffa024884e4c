import { describe, expect, it } from "vitest";
import { onDemandSteps } from "../../../src/jobs/hosted-on-demand.ts";
import type { Asked } from "../fake-graph.ts";
import onDemand from "./examples/provision-on-demand-response.json" with { type: "json" };
import { openJob } from "./fake-job.ts";

const user = "4d3e6f80-a1c2-4d4e-9f50-6b7c8d9e0f1a";

const isOnDemand = ({ url }: Asked) => url.endsWith("/provisionOnDemand");

/** The answer on demand that a fake gives. */
async function provisioned(body: unknown) {
	const opened = await openJob((asked) => (isOnDemand(asked) ? { body } : undefined));
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
