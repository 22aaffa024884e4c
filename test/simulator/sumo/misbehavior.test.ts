import { afterEach, describe, expect, it } from "vitest";
import type { BehaviorChange } from "../../../src/simulator/sumo/behavior.ts";
import type { World } from "../../../src/simulator/world.ts";
import {
	type Call,
	emptyWorld,
	items,
	patchOf,
	scimCall,
	scimUser,
	secretToken,
	sumoCall,
} from "../calls.ts";

let world: World;
let scim: Call;
let now = 1_700_000_000_000;
afterEach(() => world?.close());

/** A world of five accounts that behaves so from the start; its clock stands still until `now` is set. */
async function worldThat(behavior: BehaviorChange): Promise<void> {
	now = 1_700_000_000_000;
	world = await emptyWorld({ users: 5, existing: 5, behavior, clock: () => now });
	scim = scimCall(world);
}

const statuses = async (count: number, headers: Readonly<Record<string, string>> = {}): Promise<number[]> => {
	const found: number[] = [];
	for (let index = 0; index < count; index++)
		found.push((await scim("GET", "/Users?count=1", undefined, headers)).status);
	return found;
};

const firstUser = () => {
	const [user] = world.sumo.control.users().filter((one) => !one.serviceAccount);
	if (user === undefined) throw new Error("the world has no account");
	return user;
};

describe("401 with a valid key", () => {
	it("comes with every nth request", async () => {
		await worldThat({ unauthorizedEvery: 3 });
		expect(await statuses(7)).toEqual([200, 200, 401, 200, 200, 401, 200]);
	});

	it("comes with too many logins a minute, and not to a client that sends its cookie again", async () => {
		await worldThat({ sessions: { loginsPerMinute: 2, requests: 3 } });
		const { headers } = await scim("GET", "/Users?count=1");
		const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
		expect(cookie).toMatch(/^JSESSIONID=/);
		expect(await statuses(2, { cookie })).toEqual([200, 200]);
		// The session has ended: a third request with it is the second login, and a third login is refused.
		expect(await statuses(2, { cookie })).toEqual([200, 401]);
		now += 60_000;
		expect(await statuses(1)).toEqual([200]);
	});
});

describe("a ban", () => {
	it("starts after a number of requests, and says for how long", async () => {
		await worldThat({ ban: { afterRequests: 2, seconds: 3_600 } });
		expect(await statuses(3)).toEqual([200, 200, 429]);
		now += 600_000;
		const { status, headers } = await scim("GET", "/Users?count=1");
		expect({ status, wait: headers.get("retry-after") }).toEqual({ status: 429, wait: "3000" });
		now += 3_000_000;
		expect(await statuses(2)).toEqual([200, 200]);
	});
});

describe("a rate limit that answers otherwise than with 429", () => {
	it.each(["500", "503"] as const)("answers with %s", async (throttledAs) => {
		await worldThat({ throttledAs });
		world.sumo.control.limit({ perSecond: 1, retryAfter: 7 });
		expect(await statuses(2)).toEqual([200, Number(throttledAs)]);
		expect((await scim("GET", "/Users")).headers.get("retry-after")).toBe("7");
	});
});

describe("a creation that is answered with success", () => {
	it("stores nothing, or shows the id of another user", async () => {
		await worldThat({ creation: "ignore" });
		const lost = await scim("POST", "/Users", scimUser("ada@example.com"));
		expect(lost.status).toBe(201);
		expect((await scim("GET", `/Users/${String(lost.body.id)}`)).status).toBe(404);
		world.sumo.control.behave({ creation: "answer-other" });
		const other = await scim("POST", "/Users", scimUser("ada@example.com"));
		expect(other).toMatchObject({ status: 201, body: { userName: "ada@example.com" } });
		expect(world.sumo.control.user("ada@example.com")?.id).not.toBe(other.body.id);
	});
});

describe("forms of errors", () => {
	const bodies = async (): Promise<unknown[]> => {
		const sumo = sumoCall(world);
		return [
			(await scim("GET", "/Users/0000000000000001")).body,
			(await sumo("GET", "v1/users/0000000000000001")).body,
			(await scim("GET", "/Groups")).body,
		];
	};
	const scimError = { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: 404 };
	const classic = { id: expect.stringMatching(/^\w{5}-\w{5}-\w{5}$/), errors: [{ code: "notfound" }] };

	it.each([
		["documented", [scimError, classic, classic]],
		["scim", [scimError, classic, scimError]],
		["classic", [classic, classic, classic]],
		["gateway", Array(3).fill({ status: 404, id: expect.stringMatching(/^\w{5}-/), code: "notfound" })],
	] as const)("%s", async (errorForm, expected) => {
		await worldThat({ errorForm });
		expect(await bodies()).toMatchObject(expected);
	});
});

