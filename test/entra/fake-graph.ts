import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { z } from "zod";

/** A request as the fake got it. */
export type Asked = {
	readonly method: string;
	/** Path and query below the Graph URL, decoded. */
	readonly url: string;
	readonly authorization: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
};

/** What the fake answers; `cut` breaks the connection off. */
export type Given = {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly cut?: true;
};

const batchBody = z.object({
	requests: z.array(
		z.object({ id: z.string(), url: z.string(), headers: z.record(z.string(), z.string()).optional() }),
	),
});

/** A server on loopback that answers as the test says, and takes batches apart. */
export async function fakeGraph(answer: (asked: Asked, graphUrl: string) => Given | Promise<Given>): Promise<{
	readonly graphUrl: string;
	/** Requests and parts of batches, in the order in which they came. */
	readonly asked: readonly Asked[];
}> {
	const asked: Asked[] = [];
	let graphUrl = "";
	const one = async (request: Asked) => {
		asked.push(request);
		return answer(request, graphUrl);
	};
	const server = createServer(async (request, response) => {
		const whole = {
			method: request.method ?? "",
			url: decodeURIComponent((request.url ?? "").replace(/^\/v1\.0/, "")),
			authorization: request.headers.authorization ?? "",
			headers: request.headers,
			body: await bodyOf(request),
		};
		if (whole.url !== "/$batch") return send(response, await one(whole));
		asked.push(whole);
		const { requests } = batchBody.parse(JSON.parse(whole.body));
		const responses = [];
		for (const { id, url, headers = whole.headers } of requests) {
			const given = await one({ ...whole, headers, method: "GET", url: decodeURIComponent(url), body: "" });
			responses.unshift({ id, status: given.status ?? 200, headers: given.headers, body: given.body });
		}
		return send(response, { body: { responses } });
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	graphUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1.0`;
	return { graphUrl, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let body = "";
	for await (const chunk of request) body += chunk;
	return body;
}

function send(response: ServerResponse, { status = 200, headers = {}, body, cut }: Given): void {
	if (cut) return void response.destroy();
	response.writeHead(status, { "content-type": "application/json", ...headers });
	response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}
