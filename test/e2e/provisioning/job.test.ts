import { describe, expect, it } from "vitest";
import { person } from "../site/people-file.ts";
import { openSite, type Site } from "../site/site.ts";

const call = (site: Site, ...args: readonly string[]) =>
	site.command(args[0] ?? "", "--source", site.people.path, ...site.target, ...args.slice(1));

describe("what a cycle left to the operator, from the command line", () => {
	it("disables that the guard holds back are listed, allowed once, and can be taken back", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"), person("Cid Ronan"));
		await site.provision();
		for (const id of ["id-ada", "id-bob", "id-cid"]) site.people.unassign(id);
		const guard = ["--deletion-guard", "1"];
		expect((await site.provision(...guard)).summary).toMatchObject({ disabled: 0, staged: 3 });

		const listed = await call(site, "deletions");
		expect(listed.out.trim().split("\n").length).toBe(4);
		expect(listed.out).toContain("StagedAction Ada Byron <ada@example.com>: active: True → False");
		expect(listed.out).toContain(
			"3 deactivations and deletions held back. To allow these changes one time, add --allow.",
		);
		expect((await call(site, "deletions", "--allow")).code).toBe(0);
		expect((await call(site, "deletions", "--reject")).code).toBe(0);
		expect((await site.provision(...guard)).summary).toMatchObject({ disabled: 0, staged: 3 });
		await call(site, "deletions", "--allow");
		expect((await site.provision(...guard)).summary).toMatchObject({ disabled: 3, staged: 0 });
		expect((await call(site, "deletions")).out).toBe("Nothing is held back.\n");
		const none = await call(site, "deletions", "--allow");
		expect(none).toMatchObject({
			code: 1,
			err: "sumo-provision: No deactivations or deletions are held back.\n",
		});
	});

	it("failed users are listed with the next attempt, and retried when asked: one or all", async () => {
		const site = await openSite();
		const { control } = site.world.sumo;
		for (const name of ["ada", "bob"]) control.addUser({ userName: `${name}@example.com`, active: false });
		control.behave({ reactivation: "refuse" });
		site.people.add("Analyst", person("Ada Byron"), person("Bob Noyce"));
		expect((await site.provision()).summary).toMatchObject({ failed: 2 });
		expect((await site.provision()).summary).toMatchObject({ failed: 0, requests: 0 });

		const listed = await call(site, "failures");
		expect(listed.out).toMatch(
			/^Ada Byron \[id-ada\] 1 attempt, retried 20\S+Z: BlockedByDeactivatedAccount: /m,
		);
		control.behave({ reactivation: "allow" });
		const one = await call(site, "failures", "--retry", "Ada Byron");
		expect(one.out).toContain("The next cycle retries 1 user.");
		expect((await site.provision()).summary).toMatchObject({ enabled: 1 });
		await call(site, "failures", "--retry");
		expect((await site.provision()).summary).toMatchObject({ enabled: 1 });
		expect((await call(site, "failures")).out).toBe("0 users failed.\n");
		const nobody = await call(site, "failures", "--retry", "Eve");
		expect(nobody).toMatchObject({ code: 2 });
		expect(nobody.err).toContain('No failed user has the ID or the display name "Eve"');
	});

	it("a restart compares all users; in full it also removes the links, when confirmed", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		await site.provision();
		expect((await call(site, "restart")).out).toBe("The next cycle compares all users.\n");
		expect((await site.provision()).summary).toMatchObject({ kind: "initial", created: 0, updated: 0 });
		const refused = await call(site, "restart", "--full");
		expect(refused.code).toBe(2);
		expect(refused.err).toContain("To continue, add --yes.");
		expect((await call(site, "restart", "--full", "--yes")).code).toBe(0);
		const { summary, entries } = await site.provision();
		expect(summary).toMatchObject({ kind: "initial", created: 0 });
		expect(entries).toMatchObject([{ action: "Other", status: "success" }]);
	});
});
