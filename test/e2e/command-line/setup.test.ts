import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { runInProcess } from "../site/in-process.ts";
import { Program } from "../site/program.ts";
import { freshFolder, linesOf, tokenOf } from "../site/site.ts";

const content = `
roles: [User, Analyst, Administrator]
assignments:
  - {group: Sumo Readers, role: User}
job: {notificationEmail: ops@example.com}
`;

/** A tenant without an application, and a file that describes its setup. */
async function openTenant(text = content) {
	const world = await startSimulators({ tenant: "empty", limit: "off" });
	onTestFinished(() => world.close());
	const home = freshFolder();
	const { sumo, entra } = world;
	const { token } = await simulatorCredential(entra).getToken();
	const file = join(home, "setup.yaml");
	writeFileSync(
		file,
		`version: 1\ntenant: {id: ${entra.tenantId}, graphUrl: "${entra.graphUrl}"}\nsumo: {scimUrl: "${sumo.scimUrl}"}${text}`,
	);
	const secrets = { SUMO_PROVISION_SECRET_TOKEN: tokenOf(world), SUMO_PROVISION_GRAPH_TOKEN: token };
	const start = (...args: readonly string[]) =>
		new Program(["setup", ...args, "--home", home], { secrets, cwd: home });
	/** The same in this process. */
	const setup = (...args: readonly string[]) => runInProcess(["setup", ...args, "--home", home], { secrets });
	const writes = () =>
		[...entra.control.journal(), ...sumo.control.journal()].filter(
			({ method, target }) => method !== "GET" && !/\$batch|validateCredentials|oauth2/.test(target),
		).length;
	return { world, home, file, start, setup, writes };
}

describe("sumo-provision setup", () => {
	it("names in its summary that no user is assigned", async () => {
		const { file, setup } = await openTenant("\njob: {start: false}");
		const missing = "No user or group is assigned to the application yet";
		expect((await setup("plan", "--file", file)).out).toMatch(
			new RegExp(`^Plan: .* Still missing: ${missing}`, "mu"),
		);
		await setup("apply", "--file", file, "--yes");
		const again = await setup("apply", "--file", file, "--yes");
		expect(again).toMatchObject({
			code: 0,
			out: expect.stringContaining(`Nothing was changed. Still missing: ${missing}`),
		});
		expect(again.out).not.toContain("everything is set up");
		const json = await setup("plan", "--file", file, "--json");
		expect(linesOf(json.out).at(-1)).toMatchObject({
			type: "summary",
			missing: expect.stringContaining(missing),
		});
	});

	it("sets up an empty tenant by one apply, and a second one writes nothing and says so", async () => {
		const { world, file, start, setup, writes } = await openTenant();
		const plan = await setup("plan", "--file", file, "--json");
		expect(plan.code).toBe(0);
		expect(linesOf(plan.out).at(-1)).toMatchObject({
			type: "summary",
			applied: false,
			create: 6,
			update: 1,
			blocked: 0,
		});
		const unconfirmed = await setup("apply", "--file", file);
		expect(unconfirmed).toMatchObject({ code: 2, err: expect.stringContaining("add --yes") });
		expect(writes()).toBe(0);

		const applied = await start("apply", "--file", file, "--yes", "--json").ended;
		expect(applied.code).toBe(0);
		const steps = ["app", "saml", "sumo-saml", "roles", "assignments", "job", "start"];
		expect(linesOf(applied.out)).toMatchObject([
			...steps.map((step) => ({ type: "step", step })),
			{ type: "summary", applied: true },
		]);
		const before = writes();
		const again = await setup("apply", "--file", file, "--yes");
		expect(again.code).toBe(0);
		// The group has no user who can be provisioned, and setup says so.
		expect(again.out).toMatch(/^Nothing was changed\. Still missing: No user who can be provisioned/mu);
		expect(writes()).toBe(before);
		expect(world.entra.control.jobs()).toMatchObject([{ schedule: "Active" }]);
	});

	it("exports a file whose plan has nothing to do", async () => {
		const { world, home, file, start, setup } = await openTenant();
		await setup("apply", "--file", file, "--yes");
		const { entra, sumo } = world;
		const flags = ["--tenant-id", entra.tenantId, "--graph-url", entra.graphUrl, "--scim-url", sumo.scimUrl];
		const exported = await start("export", "--application", "Sumo Logic", ...flags, "--output", "out.yaml")
			.ended;
		expect(exported).toMatchObject({ code: 0, out: "" });
		const plan = await setup("plan", "--file", join(home, "out.yaml"), "--json");
		expect(linesOf(plan.out).at(-1)).toMatchObject({ create: 0, update: 0, none: 7, blocked: 0 });
	});

	it("is completed by the next apply when it is killed after any step", async () => {
		for (const step of ["app", "sumo-saml", "job"]) {
			const { world, file, start, setup } = await openTenant();
			const killed = start("apply", "--file", file, "--yes", "--json");
			await killed.until((line) => line.includes(`"step":"${step}"`));
			killed.kill("SIGKILL");
			await killed.ended;
			expect((await setup("apply", "--file", file, "--yes")).code).toBe(0);
			expect(world.entra.control.applications()).toHaveLength(1);
			expect(world.entra.control.jobs()).toMatchObject([{ schedule: "Active" }]);
			expect(world.sumo.control.saml()).toHaveLength(1);
			const plan = await setup("plan", "--file", file, "--json");
			expect(linesOf(plan.out).at(-1)).toMatchObject({ create: 0, update: 0, none: 7 });
		}
	});

	it("exits with 3 when a step is blocked, and with 2 for a mistake in the file, with its place", async () => {
		const { file, setup } = await openTenant(content.replace("Sumo Readers", "Nobody"));
		const { code, out } = await setup("plan", "--file", file);
		expect(code).toBe(3);
		expect(out).toContain('The tenant has no group "Nobody".');
		const broken = await openTenant("\nroles: [Security Analyst]\n");
		expect(await broken.setup("plan", "--file", broken.file)).toMatchObject({
			code: 2,
			err: expect.stringMatching(/setup\.yaml:4:9: roles\.0: .*value: Security-Analyst/),
		});
	});
});
