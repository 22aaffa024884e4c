import { describe, expect, it } from "vitest";
import { z } from "zod";
import { batch } from "../../../src/entra/graph/batch.ts";
import type { GraphClient } from "../../../src/entra/graph/graph-client.ts";
import { stubClient } from "../stub-client.ts";
import { anything, clientOf, failed, throttled } from "./client-under-test.ts";

describe("a batch", () => {
	it("sends twenty parts in one request and keeps their order", async () => {
		const { client, asked } = await clientOf(({ url }) => ({ body: url }));
		const parts = Array.from({ length: 45 }, (_, index) => ({ url: `/part/${index}` }));
		const answers = await batch(client, parts, undefined);
		expect(answers.map((answer) => answer.as(z.string()))).toEqual(parts.map(({ url }) => url));
		expect(client.requests()).toBe(3);
		expect(asked.filter(({ url }) => url === "/$batch")).toHaveLength(3);
	});

	it("sends only those parts again that were throttled, after the longest wait asked for", async () => {
		const { client, clock, asked } = await clientOf(
			{ body: "first" },
			throttled(2),
			throttled(5),
			{ body: "second" },
			{ body: "third" },
		);
		const answers = await batch(client, [{ url: "/1" }, { url: "/2" }, { url: "/3" }], undefined);
		expect(answers.map((answer) => answer.as(z.string()))).toEqual(["first", "second", "third"]);
		expect(clock.waits).toEqual([5_000]);
		expect(asked.map(({ url }) => url)).toEqual(["/$batch", "/1", "/2", "/3", "/$batch", "/2", "/3"]);
	});

	it("gives each part an id, which its error shows", async () => {
		const { client, asked } = await clientOf(failed(400, "X", "No."), { body: 1 });
		const [bad, odd] = await batch(
			client,
			[{ url: "/1", headers: { Prefer: "x" } }, { url: "/2" }],
			undefined,
		);
		const [, first, second] = asked.map(({ headers }) => headers["client-request-id"]);
		expect(first).toMatch(/^[0-9a-f-]{36}$/);
		expect(second).not.toBe(first);
		expect(asked[1]?.headers).toMatchObject({ Prefer: "x" });
		expect(bad?.failure?.message).toContain(`Request ID: ${first}.`);
		expect(() => odd?.as(z.string())).toThrow(`Request ID: ${second}.`);
	});

	it("does not wait for hours when a part asks for it", async () => {
		const { client, clock } = await clientOf(throttled(3600), { body: 1 });
		const [late, fine] = await batch(client, [{ url: "/1" }, { url: "/2" }], undefined);
		expect(clock.waits).toEqual([]);
		expect(late?.failure).toMatchObject({ status: 429 });
		expect(fine?.as(z.number())).toBe(1);
	});

	it("retries the other parts when one asks for a wait of hours", async () => {
		const { client, clock } = await clientOf(throttled(3600), throttled(2), { body: "second" });
		const [late, second] = await batch(client, [{ url: "/1" }, { url: "/2" }], undefined);
		expect(clock.waits).toEqual([2_000]);
		expect(late?.failure).toMatchObject({ status: 429 });
		expect(second?.as(z.string())).toBe("second");
	});

	it("asks again for a part that the answer lacks, and names it when it stays away", async () => {
		let lacks = 2;
		const asked: number[] = [];
		const client: GraphClient = {
			...stubClient(() => undefined),
			async send({ body }, shape) {
				const { requests } = z.object({ requests: z.array(z.object({ id: z.string() })) }).parse(body);
				asked.push(requests.length);
				lacks -= 1;
				const present = lacks >= 0 ? requests.filter(({ id }) => id !== "1") : requests;
				return shape.parse({ responses: present.map(({ id }) => ({ id, status: 200, body: id })) });
			},
		};
		const parts = [{ url: "/0" }, { url: "/1" }];
		const answers = await batch(client, parts, undefined);
		expect(answers.map((answer) => answer.as(z.string()))).toEqual(["0", "1"]);
		expect(asked).toEqual([2, 1, 1]);
		lacks = 10;
		const [, missing] = await batch(client, parts, undefined);
		expect(missing?.failure?.message).toMatch(/^GET \/1: .*The answer to the batch lacks this request/);
	});

	it("leaves it to the caller to judge a part that failed", async () => {
		const { client } = await clientOf(failed(404, "Request_ResourceNotFound", "gone"), { body: 1 });
		const [gone, fine] = await batch(client, [{ url: "/groups/x" }, { url: "/2" }], undefined);
		expect(gone?.failure).toMatchObject({ status: 404, code: "not-found" });
		expect(() => gone?.as(anything)).toThrow("GET /groups/x");
		expect(fine?.as(z.number())).toBe(1);
	});
});
