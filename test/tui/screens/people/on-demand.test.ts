import { describe, expect, it } from "vitest";
import { entry, failedEntry, onDemandReport, person } from "../../fake-data.ts";

import { open } from "./tenant.ts";

describe("on demand in the details", () => {
	const wide = { columns: 120, rows: 40 };

	it("previews beside the list, then performs, and the row shows the outcome", async () => {
		const { app, fake } = await open({}, wide);
		await app.press("p");
		await app.see("+ Would create. Nothing has been");
		await app.see(/❯ Ada Brink .*\+ create\?/u);
		await app.press("p");
		await app.see("✓ Create: success.");
		await app.see(/❯ Ada Brink .*✓ create/u);
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual([
			"onDemand P0 look",
			"onDemand P0 perform",
		]);
	});

	it("forgets the preview of a user when something is logged for the user, not the previews of others", async () => {
		const { app, fake } = await open({}, wide);
		await app.press("p");
		await app.see(/❯ Ada Brink .*\+ create\?/u);
		await app.press("j", "p");
		await app.see(/❯ Ben Otieno .*\+ create\?/u);
		fake.log(
			entry(900, {
				action: "Create",
				source: { id: "P0", displayName: "Ada Brink", userName: "ada@x.example" },
			}),
		);
		await app.see(/Ada Brink .*✓ [0-9:]+ Create/u);
		await app.see(/❯ Ben Otieno .*\+ create\?/u);
		await app.press("k");
		await app.seeNot("Would create");
	});

	it("shows no summary of previews that were all forgotten", async () => {
		const { app, fake } = await open({}, wide);
		await app.press("space", "space", "p");
		await app.see("Preview of 2 users: 2 done, 0 failed");
		for (const [at, id] of ["P0", "P1"].entries())
			fake.log(entry(900 + at, { source: { id, displayName: id, userName: `${id}@x.example` } }));
		await app.seeNot("Preview of");
		await app.seeNot("create?");
	});

	it("fills in the steps as they are known", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { app, fake } = await open({}, wide);
		const { steps, ...report } = onDemandReport(false);
		fake.onDemand(async (_, { onStep }) => {
			for (const step of steps.slice(1, 3)) onStep?.(step);
			await promise;
			return { steps, ...report };
		});
		await app.press("p");
		await app.see("1 ✓ Import user (success)");
		await app.see("2 ✓ Determine if user is in scope");
		await app.see("3 … Match user between source");
		await app.see("4 … Perform action");
		await app.see("matching");
		resolve();
		await app.see("5 · Perform action (pending)");
	});

	it("previews and performs the selected users, asking with their names, and shows each outcome, failures first", async () => {
		const { app, fake } = await open({}, wide);
		fake.onDemand(async (id, { perform }) => {
			if (perform && id === "P1") return { ...onDemandReport(true), entry: failedEntry(1) };
			return onDemandReport(perform);
		});
		await app.press("space", "space", "space", "p");
		await app.see("Preview of 3 users: 3 done, 0 failed");
		await app.press("p");
		await app.see("Provision 3 users now?");
		await app.see("Ada Brink, Ben Otieno, Carla Marino.");
		await app.see("Target Sumo us2.");
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual([]);
		await app.press("enter");
		await app.see("On demand of 3 users: 3 done, 1 failed");
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual([
			"onDemand P0 perform",
			"onDemand P1 perform",
			"onDemand P2 perform",
		]);
		await app.see(/Ben Otieno +✗ failure\s*\n[^\n]*What to do/u);
		await app.see(/Ben Otieno .*✗ failure/u);
		await app.see(/Carla Marino .*✓ create/u);
	});

	it("asks before the console is left while users are provisioned, and not while they are previewed", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { app, fake } = await open({}, wide);
		fake.onDemand(async (_, { perform }) => {
			if (perform) await promise;
			return onDemandReport(perform);
		});
		await app.press("p");
		await app.see(/❯ Ada Brink .*\+ create\?/u);
		await app.press("p");
		await app.see("Provisioning Ada Brink");
		await app.press("q");
		await app.see("Provisioning on demand is not finished. Quitting stops it");
		await app.press("escape");
		await app.seeNot("Quit now?");
		resolve();
		await app.see(/❯ Ada Brink .*✓ create/u);
		await app.press("q");
		await app.seeNot("Quit now?");
	});

	it("shows the outcomes on top of the list at 80×24", async () => {
		const { app } = await open();
		await app.press("space", "space", "p");
		await app.see("Preview of 2 users: 2 done, 0 failed");
		await app.see(/Ada Brink +\+ create\?/u);
		await app.press("p");
		await app.see("Provision 2 users now?");
		await app.press("enter");
		await app.see("On demand of 2 users: 2 done, 0 failed");
		await app.see(/Ben Otieno +✓ create/u);
	});

	it("stops after the current user", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { app, fake } = await open({}, wide);
		await app.press("space", "space", "space", "p");
		await app.see("Preview of 3 users: 3 done");
		fake.onDemand(async (_, { perform }) => {
			await promise;
			return onDemandReport(perform);
		});
		await app.press("p", "enter");
		await app.see("Provisioning Ada Brink, 1 of 3…");
		await app.press("X");
		resolve();
		await app.see(/Ben Otieno .*– stopped/u);
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual(["onDemand P0 perform"]);
	});

	it("takes at most 50 users", async () => {
		const crowd = Array.from({ length: 51 }, (_, number) => person(number));
		const { app, fake } = await open({ people: crowd });
		await app.press("ctrl+a", "p");
		await app.see("At most 50 users at once: 51 are selected.");
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual([]);
	});
});
