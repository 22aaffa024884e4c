import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { openSite, type Site } from "../site/site.ts";

const nothing = {
	created: 0,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
};

/** Four people with the roles Analyst, default access, Administrator and one through a group, and one who is not assigned. */
async function openCompany(): Promise<Site> {
	const site = await openSite();
	const { people } = site;
	people.add("Analyst", person("Ada Byron"));
	people.add(null, person("Bob Noyce"));
	people.add(
		"Administrator",
		person("Zoë O'Neil", {
			givenName: "Zoë",
			userPrincipalName: "zoe@example.com",
			mail: "zoe.oneil@example.com",
		}),
	);
	people.add(undefined, person("Dan Ingalls"), person("Eve Polastri"));
	people.addGroup("User", "id-readers", ["id-dan"]);
	return site;
}

/** What a cycle has to leave of `openCompany` in Sumo. */
const company = [
	{
		userName: "ada@example.com",
		email: "ada@example.com",
		givenName: "Ada",
		familyName: "Byron",
		roles: ["Analyst"],
		active: true,
	},
	{
		userName: "bob@example.com",
		email: "bob@example.com",
		givenName: "Bob",
		familyName: "Noyce",
		roles: ["User"],
		active: true,
	},
	{
		userName: "dan@example.com",
		email: "dan@example.com",
		givenName: "Dan",
		familyName: "Ingalls",
		roles: ["User"],
		active: true,
	},
	{
		userName: "zoe@example.com",
		email: "zoe.oneil@example.com",
		givenName: "Zoë",
		familyName: "O'Neil",
		roles: ["Administrator"],
		active: true,
	},
];

function byUserName(site: Site) {
	return site.accounts().sort((one, other) => one.userName.localeCompare(other.userName));
}

