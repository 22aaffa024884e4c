import http from "node:http";
import { listening } from "../../http/loopback.ts";

/** A request on its way to the server. */
export type Request = {
	readonly method: string;
	/** Path with its query. */
	readonly target: string;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: string;
};

/** An answer on its way back. `send`: writes it in its own way instead of at once. */
export type Answer = {
	readonly status: number;
	readonly headers: http.OutgoingHttpHeaders;
	readonly body: string;
	readonly send?: (response: http.ServerResponse) => void | Promise<void>;
};

/** What happens to a request: `forward` gives it to the server, changed or as it is. */
export type Warp = (
	request: Request,
	forward: (changed?: Partial<Request>) => Promise<Answer>,
) => Answer | Promise<Answer>;

/** The URL of a server that answers as `upstream` does, except for what `warp` makes of it. It closes with the test. */
export async function openWarped(upstream: string, warp: Warp): Promise<string> {
	const to = new URL(upstream);
	const server = http.createServer(async (incoming, outgoing) => {
		let body = "";
		for await (const chunk of incoming.setEncoding("utf8")) body += String(chunk);
		const { method = "GET", url: target = "/", headers } = incoming;
		const request: Request = { method, target, headers, body };
		try {
			const answer = await warp(request, (changed) => forward({ ...request, ...changed }, to));
			if (answer.send !== undefined) await answer.send(outgoing);
			else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
		} catch {
			incoming.socket.destroy();
		}
	});
	return `${await listening(server)}${to.pathname}`;
}

function forward({ method, target, headers, body }: Request, to: URL): Promise<Answer> {
	const { "content-length": _, "accept-encoding": __, ...rest } = headers;
	const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
	return new Promise((done, fail) => {
		const sent = http.request(
			{
				host: to.hostname,
				port: to.port,
				method,
				path: target,
				headers: { ...rest, ...length, host: to.host },
				agent: false,
			},
			async (received) => {
				let text = "";
				for await (const chunk of received.setEncoding("utf8")) text += String(chunk);
				const {
					"content-length": ___,
					"transfer-encoding": ____,
					connection: _____,
					...kept
				} = received.headers;
				done({ status: received.statusCode ?? 0, headers: kept, body: text });
			},
		);
		sent.once("error", fail);
		sent.end(body);
	});
}

/** The answer with its JSON changed; as it is when it has none. */
export function withJson(
	answer: Answer,
	change: (value: Readonly<Record<string, unknown>>) => unknown,
): Answer {
	return answer.body === "" ? answer : { ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) };
}

/** The answer with each user in it changed, alone or in a list. */
export function withUsers(
	answer: Answer,
	change: (user: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Answer {
	return withJson(answer, (value) => {
		if (Array.isArray(value.Resources)) return { ...value, Resources: value.Resources.map(change) };
		return "userName" in value ? change(value) : value;
	});
}