describe("a key without all capabilities", () => {
	const each = async (): Promise<Record<string, number>> => {
		const sumo = sumoCall(world);
		return {
			read: (await scim("GET", "/Users")).status,
			create: (await scim("POST", "/Users", scimUser("new@example.com"))).status,
			roles: (await sumo("GET", "v2/roles")).status,
			saml: (await sumo("GET", "v1/saml/identityProviders")).status,
		};
	};

	it.each([
		["manageSaml", { read: 200, create: 201, roles: 200, saml: 403 }],
		["manageUsersAndRoles", { read: 200, create: 403, roles: 200, saml: 200 }],
		["viewUsersAndRoles", { read: 403, create: 403, roles: 403, saml: 200 }],
	] as const)("without %s", async (capability, expected) => {
		await worldThat({ missingCapabilities: [capability] });
		expect(await each()).toEqual(expected);
	});
});

describe("writes that do less than they say", () => {
	it("keeps an address in an update, and applies the rest", async () => {
		await worldThat({ ignoredInUpdates: ["emails"] });
		const { id, email } = firstUser();
		const change = patchOf(
			{ op: "replace", path: 'emails[type eq "work"].value', value: "other@example.com" },
			{ op: "replace", path: "name.givenName", value: "Ada" },
		);
		const { status, body } = await scim("PATCH", `/Users/${id}`, change);
		expect(status).toBe(200);
		expect(body).toMatchObject({ emails: [{ value: email }], name: { givenName: "Ada" } });
		expect(world.sumo.control.user(id)).toMatchObject({ email, givenName: "Ada" });
	});

	it("creates a user with defaults", async () => {
		await worldThat({ ignoredInCreations: ["emails", "active"] });
		const sent = scimUser("ada@example.com", { active: false, emails: [{ value: "byron@example.com" }] });
		const { status, body } = await scim("POST", "/Users", sent);
		expect(status).toBe(201);
		expect(body).toMatchObject({ active: true, emails: [{ value: "ada@example.com" }] });
	});

	it.each([
		["empty", 201, 200],
		["204", 204, 204],
	] as const)("answers %s", async (writeAnswers, created, updated) => {
		await worldThat({ writeAnswers });
		const post = await scim("POST", "/Users", scimUser("ada@example.com"));
		expect({ status: post.status, body: post.body }).toEqual({ status: created, body: {} });
		expect(post.headers.get("location")).toContain("/Users/");
		const id = world.sumo.control.user("ada@example.com")?.id ?? "";
		const patch = await scim(
			"PATCH",
			`/Users/${id}`,
			patchOf({ op: "replace", path: "active", value: false }),
		);
		expect({ status: patch.status, body: patch.body }).toEqual({ status: updated, body: {} });
		expect(world.sumo.control.user(id)?.active).toBe(false);
	});
});

describe("lists and clocks", () => {
	it("answers a filter without match with 404", async () => {
		await worldThat({ noMatch: "404" });
		const filter = (name: string) => `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`;
		expect((await scim("GET", filter("nobody@example.com"))).status).toBe(404);
		expect((await scim("GET", filter(firstUser().userName))).status).toBe(200);
	});

	it("leaves out the total, and writes roles as strings", async () => {
		await worldThat({ omitTotal: true, roleForm: "strings" });
		const { body } = await scim("GET", "/Users");
		expect(body).not.toHaveProperty("totalResults");
		expect(
			items(body, "Resources").every(
				({ roles }) => Array.isArray(roles) && roles.every((one) => typeof one === "string"),
			),
		).toBe(true);
		const role = patchOf({ op: "replace", path: 'roles[primary eq "True"].value', value: "User" });
		expect((await scim("PATCH", `/Users/${firstUser().id}`, role)).status).toBe(200);
	});

	it("sends the Date of another clock, also with an error", async () => {
		await worldThat({ clockAheadSeconds: 600 });
		for (const path of ["/Users", "/Users/0000000000000001"]) {
			const { headers } = await scim("GET", path);
			expect(Date.parse(headers.get("date") ?? "")).toBe(now + 600_000);
		}
	});
});

