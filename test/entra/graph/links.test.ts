import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { allItems } from "../../../src/entra/graph/pages.ts";
import { fakeGraph } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";
import { anything, clientOf, countingTokens } from "./client-under-test.ts";

describe("the access token", () => {
	it("follows no link to another host", async () => {
		const elsewhere = await fakeGraph(() => ({ body: { value: [] } }));
		const { client } = await clientOf({
			body: { value: [], "@odata.nextLink": `${elsewhere.graphUrl}/stolen` },
		});
		await expect(allItems(client, "/users", z.object({}), {})).rejects.toThrow("which was not followed");
		expect(() => client.relative(`${elsewhere.graphUrl}/users`)).toThrow("which was not followed");
		expect(elsewhere.asked).toEqual([]);
	});

	it("goes nowhere by redirect", async () => {
		const elsewhere = await fakeGraph(() => ({ body: {} }));
		const { client } = await clientOf({ status: 302, headers: { location: `${elsewhere.graphUrl}/a` } });
		await expect(client.send({ method: "GET", url: "/a" }, anything)).rejects.toMatchObject({ status: 302 });
		expect(elsewhere.asked).toEqual([]);
	});

	it("goes along no pages without end", async () => {
		let pages = 0;
		const graph = await fakeGraph(() => {
			pages += 1;
			return {
				body: { value: [{ id: "a" }], "@odata.nextLink": `${graph.graphUrl}/users?$skiptoken=${pages}` },
			};
		});
		const client = createGraphClient({
			graphUrl: graph.graphUrl,
			clock: hastyClock(),
			credential: countingTokens(),
		});
		await expect(allItems(client, "/users", z.object({}), {})).rejects.toThrow(
			"pages never end: 1000 in a row",
		);
		expect(pages).toBeLessThanOrEqual(1001);
	});

	it("travels without TLS on loopback only", () => {
		const credential = countingTokens();
		for (const graphUrl of ["http://graph.microsoft.com/v1.0", "ftp://127.0.0.1", "graph"]) {
			expect(() => createGraphClient({ graphUrl, credential })).toThrow(/https|not a URL/);
		}
		expect(() =>
			createGraphClient({ graphUrl: "https://graph.microsoft.us/v1.0/", credential }),
		).not.toThrow();
	});

	it("is asked for with the scope of the cloud, and renewed before it ends", async () => {
		const scopes: (string | string[])[] = [];
		let now = 0;
		const graph = await fakeGraph(() => ({ body: {} }));
		const client = createGraphClient({
			graphUrl: graph.graphUrl,
			clock: { ...hastyClock(), now: () => now },
			credential: {
				async getToken(scope) {
					scopes.push(scope);
					return { token: "t", expiresOnTimestamp: now + 600_000 };
				},
			},
		});
		const get = () => client.send({ method: "GET", url: "/a" }, anything);
		await get();
		now = 470_000;
		await get();
		expect(scopes).toEqual([`${new URL(graph.graphUrl).origin}/.default`]);
		now = 490_000;
		await get();
		expect(scopes).toHaveLength(2);
	});
});

describe("pages", () => {
	it("are followed to the end, and never in a circle", async () => {
		const item = z.object({ n: z.number() });
		const { client } = await clientOf(
			(_asked, graphUrl) => ({ body: { value: [{ n: 1 }], "@odata.nextLink": `${graphUrl}/b` } }),
			{ body: { value: [{ n: 2 }] } },
		);
		expect(await allItems(client, "/a", item, {})).toEqual([{ n: 1 }, { n: 2 }]);
		const circle = await clientOf((_asked, graphUrl) => ({
			body: { value: [], "@odata.nextLink": `${graphUrl}/a` },
		}));
		await expect(allItems(circle.client, "/a", item, {})).rejects.toThrow("circle");
		const round = await clientOf(({ url }, graphUrl) => ({
			body: { value: [], "@odata.nextLink": `${graphUrl}${url === "/b" ? "/c" : "/b"}` },
		}));
		await expect(allItems(round.client, "/a", item, {})).rejects.toThrow("circle");
	});
});