describe("sumo-provision run with a JSON file", () => {
	it("creates who is assigned, as mapped, and prints JSON lines with the summary last", async () => {
		const site = await openCompany();
		const { code, summary, entries, lines, err } = await site.run();
		expect(code).toBe(0);
		expect(err).toBe("");
		expect(summary).toMatchObject({ ...nothing, created: 4, outcome: "completed", kind: "initial" });
		expect(byUserName(site)).toEqual(company);
		expect(entries.map(({ action, status }) => `${action} ${status}`)).toEqual(
			Array(4).fill("Create success"),
		);
		expect(lines[0]).toMatchObject({ type: "cycleStarted", kind: "initial" });
		expect(lines).toContainEqual(expect.objectContaining({ type: "progress" }));
		expect(summary.requests).toBe(site.tap.exchanges.length);
		expect(summary.requests).toBeLessThanOrEqual(4 + 1 + 3);
	});

	it("sends nothing when nothing changed", async () => {
		const site = await openCompany();
		await site.provision();
		site.tap.forget();
		const { code, summary, entries } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ ...nothing, requests: 0, kind: "incremental" });
		expect(entries).toEqual([]);
		expect(site.tap.exchanges).toEqual([]);
	});

	it("sends one PATCH with only what changed, and records old and new values", async () => {
		const site = await openCompany();
		await site.provision();
		site.tap.forget();
		site.people.change("id-ada", { surname: "Lovelace", displayName: "Ada Lovelace" });
		const { code, summary, entries } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ ...nothing, updated: 1, skipped: expect.any(Number) });
		expect(site.tap.sent().map(({ method, body }) => ({ method, body }))).toEqual([
			{
				method: "PATCH",
				body: {
					schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
					Operations: [{ op: "replace", path: "name.familyName", value: "Lovelace" }],
				},
			},
		]);
		expect(entries).toMatchObject([
			{
				action: "Update",
				status: "success",
				modifiedProperties: [{ name: "name.familyName", old: "Byron", new: "Lovelace" }],
			},
		]);
		expect(site.world.sumo.control.user("ada@example.com")).toMatchObject({ familyName: "Lovelace" });
	});

	it("keeps the account of a user who is renamed, and moves a user to another role", async () => {
		const site = await openCompany();
		await site.provision();
		const id = site.world.sumo.control.user("ada@example.com")?.id;
		site.people.change("id-ada", { userPrincipalName: "countess@example.com", mail: "countess@example.com" });
		site.people.assign("id-bob", "Administrator");
		expect((await site.provision()).summary).toMatchObject({ updated: 2, created: 0, failed: 0 });
		expect(site.world.sumo.control.user("countess@example.com")?.id).toBe(id);
		expect(byUserName(site).find(({ userName }) => userName === "bob@example.com")?.roles).toEqual([
			"Administrator",
		]);
	});

	it("deactivates once who is unassigned, removed from the file or disabled at the source", async () => {
		const site = await openCompany();
		await site.provision();
		site.tap.forget();
		site.people.unassign("id-ada");
		site.people.remove("id-bob");
		site.people.change("id-zoë", { accountEnabled: false });
		const { code, summary, entries } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ disabled: 3, deleted: 0, failed: 0, staged: 0 });
		expect(entries.map(({ action, status }) => `${action} ${status}`)).toEqual(
			Array(3).fill("Disable success"),
		);
		expect(byUserName(site).map(({ userName, active }) => [userName, active])).toEqual([
			["ada@example.com", false],
			["bob@example.com", false],
			["dan@example.com", true],
			["zoe@example.com", false],
		]);
		for (const { method, body } of site.tap.sent()) {
			expect({ method, body }).toMatchObject({
				method: "PATCH",
				body: { Operations: [{ op: "replace", path: "active", value: false }] },
			});
		}
		site.tap.forget();
		expect((await site.provision()).summary).toMatchObject({ disabled: 0, requests: 0 });
		expect(site.tap.exchanges).toEqual([]);
	});

	it("reports that a user who is assigned again is blocked by a deactivated account, and what to do", async () => {
		const site = await openCompany();
		await site.provision();
		site.people.unassign("id-ada");
		await site.provision();
		site.people.assign("id-ada", "Analyst");
		const { code, summary, entries } = await site.provision();
		expect(code).toBe(3);
		expect(summary).toMatchObject({ failed: 1, enabled: 0, created: 0 });
		expect(entries).toMatchObject([
			{
				status: "failure",
				source: { userName: "ada@example.com" },
				error: {
					code: "BlockedByDeactivatedAccount",
					recommendedAction: expect.stringContaining("Delete the account ada@example.com"),
				},
			},
		]);
		expect(site.world.sumo.control.user("ada@example.com")?.active).toBe(false);
	});

	it("enables the account of a user who is assigned again where Sumo allows it", async () => {
		const site = await openCompany();
		site.world.sumo.control.behave({ reactivation: "allow" });
		await site.provision();
		site.people.unassign("id-ada");
		await site.provision();
		site.people.assign("id-ada", "Administrator");
		const { code, summary } = await site.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ enabled: 1, created: 0, failed: 0 });
		expect(byUserName(site)[0]).toMatchObject({ active: true, roles: ["Administrator"] });
	});

	it("holds deactivations back beyond the guard, writes nothing for them, and says how many", async () => {
		const site = await openCompany();
		await site.provision();
		site.tap.forget();
		for (const id of ["id-ada", "id-bob"]) site.people.unassign(id);
		const { code, summary, entries } = await site.provision("--deletion-guard", "1");
		expect(code).toBe(0);
		expect(summary).toMatchObject({ staged: 2, disabled: 0 });
		expect(entries.map(({ action, status }) => `${action} ${status}`)).toEqual(
			Array(2).fill("StagedAction warning"),
		);
		expect(site.tap.sent()).toEqual([]);
		expect((await site.provision("--deletion-guard", "2")).summary).toMatchObject({ staged: 0, disabled: 2 });
	});

	it("continues when one user fails, names the user and the reason, and exits with 3", async () => {
		const site = await openCompany();
		site.people.add("Analyst", person("Fay Wray", { mail: null }));
		site.people.add("Dreamer", person("Gus Grissom"));
		const { code, summary, entries } = await site.provision();
		expect(code).toBe(3);
		expect(summary).toMatchObject({ created: 4, failed: 2 });
		const failures = entries.filter(({ status }) => status === "failure");
		expect(new Map(failures.map(({ source, error }) => [source?.userName, error?.code]))).toEqual(
			new Map([
				["fay@example.com", "MandatoryFieldsMissing"],
				["gus@example.com", "RoleNotFound"],
			]),
		);
	});

	it("links who is in Sumo already instead of creating them, by Sumo's list and not one by one", async () => {
		const site = await openCompany();
		site.world.sumo.control.addUser({
			userName: "ada@example.com",
			givenName: "Ada",
			familyName: "Byron",
			roles: ["Analyst"],
		});
		site.world.sumo.control.addUser({
			userName: "bob@example.com",
			givenName: "Robert",
			familyName: "Noyce",
		});
		const { summary } = await site.provision();
		expect(summary).toMatchObject({ created: 2, updated: 1, failed: 0 });
		expect(byUserName(site)).toEqual(company);
		expect(site.tap.sent().length).toBe(3);
		const read = site.tap.sent("GET").map(({ target }) => target);
		// The account that was updated is read back; those that were created are on the last page of the list.
		const back = read.filter((target) => /\/Users\/\w+$/.test(target));
		expect(back).toHaveLength(1);
		// Each of the two that matched could be a service account, which SCIM does not show.
		const asked = read.filter((target) => target.startsWith("/api/v1/users?"));
		expect(asked).toHaveLength(2);
		expect(read.length - back.length - asked.length).toBeLessThanOrEqual(1 + 3);
		expect(read.filter((target) => target.includes("filter"))).toEqual([]);
	});
});

