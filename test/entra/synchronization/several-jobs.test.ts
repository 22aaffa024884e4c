import { expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { createSynchronizationJobs } from "../../../src/entra/synchronization/synchronization-jobs.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { fakeGraph } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

it.each(["first", "last"])(
	"means the job that is on when the application has several and it is the %s",
	async (place) => {
		const paused = { ...examples.active, id: "scim.paused", schedule: { state: "paused" } };
		const on = { ...examples.active, id: "scim.on", schedule: { state: "active" } };
		const value = place === "first" ? [on, paused] : [paused, on];
		const graph = await fakeGraph(() => ({ body: { value } }));
		const getToken = async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 });
		const client = createGraphClient({
			graphUrl: graph.graphUrl,
			credential: { getToken },
			clock: hastyClock(),
		});
		const jobs = createSynchronizationJobs(client, "principal", false);
		expect(await jobs.find()).toMatchObject({ id: "scim.on", schedule: "Active" });
		expect(await jobs.locate()).toMatchObject({ id: "scim.on" });
		expect(await jobs.current()).toMatchObject({ id: "scim.on" });
	},
);