describe("the control API", () => {
	it("changes part of the behavior while the simulator runs, under both spellings", async () => {
		await worldThat({ omitTotal: true });
		const change = async (path: string, body: object) => {
			const response = await fetch(`${world.sumo.controlUrl}/${path}`, {
				method: "PATCH",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			});
			return { status: response.status, body: await response.json() };
		};
		expect(await change("behavior", { noMatch: "404" })).toMatchObject({
			status: 200,
			body: { omitTotal: true, noMatch: "404" },
		});
		expect(await change("behaviour", { omitTotal: false })).toMatchObject({
			body: { omitTotal: false, noMatch: "404" },
		});
		expect((await change("behavior", { unauthorizedEvery: 1 })).status).toBe(400);
	});
});

describe("a deletion that is answered with success", () => {
	it.each([
		["delete", undefined],
		["ignore", { active: true }],
		["deactivate", { active: false }],
	] as const)("can leave the user (%s), over SCIM and in the classic users API", async (deletion, left) => {
		await worldThat({ deletion });
		const [one, other] = world.sumo.control.users().filter((user) => !user.serviceAccount);
		const classic = sumoCall(world);
		for (const [user, deleted] of [
			[one, () => scim("DELETE", `/Users/${one?.id}`)],
			[other, () => classic("DELETE", `v1/users/${other?.id}`)],
		] as const) {
			expect((await deleted()).status).toBe(204);
			const now = world.sumo.control.users().find(({ id }) => id === user?.id);
			if (left === undefined) expect(now).toBeUndefined();
			else expect(now).toMatchObject({ ...left, email: user?.email });
		}
	});
});

describe("answers in another form", () => {
	it("show a user as before for a number of reads after a change", async () => {
		await worldThat({ staleReads: 1 });
		const path = `/Users/${firstUser().id}`;
		const change = patchOf({ op: "replace", path: "name.familyName", value: "Changed" });
		const names = [(await scim("PATCH", path, change)).body, (await scim("GET", path)).body];
		for (const body of names) expect(body).not.toMatchObject({ name: { familyName: "Changed" } });
		expect((await scim("GET", path)).body).toMatchObject({ name: { familyName: "Changed" } });
	});

	it("find users by a part of a value", async () => {
		await worldThat({ filter: "contains" });
		const { userName } = firstUser();
		const query = new URLSearchParams({ filter: `userName eq "${userName.slice(1, -1)}"` });
		expect((await scim("GET", `/Users?${query}`)).body).toMatchObject({ Resources: [{ userName }] });
	});

	it("find users only by the exact case of letters", async () => {
		await worldThat({ filter: "case-sensitive" });
		const { userName, email } = firstUser();
		const found = async (filter: string) =>
			(await scim("GET", `/Users?${new URLSearchParams({ filter })}`)).body;
		for (const [path, value] of [
			["userName", userName],
			["emails.value", email],
			['emails[type eq "work"].value', email],
		]) {
			expect(await found(`${path} eq "${value}"`)).toMatchObject({ totalResults: 1 });
			expect(await found(`${path} eq "${value?.toUpperCase()}"`)).toMatchObject({ totalResults: 0 });
		}
	});

	it("write active and roles in other forms, which do not hinder a change", async () => {
		await worldThat({ activeForm: "number", roleForm: "display" });
		const path = `/Users/${firstUser().id}`;
		expect((await scim("GET", path)).body).toMatchObject({
			active: 1,
			roles: [{ display: expect.any(String) }],
		});
		const { body } = await scim("PATCH", path, patchOf({ op: "replace", path: "active", value: false }));
		expect(body).toMatchObject({ active: 0 });
		world.sumo.control.behave({ activeForm: "text", roleForm: "objects" });
		expect((await scim("GET", path)).body).toMatchObject({ active: "False" });
	});

	it("begin with a byte order mark", async () => {
		await worldThat({ byteOrderMark: true });
		const { scimUrl } = world.sumo;
		const response = await fetch(`${scimUrl}/Users?count=1`, {
			headers: { authorization: `Bearer ${secretToken(world)}` },
		});
		expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
	});
});
