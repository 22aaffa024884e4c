import { describe, expect, it } from "vitest";
import { predictedJob } from "../../../src/app/prediction/job-state.ts";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import { readDocument } from "../../../src/entra-schema/document.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import schemas from "../../simulator/entra/examples/synchronization-schema.json" with { type: "json" };

const of = (example: object, tenant = "contoso.onmicrosoft.com") =>
	predictedJob(jobStatus.parse(example), readDocument(schemas), "Sumo Logic", tenant);

describe("what a prediction says of its job", () => {
	it("names the tenant, and when the predicted cycle is due", () => {
		const { timeBegan } = examples.active.status.lastExecution;
		const due = new Date(Date.parse(timeBegan) + 40 * 60_000).toISOString();
		expect(of(examples.active)).toMatchObject({ tenant: "contoso.onmicrosoft.com", nextCycle: due });
	});

	it("names no time while a cycle runs, or the job is off, and no tenant that the profile does not name", () => {
		expect(of(examples.running_first_cycle)).not.toHaveProperty("nextCycle");
		expect(of(examples.created)).not.toHaveProperty("nextCycle");
		expect(of(examples.active, "")).not.toHaveProperty("tenant");
	});
});
