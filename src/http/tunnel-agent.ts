import { type ClientRequestArgs, request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { Agent, type AgentOptions, request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { systemCode } from "./connection-failure.ts";
import { HttpFailure, isPassingStatus } from "./http-failure.ts";

type Connected = (error: Error | null, socket?: Duplex) => void;

/** How long a tunnel may take to set up, ms. The time limit of a request ends the request, but not its tunnel. */
const tunnelTimeoutMs = 30_000;

/**
 * An agent that connects to https servers through a proxy: a CONNECT tunnel (RFC 9110 §9.3.6) with TLS to the server inside, so that
 * the proxy sees only the host. Requests fail with `HttpFailure` `proxy`, which names the proxy's host and never
 * its password.
 *
 * Node's own agents support proxies only from 22.21 and 24.5 on, and undici's ProxyAgent works with fetch only.
 */
export function createTunnelAgent(proxy: URL, options: AgentOptions): Agent {
	const agent = new Agent(options);
	const connectThrough = agent.createConnection.bind(agent);
	agent.createConnection = (to: ClientRequestArgs, connected: Connected) => {
		const target = `${to.host ?? ""}:${to.port ?? 443}`;
		const fail = (message: string, status?: number, cause?: unknown) =>
			connected(
				new HttpFailure("proxy", `the proxy ${proxy.host} ${message}`, {
					status,
					neverSent: true,
					isPassing: status === undefined ? systemCode(cause) !== "ENOTFOUND" : isPassingStatus(status),
					systemCode: systemCode(cause),
					cause,
				}),
			);
		const secureContext = agent.options.secureContext;
		const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
			hostname: proxy.hostname.replace(/^\[|\]$/g, ""),
			port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
			method: "CONNECT",
			path: target,
			headers: { host: target, ...authorizationFor(proxy) },
			agent: false,
			timeout: tunnelTimeoutMs,
			...(secureContext === undefined ? {} : { secureContext }),
			rejectUnauthorized: true,
		});
		request.once("connect", (answer, socket) => {
			const { statusCode = 0 } = answer;
			if (statusCode >= 200 && statusCode < 300) {
				socket.ref();
				socket.setTimeout(0);
				return connected(null, connectThrough({ ...to, ...{ socket } }) ?? undefined);
			}
			socket.destroy();
			fail(refusal(statusCode, target, proxy), statusCode);
		});
		// Node does not notify an agent of an abandoned request; its tunnel must not keep the process running.
		request.once("socket", (socket) => socket.unref());
		request.once("timeout", () => request.destroy(new Error("no answer in time")));
		request.once("error", (error) =>
			fail(`could not be reached (${systemCode(error) ?? error.message})`, undefined, error),
		);
		request.end();
		return undefined;
	};
	return agent;
}

function refusal(status: number, target: string, proxy: URL): string {
	if (status !== 407) return `refused to connect to ${target} (${status})`;
	return proxy.username === ""
		? "requires a user name and password (407); add them to the proxy URL"
		: "rejected the user name and password of the proxy URL (407)";
}

function authorizationFor({ username, password }: URL): OutgoingHttpHeaders {
	if (username === "" && password === "") return {};
	const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
	return { "proxy-authorization": `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
}
