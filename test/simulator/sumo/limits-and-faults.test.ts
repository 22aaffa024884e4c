import { afterEach, describe, expect, it, vi } from "vitest";
import { RateLimit, readLimit } from "../../../src/simulator/sumo/rate-limit.ts";
import type { World } from "../../../src/simulator/world.ts";
import { emptyWorld, scimCall, scimUser } from "../calls.ts";

let world: World;
afterEach(() => world?.close());

/** A clock that stands still until it is set. */
function stillClock(): { now: number; read: () => number } {
	const clock = { now: 1_000_000, read: () => clock.now };
	return clock;
}

describe("the sliding window of requests", () => {
	it("admits exactly 4 requests a second without end, evenly spaced", () => {
		const clock = stillClock();
		const limit = new RateLimit(readLimit({}), clock.read);
		const refused = Array.from({ length: 400 }, () => {
			const admitted = limit.enter();
			limit.leave();
			clock.now += 250;
			return !admitted;
		}).filter(Boolean);
		expect(refused).toHaveLength(0);
	});

	it("admits bursts of 4 a second apart, and refuses the same a millisecond too early", () => {
		const clock = stillClock();
		const limit = new RateLimit(readLimit({}), clock.read);
		const burst = (): boolean[] => Array.from({ length: 4 }, () => limit.enter());
		expect(burst()).toEqual([true, true, true, true]);
		clock.now += 999;
		expect(limit.enter()).toBe(false);
		clock.now += 1;
		expect(burst()).toEqual([true, true, true, true]);
		expect(limit.enter()).toBe(false);
	});

	it("counts refused requests only when set to", () => {
		const clock = stillClock();
		const limit = new RateLimit(readLimit({ perSecond: 1, countRefused: true }), clock.read);
		expect(limit.enter()).toBe(true);
		clock.now += 500;
		expect(limit.enter()).toBe(false);
		clock.now += 500;
		expect(limit.enter()).toBe(false);
		clock.now += 1_000;
		expect(limit.enter()).toBe(true);
	});

	it("has room for 10 at once", () => {
		const limit = new RateLimit(readLimit({ perSecond: null }), () => 0);
		expect(Array.from({ length: 11 }, () => limit.enter()).filter(Boolean)).toHaveLength(10);
		limit.leave();
		expect(limit.enter()).toBe(true);
	});
});

describe("Sumo's limit over HTTP", () => {
	it("answers the fifth request in a second with 429, and the next second is free again", async () => {
		const clock = stillClock();
		world = await emptyWorld({ limit: {}, clock: clock.read });
		const scim = scimCall(world);
		const get = () => scim("GET", "/Users?count=1");
		for (let request = 0; request < 4; request++) expect((await get()).status).toBe(200);
		const refused = await get();
		expect(refused).toMatchObject({ status: 429, body: { errors: [{ code: "rate.limit.exceeded" }] } });
		expect(refused.headers.has("retry-after")).toBe(false);
		clock.now += 1_000;
		expect((await get()).status).toBe(200);
		world.sumo.control.limit({ perSecond: 1, retryAfter: 2 });
		expect((await get()).headers.get("retry-after")).toBe("2");
		world.sumo.control.limit("off");
		expect((await get()).status).toBe(200);
	});

	it("answers the request beyond those allowed at once with 429", async () => {
		world = await emptyWorld({ limit: { perSecond: null, concurrent: 2 } });
		const scim = scimCall(world);
		const { control } = world.sumo;
		control.fault({ kind: "hold", count: 2 });
		const held = [scim("GET", "/Users"), scim("GET", "/Users")];
		await vi.waitFor(() => expect(control.counts().underWay).toBe(2), 60_000);
		expect((await scim("GET", "/Users")).status).toBe(429);
		control.release();
		expect((await Promise.all(held)).map((answer) => answer.status)).toEqual([200, 200]);
		expect(control.counts().mostConcurrent).toBe(3);
		expect((await scim("GET", "/Users")).status).toBe(200);
	});
});

describe("a fault on request", () => {
	const create = () => scimCall(world)("POST", "/Users", scimUser("ada@x.example"));
	const exists = (): boolean => world.sumo.control.user("ada@x.example") !== undefined;

	it("answers with a chosen status a number of times, and does no work", async () => {
		world = await emptyWorld();
		const text = JSON.stringify({ error: "down" });
		world.sumo.control.fault({
			kind: "status",
			status: 502,
			count: 2,
			headers: { "retry-after": "1" },
			text,
		});
		const answer = await create();
		expect(answer).toMatchObject({ status: 502, body: { error: "down" } });
		expect(answer.headers.get("retry-after")).toBe("1");
		expect((await create()).status).toBe(502);
		expect(exists()).toBe(false);
		expect((await create()).status).toBe(201);
	});

	it("strikes only the method and path it is for, after as many as it lets pass", async () => {
		world = await emptyWorld();
		const scim = scimCall(world);
		world.sumo.control.fault({ kind: "status", status: 500, method: "get", path: "/^.*count=7$/", after: 1 });
		expect((await create()).status).toBe(201);
		expect((await scim("GET", "/Users?count=6")).status).toBe(200);
		expect((await scim("GET", "/Users?count=7")).status).toBe(200);
		expect((await scim("GET", "/Users?count=7")).status).toBe(500);
		expect((await scim("GET", "/Users?count=7")).status).toBe(200);
	});

	it("cuts the connection before the work is done", async () => {
		world = await emptyWorld();
		world.sumo.control.fault({ kind: "reset" });
		await expect(create()).rejects.toThrow("fetch failed");
		expect(exists()).toBe(false);
	});

	it("loses the answer after the work is done", async () => {
		world = await emptyWorld();
		world.sumo.control.fault({ kind: "lost" });
		await expect(create()).rejects.toThrow("fetch failed");
		expect(exists()).toBe(true);
		expect(world.sumo.control.counts()).toMatchObject({ total: 1, byStatus: { "0": 1 } });
	});

	it("sends half of a body", async () => {
		world = await emptyWorld();
		world.sumo.control.fault({ kind: "truncated" });
		await expect(create()).rejects.toThrow("terminated");
		expect(exists()).toBe(true);
	});

	it("sends something that is not JSON", async () => {
		world = await emptyWorld();
		world.sumo.control.fault({ kind: "garbled" });
		await expect(create()).rejects.toThrow(SyntaxError);
		expect(exists()).toBe(true);
	});

	it("can be taken back", async () => {
		world = await emptyWorld();
		world.sumo.control.fault({ kind: "reset", count: 5 });
		world.sumo.control.clearFaults();
		expect((await create()).status).toBe(201);
	});
});
