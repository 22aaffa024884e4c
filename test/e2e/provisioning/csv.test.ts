import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSite, readRun } from "../site/site.ts";

const header = "userPrincipalName,displayName,givenName,surname,mail,accountEnabled,role";

it("provisions from a CSV file by its role column: a role, default access, or not assigned", async () => {
	const site = await openSite();
	const path = join(site.folder, "people.csv");
	const run = async (...rows: readonly string[]) => {
		writeFileSync(path, [header, ...rows, ""].join("\n"));
		return readRun(await site.command("run", "--source", path, ...site.target, "--json"));
	};
	/** In no order of creation: users without a role are created while the roles are read. */
	const accounts = () => site.accounts().sort((a, b) => a.userName.localeCompare(b.userName));
	const ada = "ada@example.com,Ada Byron,Ada,Byron,ada@example.com,true,Analyst";
	const bob = 'bob@example.com,"Noyce, Bob",Bob,Noyce,bob@example.com,TRUE,';
	const cid = "cid@example.com,Cid Ronan,Cid,Ronan,cid@example.com,true,-";
	const dan = "dan@example.com,Dan Ingalls,Dan,Ingalls,dan@example.com,false,User";

	const first = await run(ada, bob, cid, dan);
	expect(first.code).toBe(0);
	expect(first.summary).toMatchObject({ created: 2, failed: 0 });
	expect(first.entries.find(({ skipReason }) => skipReason !== null)).toMatchObject({
		status: "skipped",
		skipReason: "DisabledAtSource",
		source: { userName: "dan@example.com" },
	});
	expect(accounts().map(({ userName, roles }) => [userName, roles])).toEqual([
		["ada@example.com", ["Analyst"]],
		["bob@example.com", ["User"]],
	]);

	site.tap.forget();
	expect((await run(ada, bob, cid, dan)).summary).toMatchObject({ created: 0, updated: 0, requests: 0 });
	expect(site.tap.exchanges).toEqual([]);

	const next = await run(
		ada.replace("Byron,ada", "Lovelace,ada"),
		bob.replace(/,$/, ",-"),
		cid.replace(/-$/, "Analyst"),
	);
	expect(next.code).toBe(0);
	expect(next.summary).toMatchObject({ created: 1, updated: 1, disabled: 1, failed: 0 });
	expect(accounts().map(({ userName, familyName, active }) => [userName, familyName, active])).toEqual([
		["ada@example.com", "Lovelace", true],
		["bob@example.com", "Noyce", false],
		["cid@example.com", "Ronan", true],
	]);
});

it("never changes a service account, whether the user with its address is enabled or disabled", async () => {
	const site = await openSite();
	const { control } = site.world.sumo;
	const service = control.users().find(({ serviceAccount }) => serviceAccount);
	const address = service?.userName ?? "";
	const path = join(site.folder, "people.csv");
	for (const [enabled, summary] of [
		["true", { updated: 0, failed: 1 }],
		["false", { disabled: 0, failed: 0 }],
	] as const) {
		writeFileSync(path, `${header}\n${address},Robot,Ro,Bot,${address},${enabled},User\n`);
		const run = await readRun(await site.command("run", "--source", path, ...site.target, "--json"));
		expect(run.summary).toMatchObject(summary);
		expect(control.user(service?.id ?? "")).toEqual(service);
	}
});
