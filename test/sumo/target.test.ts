import { describe, expect, it, onTestFinished } from "vitest";
import { monotonicClock } from "../../src/http/monotonic-clock.ts";
import { startSimulators, type WorldOptions } from "../../src/simulator/world.ts";
import { secretToken } from "../../src/sumo/access-key.ts";
import type { ClassicUser } from "../../src/sumo/classic-users.ts";
import { samlFindings } from "../../src/sumo/saml.ts";
import { createSumoTarget, type SumoTarget, type SumoTargetOptions } from "../../src/sumo/target.ts";
import { json, serve } from "../http/loopback.ts";

const quick = {
	requestsPerSecond: 0,
	retries: 2,
	backOff: { firstMs: 1, maxMs: 2, maxRetryAfterMs: 1000 },
};

async function account(world: WorldOptions = {}, options: Partial<SumoTargetOptions> = {}) {
	const { sumo, close } = await startSimulators({ limit: "off", ...world });
	onTestFinished(close);
	const target = createSumoTarget({
		scimUrl: sumo.scimUrl,
		secretToken: secretToken(sumo.accessId, sumo.accessKey),
		appName: "Sumo Logic",
		...quick,
		...options,
	});
	return { target, control: sumo.control, scimUrl: sumo.scimUrl };
}

/** What only a Sumo account has. */
function apis({ classic, roles, saml }: SumoTarget) {
	if (classic === null || roles === null || saml === null) throw new Error("Expected Sumo's own APIs");
	return { classic, roles, saml };
}

async function everyone(lists: AsyncIterable<readonly ClassicUser[]>): Promise<ClassicUser[]> {
	const users: ClassicUser[] = [];
	for await (const part of lists) users.push(...part);
	return users;
}

