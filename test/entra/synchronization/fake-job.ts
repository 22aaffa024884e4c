import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { createHostedService } from "../../../src/entra/synchronization/hosted-service.ts";
import type { UnreadableEntry } from "../../../src/ports/hosted-service.ts";
import jobs from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import schemas from "../../simulator/entra/examples/synchronization-schema.json" with { type: "json" };
import { type Asked, fakeGraph, type Given } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

/** The id of the application's service principal. */
export const principal = "3c2d5e7f-90b1-4c3d-8e4f-5a6b7c8d9e0f";

/** Entra's job as a fake Graph shows it; `answer` goes first. */
export async function openJob(
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
