import { expect, it } from "vitest";
import { Console, demoWorld, freshHome, worldFlags, worldSecrets } from "./open-console.ts";
import { key } from "./terminal.ts";

it("goes from an empty tenant to a provisioned user by keyboard only", async () => {
	const world = await demoWorld({ tenant: "empty" });
	const flags = worldFlags(world).map((flag) =>
		flag === world.entra.servicePrincipalId ? "Sumo Logic" : flag,
	);
	const app = new Console(["console", ...flags], {
		home: freshHome(),
		env: { ...(await worldSecrets(world)) },
	});
	await app.see(/○ Off|● On/);
	await app.visit("gi", "6 to apply: press p");
	await app.type("jjjj", /❯ 3 Users and groups +✓ done/);
	await app.type(key.enter, "❯ Assignments");
	await app.type(["Security Operations = Analyst", key.enter], "7 to apply: press p");
	await app.see(/3 Users and groups +\+ create/);
	await app.expectFrame();

	await app.type("p", "Apply 7 steps?");
	await app.see('Assign the group "Security Operations"');
	await app.type(key.enter, "Everything is set up.");
	await app.see(/Provisioned ".+" on demand\. Sumo Logic shows/);
	await app.expectFrame();
	const accounts = world.sumo.control.users().filter(({ serviceAccount }) => !serviceAccount);
	expect(accounts).toHaveLength(1);
	expect(accounts[0]?.roles.map(({ name }) => name)).toEqual(["Analyst"]);
	expect(world.entra.control.jobs()).toMatchObject([{ schedule: "Active" }]);

	await app.type("r", /5 Start, and first user +✓ done/);
	await app.see(/^Nothing to do/m);
	await app.type("p", "Nothing to apply.");
	await app.type("c", "What the sign-in to Entra may do");
	await app.type([key.escape, "gu"], /\d+ users · \d+ groups · [1-9]\d* assigned/);
});