describe("sumo-provision run --plan", () => {
	it("writes nothing, and foretells what run then does", async () => {
		const site = await openCompany();
		site.world.sumo.control.addUser({
			userName: "bob@example.com",
			givenName: "Robert",
			familyName: "Noyce",
		});
		site.people.add("Analyst", person("Fay Wray", { mail: null }));
		const foretold = await site.run("--plan");
		expect(foretold.code).toBe(3);
		expect(foretold.summary).toMatchObject({ created: 3, updated: 1, failed: 1, plan: true });
		expect(site.tap.sent()).toEqual([]);
		expect(foretold.planned.map(({ type, source }) => `${type} ${source?.userName}`).sort()).toEqual([
			"create ada@example.com",
			"create dan@example.com",
			"create zoe@example.com",
			"fail fay@example.com",
			"update bob@example.com",
		]);

		const done = await site.provision();
		expect(changeCounts(done.summary)).toEqual(changeCounts(foretold.summary));
		const outcomes = done.entries.map(
			({ action, status, source }) =>
				`${status === "failure" ? "fail" : action.toLowerCase()} ${source?.userName}`,
		);
		expect(outcomes.sort()).toEqual(
			foretold.planned.map(({ type, source }) => `${type} ${source?.userName}`).sort(),
		);

		site.people.change("id-ada", { surname: "Lovelace" });
		site.people.unassign("id-dan");
		site.people.unassign("id-zoë");
		site.tap.forget();
		const next = await site.provision("--plan");
		expect(next.summary).toMatchObject({ created: 0, updated: 1, disabled: 1 });
		expect(site.tap.sent()).toEqual([]);
		expect(changeCounts((await site.provision()).summary)).toMatchObject({
			created: 0,
			updated: 1,
			disabled: 1,
		});
	});
});

function changeCounts({
	created,
	updated,
	disabled,
	enabled,
	deleted,
	failed,
	staged,
}: Record<string, unknown>) {
	return { created, updated, disabled, enabled, deleted, failed, staged };
}
