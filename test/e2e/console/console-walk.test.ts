import { describe, expect, it } from "vitest";
import { Console, demoWorld, freshHome, openConsole } from "./open-console.ts";
import { key } from "./terminal.ts";

const newcomers = ["Maja Horvat", "Juhani Mäkelä"] as const;
const leaver = "pieter.devries@harbour.example";
const returner = "tomas.dvorak@harbour.example";

describe("an operator at the console", () => {
	it("provisions a tenant from the first look to the last deletion, from the keyboard alone", async () => {
		const world = await demoWorld();
		const { control: sumo } = world.sumo;
		const writes = () => sumo.journal().filter(({ method }) => method !== "GET");
		const assigned = world.entra.control.assignments().length;
		const app = await openConsole(world, { home: freshHome() });

		// The connection, in the two lines that Microsoft documents.
		await app.visit("7", "Tenant URL");
		await app.type("c", "The supplied credentials are authorized to enable provisioning");
		expect(app.screen()).toContain("Testing connection to Sumo Logic");

		// Two people are assigned with a role.
		await app.visit("2", "58 users");
		for (const name of newcomers) {
			await app.find(name);
			await app.see("a assign");
			await app.type(key.space, new RegExp(`❯●${name}`));
		}
		await app.type("a", "◉ User");
		expect(app.screen()).toContain("Juhani Mäkelä, Maja Horvat");
		await app.type(key.down, "◉ Analyst");
		await app.type(key.enter, "assigned as Analyst");
		expect(world.entra.control.assignments()).toHaveLength(assigned + newcomers.length);

		// The plan has both, and writes nothing.
		await app.visit("3", "nothing has been written");
		for (const name of newcomers) {
			await app.find(name);
			await app.see(new RegExp(`❯ \\+ create +${name}`));
		}
		expect(writes()).toEqual([]);

		// A cycle, and its log as it grows.
		await app.visit("4", "p run now");
		await app.confirm("p", "Run a cycle now?", /Last cycle: initial, ! 5 failed/);
		await app.find(newcomers[0]);
		await app.see(/✓ success +Create +Maja Horvat/);
		await app.type(key.enter, "Create · Maja Horvat");
		expect(app.screen()).toMatch(/userName +maja\.horvat@harbour\.example/);
		await app.expectFrame();
		await app.type(key.escape, "Log");
		expect(sumo.user("maja.horvat@harbour.example")?.roles.map(({ name }) => name)).toEqual(["Analyst"]);

		// One person on demand, in five steps.
		await app.visit("2", "Assigned as");
		await app.find("Rasa");
		await app.type("a", "◉ User");
		await app.type(key.enter, "1 user assigned as User");
		await app.visit("go", "Press Enter to preview");
		await app.find("Rasa");
		await app.type(key.enter, "Nothing has been written yet");
		for (const step of ["1 ✓ Import user", "2 ✓ Determine", "3 ✓ Match", "4 ", "5 "]) await app.look(step);
		await app.type("p", "Enter log entry");
		expect(sumo.user("rasa.zukauskiene@harbour.example")?.active).toBe(true);
		await app.type(key.escape, "Press Enter to preview");

		// A deactivated account: everything about it, and its deletion only by the right word.
		await app.visit("gd", "4 deactivated accounts");
		await app.find("pieter");
		await app.type(key.enter, "Esc back");
		await app.type(key.escape, /❯ pieter/);
		await app.type("D", "What happens to the dashboards");
		await app.type(key.down, "◉ Transfer them to the owner of the access key");
		await app.type(key.enter, `Type ${leaver} to confirm`);
		await app.type("tomas.dvorak", "tomas.dvorak");
		await app.type(key.enter, "after typing it");
		expect(sumo.user(leaver)).toBeDefined();
		await app.type([key.ctrlU, leaver], /Enter: Delete {2}/);
		await app.type(key.enter, "3 deactivated accounts");
		expect(sumo.user(leaver)).toBeUndefined();
		await app.type("v", /Snapshots of deleted accounts/);
		await app.see(leaver.slice(0, 25)); // the rest does not fit
		app.press(key.escape);
		await app.seeNo("Snapshots of deleted accounts");

		// Somebody who came back, in one guided action.
		await app.find("tomas");
		const before = sumo.user(returner)?.id;
		await app.type("P", "What happens to the dashboards");
		await app.type([key.down, key.enter], `Type ${returner} to confirm`);
		await app.type([returner, key.enter], "2 deactivated accounts");
		expect(sumo.user(returner)).toMatchObject({ active: true });
		expect(sumo.user(returner)?.id).not.toBe(before);

		app.press("q");
		await app.expectRestored(0);
	});

	it("opens the embedded demo tenant with one command, which remembers what was done", async () => {
		const home = freshHome();
		const first = new Console(["demo"], { home });
		await first.see("○ Off");
		await first.visit("2", "58 users");
		await first.find("Maja");
		await first.type("a", "◉ User");
		await first.type(key.enter, "assigned as User");
		first.press("q");
		await first.expectRestored(0);

		const second = new Console(["demo"], { home });
		await second.see("○ Off");
		await second.visit("2", "58 users");
		await second.find("Maja");
		await second.see(/❯ Maja Horvat +· user +User +-/m);
		second.press("q");
		await second.expectRestored(0);
	});
});
