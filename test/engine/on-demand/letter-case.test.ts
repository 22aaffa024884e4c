import { expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../../src/engine/engine.ts";
import { Organization } from "../../../src/simulator/sumo/organization.ts";
import { readLimit } from "../../../src/simulator/sumo/rate-limit.ts";
import { startSumo } from "../../../src/simulator/sumo/server.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { createSumoTarget } from "../../../src/sumo/target.ts";
import { FakeClock } from "../fake-clock.ts";
import { FakeDirectory, person } from "../fake-directory.ts";
import { rulesOf } from "../rules.ts";

const key = { accessId: "suLetters00000", accessKey: "k".repeat(64) };

/** An engine over a simulated Sumo Logic whose filters compare letters exactly, and which has Ada's account in capitals. */
async function capitals() {
	const clock = new FakeClock();
	const organization = new Organization(clock.now);
	for (const role of ["User", "Analyst"]) organization.addRole(role);
	const sumo = await startSumo({ organization, ...key, limit: readLimit("off"), port: 0, ticks: clock.now });
	const store = await openStore(":memory:", { databaseClock: clock.now });
	const secretToken = Buffer.from(`${key.accessId}:${key.accessKey}`).toString("base64");
	const options = { scimUrl: `${sumo.url}v1/scim`, secretToken, appName: "letters", requestsPerSecond: 0 };
	const { target, roleNames } = createSumoTarget(options);
	const directory = new FakeDirectory();
	const engine = createEngine({
		...{ directory, target, roleNames, store, clock, emit: () => undefined, holder: "letters" },
		...rulesOf({}),
	});
	onTestFinished(async () => {
		await engine.close();
		await store.close();
		await sumo.close();
	});
	sumo.control.behave({ filter: "case-sensitive" });
	sumo.control.addUser({ userName: "ADA@EXAMPLE.COM", email: "ADA@EXAMPLE.COM", roles: ["User"] });
	const accounts = () => sumo.control.users().map(({ userName, active }) => ({ userName, active }));
	return { engine, directory, accounts };
}

it("deactivates the account of a disabled user where only the case of letters differs, though no filter finds it", async () => {
	const { engine, directory, accounts } = await capitals();
	directory.put(person("Ada", { accountEnabled: false }), "User");
	expect(await engine.provision("source-ada", { perform: true })).toMatchObject({
		action: { type: "disable" },
		entry: { action: "Disable", status: "success" },
	});
	expect(accounts()).toEqual([{ userName: "ADA@EXAMPLE.COM", active: false }]);
});

it("takes over such an account instead of creating a second one", async () => {
	const { engine, directory, accounts } = await capitals();
	directory.put(person("Ada"), "User");
	const { action } = await engine.provision("source-ada", { perform: true });
	expect(action?.type).toBe("update");
	expect(accounts()).toEqual([{ userName: expect.stringMatching(/^ada@example\.com$/iu), active: true }]);
});
