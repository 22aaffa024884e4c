import { beforeEach, describe, expect, it } from "vitest";
import type { FaultRequest } from "../../../src/simulator/loopback/faults.ts";
import { skipWaits } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { openSite, type Site } from "../site/site.ts";

beforeEach(skipWaits);

const names = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"] as const;

/** One person is in Sumo already under another name, the others are new. */
async function openCompany(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", ...names.map((name) => person(`${name} Doe`)));
	site.world.sumo.control.addUser({
		userName: "ada@example.com",
		givenName: "Ada",
		familyName: "Roe",
		roles: ["Analyst"],
	});
	return site;
}

/** Everybody is there, once, as mapped; the log tells each change once; and there is nothing left to do. */
async function expectRight(site: Site): Promise<void> {
	expect(
		site
			.accounts()
			.map(({ userName, givenName, familyName, roles, active }) => [
				userName,
				givenName,
				familyName,
				roles,
				active,
			])
			.sort(),
	).toEqual(names.map((name) => [`${name.toLowerCase()}@example.com`, name, "Doe", ["Analyst"], true]));
	const log = await site.log();
	expect(log.map(({ action, status, source }) => `${action} ${status} ${source?.userName}`).sort()).toEqual([
		...names.slice(1).map((name) => `Create success ${name.toLowerCase()}@example.com`),
		"Update success ada@example.com",
	]);
	site.world.sumo.control.clearFaults();
	site.tap.forget();
	expect((await site.provision()).summary).toMatchObject({ created: 0, updated: 0, failed: 0 });
	expect(site.tap.sent()).toEqual([]);
}

const now = { "retry-after": "0" };

