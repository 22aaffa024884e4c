import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { commandDelivery, withoutSecrets } from "../../../src/app/notify/command.ts";
import type { Notification } from "../../../src/app/notify/notifier.ts";
import { webhookDelivery as deliveryTo, type WebhookOptions } from "../../../src/app/notify/webhook.ts";
import { createConnector } from "../../../src/http/connector.ts";
import { connectProxy } from "../../http/connect-proxy.ts";
import { closedPort, listening, serve } from "../../http/loopback.ts";
import { certificate, privateKey } from "../../http/self-signed.ts";

/** Attempts follow each other at once. */
const atOnce = { now: () => 0, sleep: () => Promise.resolve(), random: () => 0 };
const webhookDelivery = (url: string, options: Partial<WebhookOptions> = {}) =>
	deliveryTo(url, { format: "auto", clock: atOnce, ...options });

const notification: Notification = {
	type: "failures",
	title: "A user could not be provisioned.",
	details: ["<!channel> & Ada: Conflict: taken"],
	profile: "acme",
	cycleId: "C1",
	time: "2026-11-24T08:00:00.000Z",
	openText: "Open: 1 user fails.",
	open: 1,
	openMatters: [],
};

/** A Node program that keeps what it gets in a file, and ends with a code. */
function program(code = 0) {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-notify-"));
	const script = join(folder, "keep it.mjs");
	const kept = join(folder, "kept.json");
	writeFileSync(
		script,
		`import { readFileSync, writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(kept)}, JSON.stringify({ input: readFileSync(0, "utf8"), args: process.argv.slice(2), env: process.env }));
process.exit(${code});`,
	);
	return { script, read: () => JSON.parse(readFileSync(kept, "utf8")) };
}

describe("the notification command", () => {
	it("gets the notification on its input, its arguments as they are, and no secret", async () => {
		const { script, read } = program();
		const { deliver } = commandDelivery({
			command: [process.execPath, script, "$(touch /tmp/x); a b", ">out"],
			env: {
				PATH: process.env.PATH,
				MAIL_TO: "ops@example.com",
				SUMO_PROVISION_SECRET_TOKEN: "anything",
				TOKEN: "Basic c2VjcmV0",
			},
			secrets: ["c2VjcmV0"],
		});
		await deliver(notification);
		const { input, args, env } = read();
		expect(JSON.parse(input)).toEqual(notification);
		expect(args).toEqual(["$(touch /tmp/x); a b", ">out"]);
		expect(env).toMatchObject({ MAIL_TO: "ops@example.com" });
		expect(JSON.stringify(env)).not.toMatch(/c2VjcmV0|SUMO_PROVISION/);
	});

	it("fails with its exit code, when it is missing, and when it does not end", async () => {
		const run = (command: readonly [string, ...string[]], timeout = 10_000) =>
			commandDelivery({ command, env: process.env, secrets: [], timeout }).deliver(notification);
		await expect(run([process.execPath, program(3).script])).rejects.toThrow("ended with exit code 3");
		await expect(run(["/nowhere/at/all"])).rejects.toThrow("/nowhere/at/all can't be run (ENOENT)");
		await expect(run([process.execPath, "-e", "setInterval(() => 0, 1000)"], 50)).rejects.toThrow("SIGTERM");
	});

	it("keeps the environment but for secrets", () => {
		expect(withoutSecrets({ A: "1", B: undefined, SUMO_PROVISION_X: "2", C: "" }, [""])).toEqual({
			A: "1",
			C: "",
		});
	});

	it("keeps of proxies the address, and nothing of a managed identity or of the pair in a secret token", () => {
		const token = Buffer.from("suABCDEFGHIJKL:k3y/of+sumo=").toString("base64");
		const env = {
			HTTPS_PROXY: "http://ada:pa55%40word@proxy.test:8080",
			http_proxy: "ada:p@55@proxy.test:8080",
			ALL_PROXY: "socks5://proxy.test:1080",
			NO_PROXY: "a@b.test",
			IDENTITY_HEADER: "853b9a84",
			MSI_SECRET: "853b9a84",
			TOKEN: `Bearer ${token}`,
			KEY: "k3y/of+sumo=",
		};
		expect(withoutSecrets(env, [token])).toEqual({
			HTTPS_PROXY: "http://proxy.test:8080",
			http_proxy: "proxy.test:8080",
			ALL_PROXY: "socks5://proxy.test:1080",
			NO_PROXY: "a@b.test",
		});
	});
});