describe("A Sumo target, against the simulated Sumo", () => {
	it("passes Test Connection", async () => {
		const { target } = await account();
		expect(await target.testConnection()).toEqual({
			ok: true,
			message:
				"Testing connection to Sumo Logic\nThe supplied credentials are authorized to enable provisioning",
		});
	});

	it("tells a refused key and a wrong deployment", async () => {
		const { target, control } = await account({}, { secretToken: secretToken("suwrongwrong12", "key") });
		expect(await target.testConnection()).toMatchObject({ ok: false, problem: { code: "key-refused" } });
		control.behave({ deployment: { kind: "moved", to: "https://api.de.sumologic.com/api" } });
		expect(await target.testConnection()).toMatchObject({
			ok: false,
			problem: { code: "wrong-deployment", message: expect.stringContaining("deployment de") },
		});
	});

	it("tells a key without the right to manage users", async () => {
		const { target, control } = await account();
		control.behave({ forbidden: true });
		expect(await target.testConnection()).toMatchObject({ ok: false, problem: { code: "no-rights" } });
	});

	it("reads classic users, all and one by the id of SCIM", async () => {
		const { target, control } = await account({ users: 1500, existing: 1500 });
		const { classic } = apis(target);
		const users = await everyone(classic.list());
		expect(users.length).toBe(control.users().filter(({ serviceAccount }) => !serviceAccount).length);
		expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
		const [first] = await target.target("interactive").find("userName", users[0]?.email ?? "");
		expect(await classic.get(first?.id ?? "")).toMatchObject({ id: users[0]?.id, email: users[0]?.email });
		expect(await classic.get("0000000000000001")).toBeUndefined();
	});

	it("tells service accounts by the users API: the first ones by their address, then by one list", async () => {
		const { target, control } = await account({ users: 20, existing: 20 });
		const { isServiceAccount } = target.target("cycle");
		if (isServiceAccount === undefined) throw new Error("Expected a target that knows");
		const [service] = control.users().filter(({ serviceAccount }) => serviceAccount);
		const people = control.users().filter(({ serviceAccount }) => !serviceAccount);
		if (service === undefined) throw new Error("Expected a service account");
		expect(await isServiceAccount(service)).toBe(true);
		expect(await isServiceAccount({ ...service, userName: "other@example.com" })).toBe(true);
		const before = target.requests();
		for (const person of people) expect(await isServiceAccount(person)).toBe(false);
		expect(await isServiceAccount(service)).toBe(true);
		expect(target.requests() - before).toBe(0);
	});

	it("reads one list to tell the accounts of many users from service accounts", async () => {
		const { target, control } = await account({ users: 40, existing: 40 });
		const { isServiceAccount } = target.target("cycle");
		if (isServiceAccount === undefined) throw new Error("Expected a target that knows");
		const [service] = control.users().filter(({ serviceAccount }) => serviceAccount);
		const people = control.users().filter(({ serviceAccount }) => !serviceAccount);
		for (const person of people) expect(await isServiceAccount(person)).toBe(false);
		expect(target.requests()).toBe(3 + 1);
		expect(await isServiceAccount(service ?? { id: "", userName: "" })).toBe(true);
		expect(target.requests()).toBe(3 + 1 + 2);
		control.addUser({ userName: "new@example.com", email: "new@example.com" });
		const isNew = control.user("new@example.com");
		expect(await isServiceAccount(isNew ?? { id: "", userName: "" })).toBe(false);
		expect(await isServiceAccount({ id: "0000000000000001", userName: "unknown@example.com" })).toBe(false);
	});

	it("takes no account for a service account where the key may not use the users API", async () => {
		const { target, control } = await account();
		control.fault({ kind: "status", status: 403, path: "/v1/users", count: 10 });
		const [service] = control.users().filter(({ serviceAccount }) => serviceAccount);
		expect(await target.target("cycle").isServiceAccount?.(service ?? { id: "", userName: "" })).toBe(false);
	});

	it("deletes a classic user and hands their content on", async () => {
		const { target, control } = await account({ users: 5, existing: 5 });
		const { classic } = apis(target);
		const [first, second] = control.users().filter(({ serviceAccount }) => !serviceAccount);
		if (first === undefined || second === undefined) throw new Error("Expected two users");
		await classic.delete(first.id, { kind: "transfer", toUserId: second.id });
		expect(control.user(first.id)).toBeUndefined();
		await classic.delete(first.id, { kind: "to-caller" });
		await expect(
			classic.delete(second.id, { kind: "transfer", toUserId: "0000000000000001" }),
		).rejects.toMatchObject({ name: "ScimError" });
		const refused = () => Promise.reject(new Error("the lease is lost"));
		await expect(classic.delete(second.id, { kind: "destroy" }, refused)).rejects.toThrow(
			"the lease is lost",
		);
		expect(control.user(second.id)).toBeDefined();
		await classic.delete(second.id, { kind: "destroy" });
		expect(control.user(second.id)).toBeUndefined();
	});

	it("reads the roles by name", async () => {
		const { target } = await account();
		const roles = await apis(target).roles.list();
		expect(roles.map(({ name }) => name)).toEqual(
			expect.arrayContaining(["Administrator", "Analyst", "User"]),
		);
	});

	it("reads SAML configurations and checks the two flags of the guide", async () => {
		const { target } = await account();
		const providers = await apis(target).saml.identityProviders();
		expect(providers.length).toBeGreaterThan(0);
		const [provider] = providers;
		if (provider === undefined) throw new Error("Expected a configuration");
		const good = { ...provider, disableRequestedAuthnContext: true, onDemandProvisioning: false };
		expect(samlFindings([good])).toEqual([]);
		expect(
			samlFindings([{ ...good, disableRequestedAuthnContext: false, onDemandProvisioning: true }]).map(
				({ code }) => code,
			),
		).toEqual(["authn-context-requested", "on-demand-provisioning"]);
	});

	it("counts everything it sends in one limiter, which a second target with the same key shares", async () => {
		const clock = { ...monotonicClock };
		const { target, scimUrl, control } = await account({}, { clock });
		await target.target("cycle").count();
		await apis(target).roles.list();
		expect(target.stats().perSecond).toBe(2);
		expect(target.requests()).toBe(2);
		expect(control.counts().total).toBe(2);
		const other = createSumoTarget({ scimUrl, secretToken: "b3RoZXI6a2V5", appName: "x", clock });
		expect(other.stats().perSecond).toBe(0);
	});
});

