import { createServer as createTlsServer } from "node:https";
import { describe, expect, it } from "vitest";
import { type ConnectionProblem, testConnection } from "../../src/scim-client/test-connection.ts";
import { clientOf, closedPort, json, listening, serve } from "../http/loopback.ts";
import { certificate, privateKey } from "../http/self-signed.ts";

const nameOf = () => "deployment de";

async function problemAt(url: string, timeoutMs = 5000): Promise<ConnectionProblem> {
	const result = await testConnection(clientOf(url, { timeoutMs }), { appName: "Sumo Logic", nameOf });
	if (result.ok) throw new Error("Expected a problem");
	return result.problem;
}

describe("Test Connection", () => {
	it("asks for a user that cannot exist, as Entra does, and says what the portal says", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, 200, { totalResults: 0, Resources: [] }),
		);
		const client = clientOf(url);
		expect(await testConnection(client, { appName: "Sumo Logic" })).toEqual({
			ok: true,
			message:
				"Testing connection to Sumo Logic\nThe supplied credentials are authorized to enable provisioning",
		});
		await testConnection(client, { appName: "Sumo Logic" });
		const filters = received.map((request) => new URL(request.url, url).searchParams.get("filter") ?? "");
		expect(filters[0]).toMatch(/^userName eq "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/);
		expect(filters[1]).not.toBe(filters[0]);
	});

	it("fails when a server answers the query for a random name with an account", async () => {
		const admin = { id: "1", userName: "admin@example.com" };
		const { url } = await serve((_, response) =>
			json(response, 200, { totalResults: 1, Resources: [admin] }),
		);
		expect(await problemAt(url)).toMatchObject({
			code: "filter-ignored",
			message: expect.stringContaining("does not honor the filter on userName"),
		});
	});

	const someone = (id: string, name: string, address = name) => ({
		...{ id, userName: `${name}@example.com`, active: true },
		emails: [{ value: `${address}@example.com`, type: "work", primary: true }],
	});
	const everyone = [someone("1", "bob"), someone("2", "ada", "countess")];

	/** A server that selects accounts by its own reading of the asked value. */
	async function reading(selects: (account: (typeof everyone)[number], asked: string) => boolean) {
		const { url } = await serve((request, response) => {
			const filter = new URL(request.url, "http://x").searchParams.get("filter");
			const asked = /"(.*)"/.exec(filter ?? "")?.[1];
			const found = asked === undefined ? everyone : everyone.filter((account) => selects(account, asked));
			json(response, 200, { totalResults: found.length, Resources: found });
		});
		return url;
	}

	it.each([
		[
			"the beginning of a value",
			({ userName }: { userName: string }, asked: string) => userName.startsWith(asked),
		],
		[
			"an address for a userName",
			({ emails }: (typeof everyone)[number], asked: string) => emails[0]?.value === asked,
		],
		["nothing at all", () => false],
	])("fails when a server finds %s", async (_, selects) => {
		expect(await problemAt(await reading(selects))).toMatchObject({
			code: "filter-ignored",
			message: expect.stringContaining("does not honor the filter on userName"),
		});
	});

	it("passes when a server finds an account by its userName only, in any case", async () => {
		const url = await reading(({ userName }, asked) => userName.toUpperCase() === asked.toUpperCase());
		expect(await testConnection(clientOf(url), { appName: "x" })).toEqual({
			ok: true,
			message: expect.any(String),
		});
	});

	it("passes with a note when a server finds an account only by the exact case of its letters", async () => {
		const url = await reading(({ userName }, asked) => userName === asked);
		expect(await testConnection(clientOf(url), { appName: "x" })).toMatchObject({
			ok: true,
			note: expect.stringMatching(
				/^The server does not find an account by its userName when the case of letters/,
			),
		});
	});

	it("passes where only the documented filter, only lists, or 404 for no user is supported", async () => {
		const none = { totalResults: 0 };
		const servers: readonly [(filter: string | null) => number, number][] = [
			[(filter) => (filter?.startsWith("emails.value eq ") === true ? 200 : 400), 3],
			[(filter) => (filter === null ? 200 : 400), 3],
			[(filter) => (filter === null ? 200 : 404), 2],
		];
		for (const [statusOf, requests] of servers) {
			const { url, received } = await serve((request, response) =>
				json(response, statusOf(new URL(request.url, "http://x").searchParams.get("filter")), none),
			);
			expect(await testConnection(clientOf(url), { appName: "x" })).toMatchObject({ ok: true });
			expect(received).toHaveLength(requests);
		}
	});

	it.each([
		[401, "key-refused", 1],
		[403, "no-rights", 1],
		[404, "not-scim", 2],
		[429, "rate-limited", 1],
		[500, "server-failed", 1],
		[400, "request-refused", 3],
	])("turns %i into %s with advice, and asks nothing twice", async (status, code, requests) => {
		const { url, received } = await serve((_, response) => json(response, status, { detail: "So it is." }));
		const problem = await problemAt(url);
		expect(problem.code).toBe(code);
		expect(problem.message).toContain(`(${status})`);
		expect(problem.advice).toMatch(/\.$/);
		expect(received).toHaveLength(requests);
		expect(new Set(received.map((request) => request.url)).size).toBe(requests);
	});

	it.each([2, 3, 4, 5])(
		"does not blame a key that was accepted before for request %i, which is refused",
		async (nth) => {
			const ann = { id: "1", userName: "ann@x.example", emails: [{ value: "ann@x.example" }], active: true };
			let requests = 0;
			const { url } = await serve((request, response) => {
				requests += 1;
				if (requests === nth) return json(response, 401, { detail: "Credential could not be verified." });
				const filter = new URL(request.url, "http://x").searchParams.get("filter");
				const users = filter === null || filter.toLowerCase().includes('"ann@x.example"') ? [ann] : [];
				json(response, 200, { totalResults: users.length, Resources: users });
			});
			expect(await testConnection(clientOf(url), { appName: "x" })).toMatchObject({ ok: true });
			expect(requests).toBe(6);
		},
	);

	it("names the right deployment when the server points there", async () => {
		const base = "https://api.de.sumologic.com/api/v1/scim";
		const { url } = await serve((_, response) =>
			response.writeHead(301, { location: `${base}/Users?filter=x` }).end(),
		);
		expect(await problemAt(url)).toMatchObject({
			code: "wrong-deployment",
			message: "The account is not here: the server points to deployment de.",
			advice: `Choose deployment de, or set the SCIM URL to match ${base}.`,
			location: base,
		});
	});

	it.each([
		["a web page", "<!DOCTYPE html><title>Sign in</title>", "Sign in"],
		["JSON of something else", '{"hello":"world"}', "hello"],
		["nothing", "", "empty"],
	])("tells that %s is not SCIM", async (_, body, words) => {
		const { url } = await serve((_request, response) => response.end(body));
		const problem = await problemAt(url);
		expect(problem.code).toBe("not-scim");
		expect(problem.message).toContain(words);
	});

	it("tells each way in which there is no connection", async () => {
		expect(await problemAt("https://sumo.invalid/api/v1/scim")).toMatchObject({
			code: "host-unknown",
			message: expect.stringContaining("sumo.invalid"),
		});
		const refused = await problemAt(await closedPort());
		expect(refused.code).toBe("connection-refused");
		// The advice comes once, after the message.
		expect(refused.message).not.toContain("Check");
		const silent = await serve(() => undefined);
		expect((await problemAt(silent.url, 30)).code).toBe("timeout");
		const cut = await serve((_, response) => response.destroy());
		expect((await problemAt(cut.url)).code).toBe("connection-lost");
		const tls = createTlsServer({ key: privateKey, cert: certificate }, (_, response) => response.end());
		const untrusted = await problemAt(await listening(tls, "https"));
		expect(untrusted.code).toBe("tls");
		expect(untrusted.message).toContain(
			"NODE_EXTRA_CA_CERTS to its certificate file (DEPTH_ZERO_SELF_SIGNED_CERT",
		);
		const plain = await serve(() => undefined);
		expect((await problemAt(plain.url.replace("http:", "https:"))).code).toBe("tls");
	});

	it("rejects with the signal's reason when aborted", async () => {
		const reason = new Error("closed the screen");
		const { url } = await serve(() => undefined);
		const test = testConnection(clientOf(url), { appName: "x", signal: AbortSignal.abort(reason) });
		await expect(test).rejects.toBe(reason);
	});
});