/** A server on loopback that answers with these statuses, the last one repeatedly. */
async function hook(...statuses: readonly number[]) {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk: Buffer) => {
			body += chunk.toString();
		});
		request.on("end", () => {
			response.statusCode = statuses[Math.min(bodies.length, statuses.length - 1)] ?? 200;
			bodies.push(body);
			response.setHeader("location", "http://127.0.0.1:1/");
			response.end("ok");
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	const address = server.address();
	const port = typeof address === "object" ? address?.port : 0;
	return { url: `http://127.0.0.1:${port}/services/T0/secret-part`, bodies };
}

describe("the webhook", () => {
	it("gets the text that Slack and Teams show, in which names notify no channel", async () => {
		const { url, bodies } = await hook(200);
		await webhookDelivery(url).deliver(notification);
		expect(bodies.map((body) => JSON.parse(body))).toEqual([
			{ text: "[acme] A user could not be provisioned.\n• &lt;!channel&gt; &amp; Ada: Conflict: taken" },
		]);
	});

	it("is not asked over a clear line", async () => {
		await expect(webhookDelivery("http://hooks.example.com/s3cret").deliver(notification)).rejects.toThrow(
			/^its URL must begin with https:/,
		);
	});

	it("is given up when it hangs, and when it fails for long", async () => {
		const { url: silent } = await serve(() => undefined);
		await expect(
			webhookDelivery(`${silent}/secret-part`, { timeoutMs: 20 }).deliver(notification),
		).rejects.toThrow("it did not answer in time.");
		await expect(
			webhookDelivery(`${silent}/secret-part`, { totalTimeoutMs: 40 }).deliver(notification),
		).rejects.toThrow("it did not answer in time.");
		const { url, bodies } = await hook(500);
		await expect(webhookDelivery(url).deliver(notification)).rejects.toThrow(
			/^it answered with status 500\.$/,
		);
		expect(bodies).toHaveLength(3);
	});

	it("is asked again after a failure of the server, but not after a lost answer", async () => {
		const failing = await hook(503, 200);
		await webhookDelivery(failing.url).deliver(notification);
		expect(failing.bodies).toHaveLength(2);
		const silent = await serve(() => undefined);
		await expect(webhookDelivery(silent.url, { timeoutMs: 200 }).deliver(notification)).rejects.toThrow(
			"in time",
		);
		expect(silent.received).toHaveLength(1);
	});

	it("fails without telling its URL, by status, redirection or connection", async () => {
		for (const [statuses, message] of [
			[[404], "it answered with status 404."],
			[[302], "it answered with status 302."],
		] as const) {
			const { url, bodies } = await hook(...statuses);
			const failure = await webhookDelivery(url)
				.deliver(notification)
				.catch((error: unknown) => error);
			expect(failure).toEqual(new Error(message));
			expect(bodies.length).toBe(1);
		}
		const unreachable = webhookDelivery(`${await closedPort()}/secret-part`);
		const failure = await unreachable.deliver(notification).catch((error: unknown) => error);
		expect(String(failure)).toMatch(/^Error: it cannot be reached: 127\.0\.0\.1:\d+ refuses the connection/);
		expect(String(failure)).not.toContain("secret-part");
	});

	it("goes through the proxy, which sees the host only, and names a proxy that refuses or hangs", async () => {
		const posted: string[] = [];
		const server = createTlsServer({ key: privateKey, cert: certificate }, ({ url = "" }, response) => {
			posted.push(url);
			response.end("ok");
		});
		const { port } = new URL(await listening(server, "https"));
		// A name with a dot at its end is not loopback, which is never reached through a proxy.
		const url = `https://localhost.:${port}/services/T0/very-secret`;
		const through = (proxy: { readonly url: string }, more: Partial<WebhookOptions> = {}) =>
			webhookDelivery(url, { connector: createConnector({ ca: certificate, proxy: proxy.url }), ...more });
		const proxy = await connectProxy();
		await through(proxy).deliver(notification);
		expect(posted).toEqual(["/services/T0/very-secret"]);
		expect(proxy.tunnels).toMatchObject([{ target: `localhost.:${port}` }]);
		expect(proxy.seen()).not.toContain("very-secret");
		const refusing = await connectProxy({ answer: 403 });
		await expect(through(refusing).deliver(notification)).rejects.toThrow(
			`it cannot be reached: the proxy ${new URL(refusing.url).host} refused to connect to localhost.:${port} (403).`,
		);
		const silent = await connectProxy({ answer: "silence" });
		await expect(
			through(silent, { timeoutMs: 50, totalTimeoutMs: 100 }).deliver(notification),
		).rejects.toThrow(
			`it cannot be reached: the proxy ${new URL(silent.url).host} did not connect to localhost.:${port}`,
		);
	});
});
