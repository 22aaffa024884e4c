import { onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { Organization } from "../../src/simulator/sumo/organization.ts";
import { readLimit } from "../../src/simulator/sumo/rate-limit.ts";
import { startSumo } from "../../src/simulator/sumo/server.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { createSumoTarget } from "../../src/sumo/target.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeDirectory } from "./fake-directory.ts";
import { rulesOf } from "./rules.ts";

const key = { accessId: "suEngine000000", accessKey: "k".repeat(64) };

/** An engine over the simulated Sumo Logic, which has the roles User and Analyst, and over a directory without users, for one test. */
export async function overSimulatedSumo() {
	const clock = new FakeClock();
	const organization = new Organization(clock.now);
	for (const role of ["User", "Analyst"]) organization.addRole(role);
	const sumo = await startSumo({ organization, ...key, limit: readLimit("off"), port: 0, ticks: clock.now });
	const store = await openStore(":memory:", { databaseClock: clock.now });
	const secretToken = Buffer.from(`${key.accessId}:${key.accessKey}`).toString("base64");
	const options = { scimUrl: `${sumo.url}v1/scim`, secretToken, appName: "engine", requestsPerSecond: 0 };
	const { target, roleNames } = createSumoTarget(options);
	const directory = new FakeDirectory();
	const engine = createEngine({
		...{ directory, target, roleNames, store, clock, emit: () => undefined, holder: "engine" },
		...rulesOf({}),
	});
	onTestFinished(async () => {
		await engine.close();
		await store.close();
		await sumo.close();
	});
	return { control: sumo.control, store, directory, engine };
}
