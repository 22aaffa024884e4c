import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createConnector } from "../../src/http/connector.ts";
import { exchange } from "../../src/http/exchange.ts";
import { HttpFailure } from "../../src/http/http-failure.ts";
import { proxyFor } from "../../src/http/proxy-settings.ts";
import { connectProxy } from "./connect-proxy.ts";
import { closedPort, listening, serve } from "./loopback.ts";
import { certificate, privateKey } from "./self-signed.ts";

const limits = { timeoutMs: 10_000, maxBytes: 1_000 };
const secret = "Bearer very-secret-token";

/** A TLS server; its URL has a name that only a proxy of a test can resolve. */
async function secureServer() {
	const asked: (string | undefined)[] = [];
	const server = createTlsServer({ key: privateKey, cert: certificate }, ({ headers }, response) => {
		asked.push(headers.authorization);
		response.end("through");
	});
	const { port } = new URL(await listening(server, "https"));
	// The certificate is for localhost, and loopback is never proxied: a name with a dot at its end is not loopback.
	return { url: new URL(`https://localhost.:${port}/Users`), asked, port };
}

async function failureOf(work: Promise<unknown>): Promise<HttpFailure> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof HttpFailure)) throw new Error(`Expected an HttpFailure, got ${String(error)}`);
	return error;
}

const send = (url: URL, options: Parameters<typeof createConnector>[0], timeoutMs = limits.timeoutMs) =>
	exchange(
		createConnector({ ca: certificate, ...options }),
		{ method: "GET", url, headers: { authorization: secret } },
		{ ...limits, timeoutMs },
		undefined,
	);