describe("A Sumo target, against other servers", () => {
	it("has nothing but SCIM where the address is not like Sumo's", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, 200, { totalResults: 7, Resources: [] }),
		);
		const target = createSumoTarget({ scimUrl: `${url}/v2`, secretToken: "abc", appName: "x", ...quick });
		expect([target.classic, target.roles, target.saml]).toEqual([null, null, null]);
		expect(await target.target("cycle").count()).toBe(7);
		expect(received[0]?.headers.authorization).toBe("Bearer abc");
		expect(target.target("cycle").label).toBe(new URL(url).host);
	});

	it("reads roles by the first version of the API where there is no second", async () => {
		const { url, received } = await serve((request, response) =>
			request.url.startsWith("/api/v2/")
				? json(response, 404, { id: "1", errors: [{ code: "notfound", message: "No resource" }] })
				: json(response, 200, { data: [{ id: "1", name: "User" }], next: null }),
		);
		const target = createSumoTarget({
			scimUrl: `${url}/api/v1/scim`,
			secretToken: "abc",
			appName: "x",
			...quick,
		});
		expect(await apis(target).roles.list()).toEqual([
			{ id: "1", name: "User", description: "", capabilities: [] },
		]);
		expect(received.map(({ headers }) => headers.authorization)).toEqual(["Basic abc", "Basic abc"]);
	});

	it("keeps one session for all its APIs, and none for another credential", async () => {
		const { url, received } = await serve((request, response) =>
			json(
				response,
				200,
				request.url.startsWith("/api/v2/") ? { data: [], next: null } : { totalResults: 0, Resources: [] },
				received.length === 1 ? { "set-cookie": "JSESSIONID=one; Path=/api; HttpOnly" } : {},
			),
		);
		const open = (token: string) =>
			createSumoTarget({ scimUrl: `${url}/api/v1/scim`, secretToken: token, appName: "x", ...quick });
		const target = open("abc");
		await target.target("cycle").count();
		await apis(target).roles.list();
		await target.target("cycle").count();
		await open("def").target("cycle").count();
		expect(received.map(({ headers }) => headers.cookie)).toEqual([
			undefined,
			"JSESSIONID=one",
			"JSESSIONID=one",
			undefined,
		]);
	});

	it("does not follow a list that never ends", async () => {
		const { url } = await serve((_, response) => json(response, 200, { data: [], next: "again" }));
		const target = createSumoTarget({
			scimUrl: `${url}/api/v1/scim`,
			secretToken: "abc",
			appName: "x",
			...quick,
		});
		await expect(everyone(apis(target).classic.list())).rejects.toMatchObject({ code: "not-scim" });
	});

	it.each([
		["without anything in it", () => []],
		["that begins again and again", () => [{ id: "R1", name: "Analyst", description: "", capabilities: [] }]],
	])("does not follow a list with a new token for each page %s", async (_, data) => {
		let pages = 0;
		const { url } = await serve((_, response) => {
			pages += 1;
			json(response, 200, { data: data(), next: `token${pages}` });
		});
		const target = createSumoTarget({
			scimUrl: `${url}/api/v1/scim`,
			secretToken: "abc",
			appName: "x",
			...quick,
		});
		await expect(apis(target).roles.list()).rejects.toMatchObject({
			code: "not-scim",
			message: expect.stringContaining("1000 pages in a row without anything new"),
		});
		expect(pages).toBeLessThanOrEqual(1001);
	});

	it("names its deployment", () => {
		const target = createSumoTarget({ scimUrl: "us2", secretToken: "abc", appName: "x" });
		expect(target.target("cycle").label).toBe("Sumo Logic us2");
		expect(target.stats()).toEqual({ perSecond: 0, queued: 0, inFlight: 0, rate: 4 });
		target.pace({ requestsPerSecond: 2, concurrency: 1 });
		expect(target.stats()).toMatchObject({ rate: 2 });
	});
});