describe("a run against a misbehaving Sumo ends correctly, and creates no user twice", () => {
	it.each<[string, ...FaultRequest[]]>([
		[
			"429",
			{ kind: "status", status: 429, headers: now, count: 2, method: "GET" },
			{ kind: "status", status: 429, headers: now, count: 5, method: "POST" },
		],
		[
			"500 and 503",
			{ kind: "status", status: 500, count: 2, after: 3 },
			{ kind: "status", status: 503, count: 2, after: 3 },
		],
		[
			"connections cut before anything is done",
			{ kind: "reset", count: 3, method: "POST" },
			{ kind: "reset", method: "PATCH" },
		],
		["answers that are lost", { kind: "lost", count: 3, method: "POST" }, { kind: "lost", method: "PATCH" }],
		[
			"answers that break off",
			{ kind: "truncated", count: 3, method: "POST" },
			{ kind: "truncated", method: "PATCH" },
		],
		[
			"answers that are not JSON",
			{ kind: "garbled", count: 3, method: "POST" },
			{ kind: "garbled", method: "PATCH" },
		],
		["JSON that is not SCIM", { kind: "garbled", text: '{"hello":"world"}', count: 2, method: "POST" }],
		[
			"all of it, while it reads the list and while it asks what became of a request",
			{ kind: "status", status: 503, method: "GET" },
			{ kind: "truncated", method: "GET", after: 1 },
			{ kind: "lost", method: "POST" },
			{ kind: "status", status: 500, method: "GET", path: "filter=" },
			{ kind: "reset", method: "GET", path: "filter=" },
			{ kind: "status", status: 429, headers: now, count: 2, after: 6 },
		],
	])("%s", async (_, ...faults) => {
		const site = await openCompany();
		for (const fault of faults) site.world.sumo.control.fault(fault);
		const { code, summary } = await site.provision();
		expect(summary).toMatchObject({ created: 7, updated: 1, failed: 0, outcome: "completed" });
		expect(code).toBe(0);
		await expectRight(site);
	});

	it("a server that ignores filters: its accounts stay as they are, and the user's failure names the filter", async () => {
		const site = await openSite();
		site.world.sumo.control.addUser({ userName: "admin@example.com", roles: ["Administrator"] });
		site.world.sumo.control.behave({ filter: "ignore" });
		// The first cycle reads the list of accounts, which needs no filter.
		site.people.add("Analyst", person("Bob Roe"));
		expect((await site.provision()).summary).toMatchObject({ created: 1, failed: 0 });
		site.people.add("Analyst", person("Ada Doe"));
		const [before, logged] = [site.accounts(), (await site.log()).length];
		const { summary } = await site.provision();
		expect(summary).toMatchObject({ created: 0, updated: 0, disabled: 0, failed: 1 });
		expect(site.accounts()).toEqual(before);
		const log = await site.log();
		expect(log).toHaveLength(logged + 1);
		expect(log.find(({ status }) => status === "failure")).toMatchObject({
			status: "failure",
			target: null,
			error: { code: "FilterIgnored", reason: expect.stringContaining("the filter on userName") },
		});
	});

	it("a server that supports only the documented filter matches users by it", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Doe"));
		site.world.sumo.control.addUser({ userName: "ada@example.com", familyName: "Roe", roles: ["Analyst"] });
		site.world.sumo.control.behave({ filter: "documented" });
		expect((await site.provision()).summary).toMatchObject({ created: 0, updated: 1, failed: 0 });
	});

	it.each(["user", "empty", "204"] as const)(
		"a server that keeps old addresses, and answers changes with success (%s): warnings, and exit code 3",
		async (writeAnswers) => {
			const site = await openCompany();
			expect((await site.provision()).code).toBe(0);
			site.world.sumo.control.behave({ ignoredInUpdates: ["emails"], writeAnswers });
			site.people.change("id-bob", { mail: "robert@example.com", surname: "Roberts" });
			const { code, summary, entries } = await site.provision();
			expect(code).toBe(3);
			expect(summary).toMatchObject({ outcome: "completed", updated: 0, failed: 0, notApplied: 1 });
			expect(entries).toMatchObject([
				{
					action: "Update",
					status: "warning",
					modifiedProperties: [{ name: "name.familyName" }],
					error: {
						code: "AcceptedButNotApplied",
						reason: expect.stringMatching(
							/accepted but not applied: emails.*bob@example.com → robert@example.com/,
						),
					},
				},
			]);
			const command = (...args: readonly string[]) =>
				site.command(...args, "--source", site.people.path, ...site.target);
			const { out } = await command("drift");
			expect(out).toMatch(/accepted but not applied.*emails/);
			expect(out).toContain("nothing was changed in the target, 1 accepted but not applied");
			site.world.sumo.control.behave({ ignoredInUpdates: [] });
			await command("failures", "--retry");
			expect(await site.provision()).toMatchObject({ code: 0, summary: { updated: 1 } });
			expect(site.world.sumo.control.user("bob@example.com")).toMatchObject({ email: "robert@example.com" });
		},
	);

	it("a server that refuses PATCH gets PUT", async () => {
		const site = await openCompany();
		site.world.sumo.control.behave({ patch: "501" });
		expect((await site.provision()).code).toBe(0);
		expect(site.tap.sent("PUT").length).toBe(1);
		await expectRight(site);
	});

	it("pages that overlap, a wrong total and three users a page at most", async () => {
		const site = await openCompany();
		for (let index = 0; index < 5; index++) {
			site.world.sumo.control.addUser({ userName: `other${index}@example.com` });
		}
		site.world.sumo.control.behave({ totalOffBy: 2, pageOverlap: 1, largestPage: 3, startIndexZero: true });
		const { code, summary } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ created: 7, updated: 1, failed: 0 });
	});

	it.each(["Bearer", "a session that ends"])(
		"a key that is refused now and then is tried again, and no user fails for it: %s",
		async (how) => {
			const site = await openCompany();
			site.world.sumo.control.behave(
				how === "Bearer" ? { unauthorizedEvery: 3 } : { sessions: { loginsPerMinute: 10, requests: 3 } },
			);
			const { code, summary } = await site.provision();
			expect(summary).toMatchObject({ created: 7, updated: 1, failed: 0, outcome: "completed" });
			expect(code).toBe(0);
			site.world.sumo.control.behave({ unauthorizedEvery: null, sessions: null });
			await expectRight(site);
		},
	);

	it("sends the cookie of the first login with all other requests: one login is enough", async () => {
		const site = await openCompany();
		site.world.sumo.control.behave({ sessions: { loginsPerMinute: 1 } });
		expect(await site.provision()).toMatchObject({ code: 0, summary: { created: 7, updated: 1 } });
		expect(site.tap.exchanges.filter(({ status }) => status === 401)).toEqual([]);
	});

	it.each([429, 503] as const)(
		"a ban of an hour (%i): the run stops between two users, says until when, and no user is marked as failed",
		async (status) => {
			const site = await openCompany();
			site.world.sumo.control.behave({ ban: { afterRequests: 6, seconds: 3600, status } });
			const began = Date.now();
			const { code, summary, entries } = await site.provision("--concurrency", "2");
			expect(code).toBe(1);
			expect(summary).toMatchObject({ outcome: "paused", failed: 0, created: expect.any(Number) });
			const until = Number(summary.pausedUntil);
			expect(until).toBeGreaterThan(began + 3_590_000);
			expect(until).toBeLessThan(Date.now() + 3_601_000);
			expect(String(summary.error)).toContain(new Date(until).toISOString());
			expect(summary.notReached).toBe(names.length - summary.created - summary.updated);
			expect(entries.filter(({ status: of }) => of === "failure")).toEqual([]);
			expect(entries.at(-1)).toMatchObject({ action: "Cycle", status: "warning" });
			expect(JSON.stringify(entries.at(-1))).toContain(new Date(until).toISOString());
			// Two requests at most were in flight when the ban began.
			expect(site.tap.exchanges.length).toBeLessThanOrEqual(6 + 2);
			const listed = await site.command("failures", ...site.target, "--json");
			expect(listed.out).not.toContain("example.com");
			site.world.sumo.control.behave({ ban: null });
			// This process still waits for the end of the ban; another one does not.
			expect((await site.run()).code).toBe(0);
			expect(site.accounts().map(({ userName }) => userName)).toHaveLength(names.length);
		},
	);

	it("a key that is refused from the start: a few attempts of one request, and quarantine", async () => {
		const site = await openCompany();
		site.world.sumo.control.behave({ deployment: { kind: "unknown" } });
		expect(await site.provision()).toMatchObject({
			code: 1,
			summary: { outcome: "quarantined", requests: 4 },
		});
	});

	it("a login that is refused at the first request of a run is tried again", async () => {
		const site = await openCompany();
		site.world.sumo.control.fault({ kind: "status", status: 401, count: 2 });
		const { code, summary } = await site.provision();
		expect(summary).toMatchObject({ created: 7, updated: 1, failed: 0, outcome: "completed" });
		expect(code).toBe(0);
	});

	it("a key that is refused half-way is tried again; then the run stops, says so, and continues with the right key", async () => {
		const site = await openCompany();
		site.world.sumo.control.fault({
			kind: "status",
			status: 401,
			count: 99,
			after: 6,
			headers: {},
			text: "",
		});
		const { code, summary } = await site.provision("--concurrency", "1");
		expect(code).toBe(1);
		expect(summary).toMatchObject({
			outcome: "quarantined",
			error: expect.stringContaining("refuses the access key"),
		});
		// Six that pass, among them whether the matched account is a service account, and a creation that is sent again after each of ten pauses.
		expect(site.tap.exchanges).toHaveLength(6 + 11);
		site.world.sumo.control.clearFaults();
		expect((await site.provision()).code).toBe(0);
		expect(
			site
				.accounts()
				.map(({ userName }) => userName)
				.sort(),
		).toEqual(names.map((name) => `${name.toLowerCase()}@example.com`));
	});
});
