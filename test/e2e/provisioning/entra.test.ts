import { describe, expect, it } from "vitest";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import type { WorldOptions } from "../../../src/simulator/world.ts";
import { runInProcess } from "../site/in-process.ts";
import { Program } from "../site/program.ts";
import { freshFolder, readRun, startWorld, tokenOf } from "../site/site.ts";

/** A script that provisions from Entra, with an access token for Graph in the environment. */
async function openTenant(options: WorldOptions) {
	const world = await startWorld(options);
	const home = freshFolder();
	const { token } = await simulatorCredential(world.entra).getToken();
	const { sumo, entra } = world;
	const args = [
		...["run", "--source", "entra", "--application", "Sumo Logic"],
		...["--graph-url", entra.graphUrl, "--graph-token-env", "GRAPH_TOKEN"],
		...["--scim-url", sumo.scimUrl, "--token-env", "SCIM_TOKEN"],
		...["--rate", "off", "--home", home, "--json"],
	];
	const secrets = { SCIM_TOKEN: tokenOf(world), GRAPH_TOKEN: token };
	return {
		world,
		run: async () => readRun(await new Program(args, { secrets }).ended),
		/** A run in this process. */
		provision: async (...more: readonly string[]) =>
			readRun(await runInProcess([...args, ...more], { secrets })),
	};
}

/** Requests since the last look: to Graph, to Sumo. */
function requests({ world }: Awaited<ReturnType<typeof openTenant>>) {
	const { sumo, entra } = world;
	const counted = { graph: entra.control.counts().total, sumo: sumo.control.counts().total };
	for (const { control } of [sumo, entra]) control.resetCounts();
	return counted;
}

describe("sumo-provision run with Entra as the source", () => {
	it("creates all users with at most N + ⌈M/1000⌉ + 3 requests, 5 more for those that match, and then needs 3 to Graph and none to Sumo", async () => {
		const created = 80;
		const tenant = await openTenant({ users: 120, assigned: 100, existing: 100 - created });
		requests(tenant);
		const first = await tenant.run();
		expect(first.code).toBe(0);
		expect(first.summary).toMatchObject({ created, updated: 0, failed: 0 });
		const initial = requests(tenant);
		// Which accounts that match are service accounts: three are asked for, then all are listed, with these and without.
		const asked = 3 + 2;
		expect(initial.sumo).toBeLessThanOrEqual(created + 1 + 3 + asked);
		expect(first.summary.requests).toBe(initial.sumo);
		for (const user of tenant.world.entra.control.users().slice(0, 100)) {
			expect(tenant.world.sumo.control.user(user.userPrincipalName)).toMatchObject({
				givenName: user.givenName,
				familyName: user.surname,
				email: user.mail,
				active: true,
			});
		}
		expect(tenant.world.sumo.control.users().length).toBe(100 + 1);

		const again = await tenant.provision();
		expect(again.code).toBe(0);
		expect(again.summary).toMatchObject({
			created: 0,
			updated: 0,
			failed: 0,
			requests: 0,
			kind: "incremental",
		});
		const unchanged = requests(tenant);
		expect(unchanged.graph).toBeLessThanOrEqual(3);
		expect(unchanged.sumo).toBe(0);
	});

	it("provisions what changed in Entra since: users, assignments and members of groups", async () => {
		const tenant = await openTenant({ users: 12, assigned: 8 });
		const { entra, sumo } = tenant.world;
		await tenant.provision();
		const [ada, bob, cid, dan] = entra.control.users();
		const newcomer = entra.control.users().at(-1);
		if (!ada || !bob || !cid || !dan || !newcomer) throw new Error("the crowd is too small");
		entra.control.editUser(ada.id, { surname: "Lovelace" });
		entra.control.editUser(bob.id, { accountEnabled: false });
		entra.control.unassign(cid.id);
		entra.control.deleteUser(dan.id);
		entra.control.assign(newcomer.id, "Analyst");
		requests(tenant);
		const foretold = await tenant.provision("--plan");
		expect(foretold.summary).toMatchObject({ created: 1, updated: 1, disabled: 3, failed: 0 });
		expect(sumo.control.journal().filter(({ method }) => method !== "GET")).toEqual([]);
		const { code, summary } = await tenant.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ created: 1, updated: 1, disabled: 3, failed: 0 });
		expect(sumo.control.user(ada.userPrincipalName)).toMatchObject({ familyName: "Lovelace", active: true });
		for (const gone of [bob, cid, dan]) expect(sumo.control.user(gone.userPrincipalName)?.active).toBe(false);
		expect(sumo.control.user(newcomer.userPrincipalName)?.roles.map(({ name }) => name)).toEqual(["Analyst"]);
	});

	it("waits as long as Graph asks when it is throttled, and starts over when the delta token is too old", async () => {
		const tenant = await openTenant({ users: 12 });
		await tenant.provision();
		tenant.world.entra.control.throttle(2, 0);
		expect((await tenant.provision()).code).toBe(0);
		tenant.world.entra.control.expireDeltaTokens();
		const { code, summary } = await tenant.provision();
		expect(code).toBe(0);
		expect(summary).toMatchObject({ created: 0, updated: 0, disabled: 0, failed: 0 });
	});

	it("ends with 1, says why and writes nothing when Graph refuses the token", async () => {
		const tenant = await openTenant({ users: 12 });
		tenant.world.entra.control.expireAccessTokens();
		const { code, summary } = await tenant.provision();
		expect(code).toBe(1);
		expect(summary).toMatchObject({
			outcome: "failed",
			created: 0,
			error: expect.stringContaining("Sign in again"),
		});
		expect(tenant.world.sumo.control.counts().total).toBe(0);
	});
});
