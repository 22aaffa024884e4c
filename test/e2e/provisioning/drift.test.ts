import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { linesOf, openSite, type Site } from "../site/site.ts";

/** Four people are provisioned; then somebody works in Sumo: renames, deactivates and deletes. */
async function drifted(): Promise<Site> {
	const site = await openSite();
	site.people.add(
		"Analyst",
		person("Ada Byron"),
		person("Bob Noyce"),
		person("Cid Ronan"),
		person("Dan Ingalls"),
	);
	expect((await site.provision()).code).toBe(0);
	const { control } = site.world.sumo;
	control.editUser("ada@example.com", { familyName: "Hacked \u001b[31m", roles: ["Administrator"] });
	control.editUser("bob@example.com", { active: false });
	control.deleteUser("cid@example.com");
	site.tap.forget();
	return site;
}

const command = (site: Site, ...args: readonly string[]) =>
	site.command(...args, "--source", site.people.path, ...site.target);

describe("sumo-provision drift", () => {
	it("reports what was changed in Sumo, exits with 3, and writes nothing there", async () => {
		const site = await drifted();
		const { code, out, err } = await command(site, "drift");
		expect({ code, err }).toEqual({ code: 3, err: "" });
		const [ada, bob, cid, summary] = out.split("\n");
		expect(ada).toMatch(
			/^changed {5}found {4}Ada Byron \(ada@example\.com\) \[\w{16}\]: .*name\.familyName: Hacked .* → Byron/,
		);
		expect(bob).toMatch(/^deactivated found {4}Bob Noyce /);
		expect(cid).toMatch(/^deleted {5}found {4}Cid Ronan /);
		expect(summary).toBe("4 accounts compared, 3 changed in the target. To repair it, add --repair.");
		expect(out).not.toContain("\u001b");
		expect(site.tap.sent()).toEqual([]);
		expect((await site.log()).slice(-3).map(({ action, status }) => `${action} ${status}`)).toEqual(
			Array(3).fill("Other warning"),
		);
	});

	it("repairs it with --repair, each repair in the log, and then finds nothing", async () => {
		const site = await drifted();
		site.world.sumo.control.behave({ reactivation: "allow" });
		const { code, out } = await command(site, "drift", "--repair", "--json");
		expect(code).toBe(0);
		const lines = linesOf(out);
		expect(lines.slice(0, -1)).toMatchObject([
			{
				type: "drift",
				kind: "changed",
				outcome: "repaired",
				source: { id: "id-ada" },
				entry: { action: "Update" },
			},
			{ type: "drift", kind: "deactivated", outcome: "repaired", source: { id: "id-bob" } },
			{
				type: "drift",
				kind: "deleted",
				outcome: "repaired",
				source: { id: "id-cid" },
				entry: { action: "Create" },
			},
		]);
		expect(lines.at(-1)).toMatchObject({ type: "summary", compared: 4, found: 3, pending: 0 });
		expect(site.accounts().every(({ active, roles }) => active && roles.join() === "Analyst")).toBe(true);
		expect(site.accounts().length).toBe(4);
		const again = await command(site, "drift");
		expect(again).toMatchObject({
			code: 0,
			out: "4 accounts compared, nothing was changed in the target.\n",
		});
	});

	it("says that a cycle must have run first", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		const { code, err } = await command(site, "drift");
		expect(code).toBe(1);
		expect(err).toMatch(/^sumo-provision: No cycle has completed with the current mappings and scope\./);
	});
});