describe("A request through a proxy", () => {
	it("goes by a tunnel, in which the proxy sees neither path nor credential", async () => {
		const { url, asked, port } = await secureServer();
		const proxy = await connectProxy();
		const answer = await send(url, { env: { HTTPS_PROXY: proxy.url } });
		expect(answer).toMatchObject({ status: 200, body: { text: "through" } });
		expect(asked).toEqual([secret]);
		expect(proxy.tunnels).toEqual([{ target: `localhost.:${port}`, authorization: undefined }]);
		expect(proxy.seen().length).toBeGreaterThan(100);
		expect(proxy.seen()).not.toMatch(/very-secret-token|Users/);
	});

	it("keeps the tunnel for the next request", async () => {
		const { url, asked } = await secureServer();
		const proxy = await connectProxy();
		const connector = createConnector({ ca: certificate, proxy: proxy.url });
		for (let round = 0; round < 3; round++)
			await exchange(connector, { method: "GET", url, headers: {} }, limits, undefined);
		expect(asked).toHaveLength(3);
		expect(proxy.tunnels).toHaveLength(1);
	});

	it("gives the proxy the user name and password of its URL, and the server none of them", async () => {
		const { url } = await secureServer();
		const proxy = await connectProxy();
		const { host } = new URL(proxy.url);
		await send(url, { proxy: `http://ada:p%40ss@${host}` });
		expect(proxy.tunnels[0]?.authorization).toBe(`Basic ${Buffer.from("ada:p@ss").toString("base64")}`);
	});

	it("names an IPv6 address to the proxy in brackets", async () => {
		const proxy = await connectProxy({ answer: 502 });
		await failureOf(send(new URL("https://[2001:db8::1]/api"), { proxy: proxy.url }));
		expect(proxy.tunnels[0]?.target).toBe("[2001:db8::1]:443");
	});

	it("checks the server's certificate inside the tunnel", async () => {
		const { url, asked } = await secureServer();
		const proxy = await connectProxy();
		const untrusted = await failureOf(send(url, { proxy: proxy.url, ca: undefined }));
		expect(untrusted.kind).toBe("tls");
		const other = new URL(url);
		other.hostname = "sumo.example";
		const otherName = await failureOf(send(other, { proxy: proxy.url }));
		expect(otherName).toMatchObject({ kind: "tls", systemCode: "ERR_TLS_CERT_ALTNAME_INVALID" });
		expect(asked).toEqual([]);
	});

	it.each([
		[407, "http://", /requires a user name and password \(407\)/, false],
		[407, "http://ada:pa55word@", /rejected the user name and password of the proxy URL \(407\)/, false],
		[403, "http://ada:pa55word@", /refused to connect to localhost\.:\d+ \(403\)/, false],
		[502, "http://", /refused to connect to localhost\.:\d+ \(502\)/, true],
	])("names the proxy that answers %i, never its password", async (status, prefix, words, isPassing) => {
		const { url } = await secureServer();
		const proxy = await connectProxy({ answer: status });
		const { host } = new URL(proxy.url);
		const failure = await failureOf(send(url, { proxy: `${prefix}${host}` }));
		expect(failure).toMatchObject({ kind: "proxy", status, neverSent: true, isPassing });
		expect(failure.message).toMatch(words);
		expect(failure.message).toContain(`the proxy ${host} `);
		expect(`${failure.stack}${JSON.stringify(failure)}`).not.toContain("pa55word");
	});

	it("names a proxy that cannot be reached, or does not answer in time", async () => {
		const { url } = await secureServer();
		const closed = await closedPort();
		const refused = await failureOf(send(url, { proxy: closed }));
		expect(refused).toMatchObject({
			kind: "proxy",
			systemCode: "ECONNREFUSED",
			neverSent: true,
			isPassing: true,
		});
		expect(refused.message).toBe(`the proxy ${new URL(closed).host} could not be reached (ECONNREFUSED)`);
		const silent = await connectProxy({ answer: "silence" });
		expect(await failureOf(send(url, { proxy: silent.url }, 50))).toMatchObject({
			kind: "timeout",
			message: `the proxy ${new URL(silent.url).host} did not connect to ${url.host} within 0.05 s`,
			neverSent: true,
			isPassing: true,
		});
	});

	it("names a proxy that speaks something else, and one that breaks the tunnel off", async () => {
		const { url } = await secureServer();
		const garbage = await connectProxy({ answer: "garbage" });
		const other = await failureOf(send(url, { proxy: garbage.url }));
		expect(other).toMatchObject({ kind: "proxy" });
		expect(other.message).toMatch(/^the proxy \S+ answers with something other than HTTP \(HPE_/);
		const tls = await failureOf(send(url, { proxy: garbage.url.replace("http:", "https:") }));
		expect(tls.message).toMatch(/^the proxy \S+ does not speak TLS .*its URL probably begins with http:/);
		const cut = await connectProxy({ answer: "cut" });
		const broken = await failureOf(send(url, { proxy: cut.url }));
		expect(broken.kind).toBe("network");
		expect(broken.message).toContain(`through the proxy ${new URL(cut.url).host}`);
	});

	it.each([
		[["NTLM", "Negotiate"], "asks for a sign-in with NTLM or Negotiate (407), and only Basic is supported"],
		[['Digest realm="a, Basic b", qop="auth"'], "asks for a sign-in with Digest (407)"],
		[["NTLM", 'Basic realm="corp"'], "requires a user name and password (407)"],
		[[], "requires a user name and password (407)"],
	])("says whether a password would help where the proxy offers %j", async (schemes, words) => {
		const { url } = await secureServer();
		const proxy = await connectProxy({ answer: 407, schemes });
		expect((await failureOf(send(url, { proxy: proxy.url }))).message).toContain(words);
	});

	it("keeps a percent sign in the proxy's password that does not begin an escape", async () => {
		const { url } = await secureServer();
		const proxy = await connectProxy();
		const { host } = new URL(proxy.url);
		await send(url, { env: { HTTPS_PROXY: `http://ada:100%pw%C3%A9%@${host}` } });
		const [{ authorization = "" } = {}] = proxy.tunnels;
		expect(Buffer.from(authorization.slice(6), "base64").toString("utf8")).toBe("ada:100%pwé%");
	});

	it("goes to a proxy that speaks TLS itself", async () => {
		const { url } = await secureServer();
		const tunnels: (string | undefined)[] = [];
		const proxy = createTlsServer({ key: privateKey, cert: certificate });
		proxy.on("connect", (request, socket) => {
			tunnels.push(request.url);
			const upstream = connect(Number(url.port), "127.0.0.1", () => {
				socket.write("HTTP/1.1 200 OK\r\n\r\n");
				socket.pipe(upstream).pipe(socket);
			});
			socket.on("close", () => upstream.destroy());
			onTestFinished(() => void socket.destroy());
		});
		expect(await send(url, { proxy: await listening(proxy, "https") })).toMatchObject({
			body: { text: "through" },
		});
		expect(tunnels).toEqual([url.host]);
	});

	it("never happens for loopback, nor in clear text beyond it", async () => {
		const proxy = await connectProxy();
		const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
		const { url } = await serve((_, response) => response.end("direct"));
		expect(await send(new URL(url), { env, proxy: proxy.url })).toMatchObject({ body: { text: "direct" } });
		const clear = await failureOf(send(new URL("http://sumo.example/Users"), { env }));
		expect(clear).toMatchObject({ kind: "tls", neverSent: true, isPassing: false });
		expect(clear.message).toBe("nothing was sent to sumo.example, since http:// is not encrypted");
		expect(proxy.tunnels).toEqual([]);
	});
});

describe("The proxy for a URL", () => {
	const sumo = new URL("https://api.us2.sumologic.com/api/");
	const proxyOf = (env: Record<string, string>, proxy?: string | null, url = sumo) =>
		proxyFor(url, { env, proxy })?.href;

	it("is the environment's, in either case, and HTTP_PROXY where there is no HTTPS_PROXY", () => {
		expect(proxyOf({})).toBeUndefined();
		expect(proxyOf({ HTTPS_PROXY: "http://a:1" })).toBe("http://a:1/");
		expect(proxyOf({ https_proxy: "b:2", HTTPS_PROXY: "http://a:1" })).toBe("http://b:2/");
		expect(proxyOf({ http_proxy: "http://c:3" })).toBe("http://c:3/");
		expect(proxyOf({ HTTPS_PROXY: "http://a:1", HTTP_PROXY: "http://c:3" })).toBe("http://a:1/");
	});

	it("is that of the other variable where one is empty", () => {
		expect(proxyOf({ https_proxy: "", HTTPS_PROXY: "http://a:1" })).toBe("http://a:1/");
		expect(proxyOf({ https_proxy: "", HTTPS_PROXY: "", HTTP_PROXY: "http://c:3" })).toBe("http://c:3/");
		const excepted = { no_proxy: "", NO_PROXY: "sumologic.com" };
		expect(proxyOf({ HTTPS_PROXY: "http://a:1", ...excepted })).toBeUndefined();
	});

	it("is the option's before the environment's; null turns proxies off", () => {
		const env = { HTTPS_PROXY: "http://a:1" };
		expect(proxyOf(env, "http://d:4")).toBe("http://d:4/");
		expect(proxyOf(env, null)).toBeUndefined();
	});

	it.each([
		["*", true],
		["api.us2.sumologic.com", true],
		["sumologic.com", true],
		[".sumologic.com", true],
		["*.sumologic.com", true],
		["example.com, SumoLogic.com", true],
		["example.com sumologic.com:443", true],
		["sumologic.com.", true],
		["api.us2.sumologic.com.:443", true],
		["sumologic.com:8443", false],
		["ologic.com", false],
		["", false],
		[",", false],
	])("is none where NO_PROXY is %j: %j", (noProxy, isDirect) => {
		const proxy = proxyOf({ HTTPS_PROXY: "http://a:1", no_proxy: noProxy });
		expect(proxy).toBe(isDirect ? undefined : "http://a:1/");
	});

	it.each([
		["example.com", "https://example.com./", true],
		["10.0.0.0/8", "https://10.1.2.3/", true],
		["10.0.0.0/8", "https://11.1.2.3/", false],
		["192.168.1.0/24, 10.1.2.3", "https://10.1.2.3/", true],
		["10.1.2.3/32", "https://10.1.2.3/", true],
		["fd00::/8", "https://[fd12::1]/", true],
		["[fd00::]/8", "https://[fe80::1]/", false],
		["fd12::1", "https://[fd12:0::1]/", true],
		["[fd12:0::1]:8443", "https://[fd12::1]:8443/", true],
		["[fd12:0::1]:8443", "https://[fd12::1]/", false],
		["10.1.2.3:8443", "https://10.1.2.3:8443/", true],
		["10.1.2.3:8443", "https://10.1.2.3/", false],
		["0.0.0.0/0", "https://api.us2.sumologic.com/", false],
		["10.0.0.0/99", "https://10.1.2.3/", false],
		["10.0.0.0/8", "https://[fd12::1]/", false],
	])("takes %j in NO_PROXY as a network for %j: %j", (noProxy, target, isDirect) => {
		const env = { HTTPS_PROXY: "http://proxy.example.com:3128", NO_PROXY: noProxy };
		expect(proxyFor(new URL(target), { env }) === undefined).toBe(isDirect);
	});

	it("is none for loopback, whatever is set", () => {
		for (const host of ["127.0.0.1", "[::1]", "localhost", "127.8.8.8"])
			expect(proxyOf({}, "http://d:4", new URL(`https://${host}:8443/`))).toBeUndefined();
	});

	it("is not guessed from a setting that is no URL, nor is that setting quoted", () => {
		for (const setting of [
			"socks5://ada:pa55word@proxy:1080",
			"http://:pa55word@",
			"http://ada:pa55word@h:x",
		])
			try {
				expect(proxyOf({}, setting)).toBe("refused");
			} catch (error) {
				expect(error).toMatchObject({ kind: "proxy", neverSent: true, isPassing: false });
				expect(String(error)).toContain("HTTPS_PROXY");
				expect(String(error)).not.toContain("pa55word");
			}
		expect.assertions(9);
	});
});
