import { describe, expect, it } from "vitest";
import type { World } from "../../../src/simulator/world.ts";
import { demoWorld, freshHome, openConsole, worldSecrets } from "./open-console.ts";
import { key } from "./terminal.ts";

const leaver = "pieter.devries@harbour.example";

/** Somebody who works in Sumo with an access key of their own, through its public SCIM API. */
async function stranger(world: World) {
	const { SCIM_TOKEN } = await worldSecrets(world);
	const send = async (method: string, path: string, body: object | null) => {
		const answer = await fetch(`${world.sumo.scimUrl}/Users${path}`, {
			method,
			headers: { Authorization: `Bearer ${SCIM_TOKEN}`, "Content-Type": "application/scim+json" },
			...(body && { body: JSON.stringify(body) }),
		});
		expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
	};
	const idOf = (userName: string) => world.sumo.control.user(userName)?.id ?? "";
	return {
		rename: (userName: string, familyName: string) =>
			send("PATCH", `/${idOf(userName)}`, {
				schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
				Operations: [{ op: "replace", path: "name.familyName", value: familyName }],
			}),
		remove: (userName: string) => send("DELETE", `/${idOf(userName)}`, null),
		add: (userName: string, givenName: string, familyName: string) =>
			send("POST", "", {
				schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
				userName,
				name: { givenName, familyName },
				emails: [{ value: userName, type: "work", primary: true }],
				roles: [{ value: "User", primary: true }],
				active: true,
			}),
	};
}

describe("an operator who looks after the accounts", () => {
	it("finds and repairs what a stranger did, links a renamed person, deletes an account and gets it back", async () => {
		const world = await demoWorld();
		const { control: sumo } = world.sumo;
		const writes = () => sumo.journal().filter(({ method }) => method !== "GET").length;
		const app = await openConsole(world, { home: freshHome() });
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", "Cycle completed");

		// Somebody works in Sumo behind the profile's back.
		const [changed, removed] = sumo
			.users()
			.filter(({ active, serviceAccount, email }) => active && !serviceAccount && email.startsWith("a"));
		if (changed === undefined || removed === undefined)
			throw new Error("the demo tenant has nobody to change");
		const other = await stranger(world);
		await other.rename(changed.userName, "Hacked");
		await other.remove(removed.userName);
		await other.add("maja.maiden@harbour.example", "Maja", "Horvat");

		// The comparison finds it, and writes nothing.
		await app.visit("6", /c compares all \(about \d requests\)/);
		const before = writes();
		await app.type("c", "[drifted]");
		await app.see(/~ changed +\S+ +name\.familyName: Hacked → /);
		await app.see(/✗ deleted +\S+ +the account was deleted/);
		await app.see("2 drifted");
		await app.expectFrame();
		expect(writes()).toBe(before);

		// The repair does what it announced, after the number was typed; each is in the log.
		await app.type("*", "Repair 2 accounts");
		expect(app.screen()).toContain("name.familyName: Hacked →");
		expect(app.screen()).toContain("Re-creates the account.");
		await app.type([key.enter, "2"], /Enter: Repair {2}/);
		expect(writes()).toBe(before);
		await app.type(key.enter, "✓ 2 repaired.");
		await app.see("No drift.");
		expect(sumo.user(changed.userName)?.familyName).toBe(changed.familyName);
		expect(sumo.user(removed.userName)).toMatchObject({ active: true });
		expect(sumo.user(removed.userName)?.id).not.toBe(removed.id);

		// A renamed person gets the account that is theirs, and the next cycle brings it up to date.
		await app.visit("2", "58 users");
		await app.find("Maja");
		await app.type("a", "◉ User");
		await app.type(key.enter, "assigned as User");
		await app.visit("6", "[drifted]");
		await app.type("r", "[drifted]");
		await app.type(["v", "v", "v"], "[unmatched]");
		await app.find("maiden");
		await app.see(/❯ \? unmatched +maja\.maiden\S* .*maybe Maja/);
		await app.type("L", "Choose the user for maja.maiden@harbour.example");
		await app.see(/❯ Maja Horvat/);
		await app.type(key.enter, "Nothing is sent to Sumo Logic now.");
		await app.type(key.enter, /Linked maja\.maiden\S+ to Maja\s+Horvat/);
		const maiden = sumo.user("maja.maiden@harbour.example")?.id;
		expect(maiden).toBeDefined();
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", "Cycle completed");
		expect(sumo.user("maja.horvat@harbour.example")?.id).toBe(maiden);
		await app.find("linked Maja");
		await app.type(key.escape, "p run now");

		// A deactivated account is deleted, its content given away, and created again from its snapshot.
		await app.visit("gd", "deactivated accounts");
		await app.find("pieter");
		const { id: oldId, roles } = sumo.user(leaver) ?? {};
		await app.type("D", "What happens to the dashboards");
		await app.type(key.enter, "Who receives the content?");
		await app.type("maja", /❯ Maja Horvat/);
		await app.seeNo("Searching…");
		await app.type(key.enter, `Type ${leaver} to confirm`);
		await app.type([leaver, key.enter], "was deleted");
		expect(sumo.user(leaver)).toBeUndefined();
		await app.type("v", "R re-create");
		await app.type(key.enter, "went to Maja Horvat");
		await app.expectFrame();
		await app.type([key.escape, "R"], `Re-create ${leaver}`);
		await app.see(`the id ${oldId}`);
		await app.see("the content went to");
		await app.expectFrame();
		await app.type(key.enter, "was re-created with the new ID");
		expect(sumo.user(leaver)).toMatchObject({ active: true, roles });
		expect(sumo.user(leaver)?.id).not.toBe(oldId);
		await app.type(key.escape, "v snapshots");

		app.press("q");
		await app.expectRestored(0);
	});
});