describe("sumo-provision accounts and link", () => {
	it("list unmatched accounts, and link a renamed user to the right account", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		await site.provision();
		const { control } = site.world.sumo;
		const old = control.addUser({
			userName: "mary.maiden@example.com",
			givenName: "Mary",
			familyName: "Married",
		});
		site.people.add("Analyst", person("Mary Married"));

		const { code, out } = await command(site, "accounts", "--unmatched", "--json");
		expect(code).toBe(0);
		const mine = linesOf(out).filter((line) => JSON.stringify(line).includes("mary"));
		expect(mine).toMatchObject([
			{ targetId: old.id, userName: "mary.maiden@example.com", alike: [{ sourceId: "id-mary" }] },
		]);
		expect((await command(site, "accounts", "--unmatched")).out).toContain("may be Mary Married [id-mary]");
		expect(out).not.toContain("ada@example.com");

		const linked = await command(site, "link", "mary@example.com", "mary.maiden@example.com");
		expect(linked.code).toBe(0);
		expect(linked.out).toMatch(/^success Other {4}Mary Married <mary@example\.com>: \S+ linked Mary Married/);
		expect((await site.log()).at(-1)).toMatchObject({ action: "Other", target: { id: old.id } });
		expect((await site.provision()).summary).toMatchObject({ created: 0, updated: 1, failed: 0 });
		expect(control.user(old.id)).toMatchObject({ userName: "mary@example.com" });
	});

	it("list whose account is whose, and unlink one", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
		await site.provision();
		const all = linesOf((await command(site, "accounts", "--json")).out);
		expect(all).toContainEqual(
			expect.objectContaining({
				userName: "ada@example.com",
				standing: "linked",
				owner: expect.objectContaining({ sourceId: "id-ada" }),
			}),
		);
		const linked = await command(site, "accounts", "--linked");
		expect(linked.err).toBe("2 accounts with a link.\n");
		expect(linked.out).toMatch(/ada@example\.com {2}Ada Byron \(Analyst\); linked with Ada Byron \[id-ada\]/);

		const { code, out } = await command(site, "unlink", "ada@example.com");
		expect(code).toBe(0);
		expect(out).toMatch(/^success Other {4}Ada Byron <ada@example\.com>: \S+ unlinked Ada Byron/);
		expect((await command(site, "accounts", "--linked")).err).toBe("1 account with a link.\n");
		expect((await site.provision()).summary).toMatchObject({ created: 0, failed: 0 });
		expect((await command(site, "accounts", "--linked")).err).toBe("2 accounts with a link.\n");
	});

	it("reject what cannot be linked in one sentence, and a call for two lists", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		await site.provision();
		const taken = await command(site, "link", "id-ada", "nobody@example.com");
		expect(taken.code).toBe(1);
		expect(taken.err).toMatch(
			/^sumo-provision: .* has no account with the id or userName nobody@example\.com\.\n$/,
		);
		expect((await command(site, "accounts", "--linked", "--deleted")).code).toBe(2);
	});
});

describe("sumo-provision accounts --deleted and recreate", () => {
	it("list what a cycle deleted, and create it again from its snapshot", async () => {
		const site = await openSite();
		site.people.add("Administrator", person("Ada Byron"));
		site.people.add("Analyst", person("Bob Noyce"));
		await site.provision();
		const before = site.world.sumo.control.user("ada@example.com")?.id;
		site.people.remove("id-ada");
		expect((await site.provision("--hard-delete", "delete")).summary).toMatchObject({ deleted: 1 });
		expect(site.world.sumo.control.user("ada@example.com")).toBeUndefined();

		const listed = await command(site, "accounts", "--deleted");
		expect(listed.err).toBe("1 deleted account.\n");
		expect(listed.out).toMatch(
			/ada@example\.com {2}Ada Byron \(Administrator\); deleted by cycle, content was left to the target\n$/,
		);
		const [snapshot] = linesOf((await command(site, "accounts", "--deleted", "--json")).out);
		expect(snapshot).toMatchObject({ targetId: before, roles: ["Administrator"], scim: { id: before } });

		const { code, out, err } = await command(site, "recreate", listed.out.split(" ")[0] ?? "");
		expect(code).toBe(0);
		expect(out).toMatch(/^success Create/);
		expect(err).toContain(`the id ${before}: the new account gets another one`);
		const again = site.world.sumo.control.user("ada@example.com");
		expect(again).toMatchObject({ active: true, givenName: "Ada", familyName: "Byron" });
		expect(again?.roles.map(({ name }) => name)).toEqual(["Administrator"]);
		expect(again?.id).not.toBe(before);
		expect((await site.log()).at(-1)).toMatchObject({ action: "Create", target: { id: again?.id } });

		const twice = await command(site, "recreate", listed.out.split(" ")[0] ?? "");
		expect(twice.code).toBe(3);
		expect(twice.out).toMatch(/^failure Create/);
		expect((await command(site, "recreate", "nothing")).err).toMatch(/There is no snapshot nothing/);
	});
});
