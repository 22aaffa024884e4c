import { describe, expect, it } from "vitest";
import jobs from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { openJob } from "./fake-job.ts";

describe("a job that was replaced", () => {
	it("is located again", async () => {
		let id = "old";
		const { service } = await openJob(({ url, method }) => {
			if (url.endsWith("/synchronization/jobs")) return { body: { value: [{ ...jobs.active, id }] } };
			return url.endsWith(`/jobs/${id}`) && method === "GET" ? { body: { ...jobs.active, id } } : undefined;
		});
		expect((await service.status()).id).toBe("old");
		id = "new";
		expect((await service.status()).id).toBe("new");
	});
});
