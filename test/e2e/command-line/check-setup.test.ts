import { describe, expect, it } from "vitest";
import { worldFlags, worldSecrets } from "../console/open-console.ts";
import { runInProcess } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { linesOf, openSite, type Site } from "../site/site.ts";

function check(site: Site, ...more: readonly string[]) {
	return site.command("check-setup", "--source", site.people.path, ...site.target, ...more);
}

describe("sumo-provision check-setup", () => {
	it("tries every step, writes nothing, and says what is not as the guide wants it", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		site.world.sumo.control.setSaml([
			{
				id: "1",
				configurationName: "Entra",
				issuer: "https://sts.windows.net/contoso/",
				disableRequestedAuthnContext: false,
				onDemandProvisioningEnabled: { firstNameAttribute: "givenName" },
			},
		]);
		const { code, out } = await site.start(["check-setup", "--source", site.people.path, ...site.target])
			.ended;
		expect(code).toBe(0);
		expect(out.split("\n")).toEqual([
			"1 Access key and Test Connection: ready",
			"  Testing connection to Sumo Logic",
			"  The supplied credentials are authorized to enable provisioning",
			"2 Single sign-on in Sumo Logic: check",
			expect.stringContaining('"Entra": select Disable Requested Authentication Context'),
			expect.stringContaining('"Entra": clear On Demand Provisioning'),
			"3 Users and groups: ready",
			"  users.json: 1 assigned; roles: Analyst",
			"4 Attribute mappings and roles: ready",
			"  The mappings give all users in scope valid values for Sumo Logic.",
			"5 Provisioning: check",
			"  Off. Check the plan of the first cycle, then switch provisioning On.",
			"",
		]);
		expect(site.tap.exchanges.filter(({ method }) => method !== "GET")).toEqual([]);
	});

	it("names the command that creates the application where the tenant has none of the name", async () => {
		const site = await openSite();
		const flags = worldFlags(site.world).map((flag) =>
			flag === site.world.entra.servicePrincipalId ? "Nowhere" : flag,
		);
		const secrets = await worldSecrets(site.world);
		const { code, out } = await runInProcess(["check-setup", ...flags], { secrets });
		expect(code).toBe(1);
		expect(out).toMatch(
			/3 Users and groups: not done\n {2}The tenant has no enterprise application.*\n {2}Run `sumo-provision setup apply /,
		);
	});

	it("names a role that Sumo does not have, with --json as an object a step", async () => {
		const site = await openSite();
		site.people.add("Astronaut", person("Ada Byron"));
		const { code, out } = await check(site, "--json");
		expect(code).toBe(0);
		expect(linesOf(out)).toContainEqual(
			expect.objectContaining({
				type: "step",
				id: "mappings",
				state: "attention",
				findings: [expect.stringMatching(/Astronaut.*\(Ada Byron\)/)],
			}),
		);
	});

	it("cannot check sign-on with a key without Manage SAML, and does not fail for it", async () => {
		const site = await openSite({ behavior: { missingCapabilities: ["manageSaml"] } });
		site.people.add("Analyst", person("Ada Byron"));
		const { code, out } = await check(site);
		expect(code).toBe(0);
		expect(out).toContain(
			"2 Single sign-on in Sumo Logic: cannot be checked\n  The owner of the access key has no role with the capability Manage SAML",
		);
		expect(linesOf((await check(site, "--json")).out)).toContainEqual(
			expect.objectContaining({ id: "signOn", state: "unchecked" }),
		);
	});

	it("fails with what to do when Sumo refuses the key", async () => {
		const site = await openSite();
		site.people.add("Analyst", person("Ada Byron"));
		site.world.sumo.control.fault({ kind: "status", status: 401, count: 99, path: "/api/" });
		const { code, out } = await check(site);
		expect(code).toBe(1);
		expect(out).toContain("1 Access key and Test Connection: not done\n");
		expect(out).toContain("2 Single sign-on in Sumo Logic: waiting\n");
	});
});
