import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/http/limiter.ts";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { FakePace } from "../http/fake-pace.ts";
import { clientOf, closedPort, json, listening, secret, serve } from "../http/loopback.ts";
import { certificate, privateKey } from "../http/self-signed.ts";
import { errorOf } from "./error-of.ts";

const errorBody = (status: number, detail: string, scimType?: string) => ({
	schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
	status,
	detail,
	...(scimType === undefined ? {} : { scimType }),
});

const user = { id: "0001", userName: "ada@example.com", active: true };

describe("Each kind of failure", () => {
	it.each([
		[401, "unauthorized", undefined],
		[403, "forbidden", undefined],
		[404, "not-found", undefined],
		[409, "conflict", "uniqueness"],
		[400, "conflict", "uniqueness"],
		[400, "invalid", "invalidValue"],
		[412, "precondition-failed", undefined],
		[415, "invalid", undefined],
		[429, "too-many-requests", undefined],
		[500, "unavailable", undefined],
		[503, "unavailable", undefined],
	])("has its code: %i is %s", async (status, code, scimType) => {
		const { url } = await serve((_, response) =>
			json(response, status, errorBody(status, "Because.", scimType)),
		);
		const client = clientOf(url, {
			limiter: createLimiter({ requestsPerSecond: 0, concurrency: 10 }, new FakePace()),
			retries: 0,
		});
		const error = await errorOf(client.send({ method: "GET", path: "/Users/1", priority: "cycle" }));
		expect(error).toMatchObject({ code, status, detail: "Because.", request: "GET /Users/1", attempts: 1 });
		expect(error.scimType).toBe(scimType);
		expect(error.message).toMatch(/^GET \/Users\/1: .+ The server says: Because\.$/);
	});

	it("reads the errors of Sumo's gateway too", async () => {
		const { url } = await serve((_, response) =>
			json(response, 401, {
				id: "X",
				errors: [{ code: "unauthorized", message: "Credential could not be verified" }],
			}),
		);
		const error = await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(error.detail).toBe("Credential could not be verified (unauthorized, request X)");
	});

	it("tells an unknown host, a refused port, a certificate nobody trusts, and a server that is too slow", async () => {
		const send = (url: string, timeoutMs = 5000) =>
			errorOf(
				clientOf(url, { timeoutMs, retries: 0 }).send({ method: "GET", path: "/Users", priority: "cycle" }),
			);

		const unknown = await send("https://sumo.invalid/api/v1/scim");
		expect(unknown.code).toBe("host-unknown");
		expect(unknown.message).toContain("sumo.invalid");

		const refused = await send(await closedPort());
		expect(refused.code).toBe("network");
		expect(refused.message).toContain("refuses the connection");
		expect(refused.neverSent).toBe(true);

		const tls = createTlsServer({ key: privateKey, cert: certificate }, (_, response) => response.end("{}"));
		const untrusted = await send(await listening(tls, "https"));
		expect(untrusted.code).toBe("tls");
		expect(untrusted.message).toContain("NODE_EXTRA_CA_CERTS");

		const { url } = await serve(() => undefined);
		const slow = await send(url, 30);
		expect(slow.neverSent).toBe(false);
		expect(slow.code).toBe("timeout");
		expect(slow.message).toContain("did not answer within 0.03 s");
	});

	it("counts the time for the body within the time-out", async () => {
		const { url } = await serve((_, response) => {
			response.writeHead(200, { "content-type": "application/json" });
			response.write("{");
		});
		const error = await errorOf(
			clientOf(url, { timeoutMs: 50, retries: 0 }).send({ method: "GET", path: "/Users", priority: "cycle" }),
		);
		expect(error.code).toBe("timeout");
	});

	it("tells a connection that broke off in the middle of the answer", async () => {
		const { url } = await serve((_, response) => {
			response.writeHead(200, { "content-length": "1000" });
			response.write("{", () => response.destroy());
		});
		const error = await errorOf(
			clientOf(url, { retries: 0 }).send({ method: "GET", path: "/Users", priority: "cycle" }),
		);
		expect(error.code).toBe("network");
		expect(error.message).toContain("broke off");
	});

	it("follows no redirect, and names the place", async () => {
		const elsewhere = await serve((_, response) => json(response, 200, {}));
		const { url } = await serve((_, response) =>
			response.writeHead(301, { location: `${elsewhere.url}/api/v1/scim/Users?token=x` }).end(),
		);
		const error = await errorOf(
			clientOf(url, { nameOf: () => "deployment de" }).send({
				method: "GET",
				path: "/Users",
				priority: "cycle",
			}),
		);
		expect(error).toMatchObject({ code: "moved", location: `${elsewhere.url}/api/v1/scim/Users` });
		expect(error.message).toContain("deployment de");
		expect(elsewhere.received).toEqual([]);
	});

	it("shows the first words of a web page, without control characters", async () => {
		const { url } = await serve((_, response) =>
			response
				.writeHead(200, { "content-type": "text/html" })
				.end(
					"<!DOCTYPE html><html><title>Sign in</title><script>x()</script><body>\u001b[31mto the proxy\u0007</body>",
				),
		);
		const error = await errorOf(createScimTargets(clientOf(url), "test")("cycle").count());
		expect(error.code).toBe("not-scim");
		expect(error.message).toContain('"Sign in [31mto the proxy"');
	});

	it("says where wrong JSON does not fit", async () => {
		const { url } = await serve((_, response) =>
			json(response, 200, { totalResults: 1, Resources: [{ userName: "no id" }] }),
		);
		const error = await errorOf(createScimTargets(clientOf(url), "test")("cycle").count());
		expect(error.code).toBe("not-scim");
		expect(error.message).toContain("Resources.0.id does not fit");
	});

	it("takes a web page with 404 for a wrong address, never for a user who is gone", async () => {
		const { url } = await serve((_, response) => response.writeHead(404).end("<html>Not here</html>"));
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect((await errorOf(target.get("1"))).code).toBe("not-scim");
		expect((await errorOf(target.delete("1"))).code).toBe("not-scim");
	});

	it("stops reading an answer that is longer than any page of users", async () => {
		const { url } = await serve((_, response) => {
			const chunk = Buffer.alloc(1024 * 1024, 32);
			const more = () => {
				while (!response.destroyed && response.write(chunk));
			};
			response.on("drain", more);
			more();
		});
		const error = await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(error.code).toBe("not-scim");
		expect(error.message).toContain("32 MiB");
	});

	it("asks for compressed answers, and stops at one that grows beyond any page of users", async () => {
		const zipped = (size: number) => gzipSync(JSON.stringify({ ...user, nickName: "a".repeat(size) }));
		const { url, received } = await serve((_, response) =>
			response
				.writeHead(200, { "content-encoding": "gzip" })
				.end(zipped(received.length === 1 ? 10 : 33 * 1024 * 1024)),
		);
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect(await target.get("0001")).toMatchObject({ userName: "ada@example.com", nickName: "aaaaaaaaaa" });
		expect(received[0]?.headers["accept-encoding"]).toBe("gzip");
		const error = await errorOf(target.get("0001"));
		expect(error).toMatchObject({ code: "not-scim", status: 200 });
		expect(error.message).toContain("32 MiB");
	});

	it.each(["gzip", "GZIP", "x-gzip"])("reads an answer that is compressed as %s", async (encoding) => {
		const { url } = await serve((_, response) =>
			response.writeHead(200, { "content-encoding": encoding }).end(gzipSync(JSON.stringify(user))),
		);
		expect(await createScimTargets(clientOf(url), "test")("cycle").get("0001")).toEqual(user);
	});

	it("reads an answer and an error after a byte order mark", async () => {
		const { url, received } = await serve((_, response) =>
			response
				.writeHead(received.length === 1 ? 200 : 400)
				.end(`\uFEFF${JSON.stringify(received.length === 1 ? user : errorBody(400, "Because."))}`),
		);
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect(await target.get("0001")).toEqual(user);
		expect(await errorOf(target.get("0001"))).toMatchObject({ code: "invalid", detail: "Because." });
	});

	it("never shows the credential, even when the server echoes it", async () => {
		const { url } = await serve(({ headers }, response) =>
			json(response, 400, errorBody(400, `bad header ${headers.authorization}`)),
		);
		const error = await errorOf(clientOf(url).send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(JSON.stringify(error) + error.message + error.stack).not.toContain(secret);
		expect(error.detail).toBe("bad header Bearer ********");
	});
});

describe("Credentials that no header may hold", () => {
	it("are not sent, and do not appear in the error", async () => {
		const { url, received } = await serve((_, response) => json(response, 200, user));
		const client = clientOf(url, { authorization: () => "Bearer geheimniß\nx" });
		const error = await errorOf(client.send({ method: "GET", path: "/Users", priority: "cycle" }));
		expect(error.code).toBe("unauthorized");
		expect(`${error.message}${error.stack}`).not.toContain("geheimni");
		expect(received).toEqual([]);
		expect(client.requests()).toBe(0);
	});
});
