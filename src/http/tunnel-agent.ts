import { type ClientRequestArgs, request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { Agent, type AgentOptions, request as httpsRequest } from "node:https";
import { isIPv6 } from "node:net";
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
		const host = to.host ?? "";
		const target = `${isIPv6(host) ? `[${host}]` : host}:${to.port ?? 443}`;
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
			const schemes = [answer.headers["proxy-authenticate"] ?? ""].flat().join(", ");
			fail(refusal(statusCode, target, proxy, schemes), statusCode);
		});
		// Node does not notify an agent of an abandoned request; its tunnel must not keep the process running.
		request.once("socket", (socket) => socket.unref());
		request.once("timeout", () => request.destroy(new Error("no answer in time")));
		request.once("error", (error) => fail(unreachable(error, proxy), undefined, error));
		request.end();
		return undefined;
	};
	return agent;
}

/** @param schemes - The ways to sign in that the proxy offers, as in Proxy-Authenticate. */
function refusal(status: number, target: string, proxy: URL, schemes: string): string {
	if (status !== 407) return `refused to connect to ${target} (${status})`;
	const offered = schemes.replace(/"(?:[^"\\]|\\.)*"/g, "").match(/(?<=^|,\s*)[A-Za-z][\w-]*(?=\s|,|$)/g);
	if (offered !== null && !offered.some((scheme) => /^basic$/i.test(scheme))) {
		return `asks for a sign-in with ${offered.slice(0, 4).join(" or ")} (407), and only Basic is supported; use a local proxy that signs in, such as cntlm or px`;
	}
	return proxy.username === ""
		? "requires a user name and password (407); add them to the proxy URL, in HTTPS_PROXY: the setting proxy holds none"
		: "rejected the user name and password of the proxy URL (407)";
}

function unreachable(error: Error, proxy: URL): string {
	const code = systemCode(error) ?? error.message;
	if (proxy.protocol === "https:" && /^(?:EPROTO|ERR_SSL_)/.test(code))
		return `does not speak TLS (${code}); its URL probably begins with http://`;
	if (/^HPE_/.test(code)) return `answers with something other than HTTP (${code})`;
	if (code === "ECONNRESET") return `closed the connection without an answer (${code})`;
	return `could not be reached (${code})`;
}

function authorizationFor({ username, password }: URL): OutgoingHttpHeaders {
	if (username === "" && password === "") return {};
	const pair = `${decoded(username)}:${decoded(password)}`;
	return { "proxy-authorization": `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
}

/** A percent sign that does not begin an escape is kept as it is. */
function decoded(part: string): string {
	return Buffer.from(
		part.replace(/%([0-9a-f]{2})|%/gi, (_, code: string | undefined) =>
			String.fromCharCode(code === undefined ? 0x25 : Number.parseInt(code, 16)),
		),
		"latin1",
	).toString("utf8");
}
