import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openSetup } from "../../../src/app/guided-setup/open-setup.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { actions, nothingToDo } from "./steps.ts";
import { openTenant } from "./tenant.ts";

const day = 24 * 3_600_000;

/** Only what concerns single sign-on. */
const onlySaml = "roles: [User]\njob: false\n";

/** A tenant whose certificate that signs ends in ten days, which Sumo Logic has as its first. */
async function openExpiring(file = onlySaml) {
	const tenant = await openTenant();
	tenant.write(file);
	await tenant.run(true);
	const { entra, sumo } = tenant.world;
	entra.control.endCertificates(10.5);
	const application = () => {
		const [app] = entra.control.applications();
		if (app === undefined) throw new Error("no application");
		return app;
	};
	const [inUse] = application().keyCredentials;
	if (inUse === undefined) throw new Error("no certificate");
	/** Adds a certificate, as an admin does who prepares a rollover. */
	const prepare = async () => {
		const { token } = await simulatorCredential(entra).getToken();
		const answer = await fetch(
			`${entra.graphUrl}/servicePrincipals/${application().id}/addTokenSigningCertificate`,
			{
				method: "POST",
				headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
				body: JSON.stringify({ displayName: "CN=sumo" }),
			},
		);
		return z.object({ thumbprint: z.string(), key: z.string() }).parse(await answer.json());
	};
	const saveInSumo = (fields: Readonly<Record<string, string>>) =>
		sumo.control.setSaml(sumo.control.saml().map((one) => ({ ...one, ...fields })));
	/** Certificates of the only SAML configuration, without those that are empty. */
	const inSumo = () => {
		const [found] = sumo.control.saml();
		return ["x509cert1", "x509cert2", "x509cert3"].map((name) => found?.[name]).filter((one) => one !== "");
	};
	/** The one that Entra signs with, in Base64. */
	const signing = () =>
		application().keyCredentials.find(
			({ thumbprint }) => thumbprint === application().preferredTokenSigningKeyThumbprint,
		)?.key;
	return { ...tenant, prepare, inUse, saveInSumo, application, inSumo, signing };
}

type Expiring = Awaited<ReturnType<typeof openExpiring>>;

function expectRolledOver({ application, inUse, inSumo, signing }: Expiring) {
	expect(application().keyCredentials).toHaveLength(2);
	expect(signing()).toBeDefined();
	expect(inSumo()).toEqual([signing(), inUse.key]);
	expect(signing()).not.toBe(inUse.key);
}

describe("a signing certificate that expires soon", () => {
	it("is planned without a write, then replaced in one run, after which there is nothing to do", async () => {
		const tenant = await openExpiring();
		const before = tenant.writes();
		const plan = await tenant.run(false);
		expect(tenant.writes()).toBe(before);
		expect(actions(plan)).toEqual({ ...nothingToDo, saml: "update", "sumo-saml": "update" });
		expect(plan.find(({ step }) => step === "saml")?.detail).toContain("Create the next signing certificate");
		expect(plan.find(({ step }) => step === "sumo-saml")?.detail).toContain(
			"add the application's next signing certificate, have Entra sign with it",
		);
		const done = await tenant.run(true);
		expect(done.find(({ step }) => step === "sumo-saml")?.detail).toMatch(
			/^Entra signs with the certificate [0-9A-F]{40}, valid until 20\d\d-.* has it first/,
		);
		expectRolledOver(tenant);
		const writes = tenant.writes();
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
		expect(tenant.writes()).toBe(writes);
	});

	it("is known to Sumo Logic before Entra signs with it, and completed by the next run wherever one ends", async () => {
		const refused = { kind: "status", status: 405, text: "{}" } as const;
		for (const [service, path, fault] of [
			["entra", "/servicePrincipals/", refused],
			["entra", "/servicePrincipals/", { kind: "lost", count: 20 }],
			["sumo", "/saml/", refused],
		] as const)
			for (let after = 0, isComplete = false; !isComplete; after++) {
				const tenant = await openExpiring();
				const { control } = tenant.world[service];
				for (const method of ["POST", "PATCH", "PUT"]) control.fault({ ...fault, method, path, after });
				isComplete = await tenant.run(true).then(
					(steps) => steps.every(({ action }) => action !== "blocked"),
					() => false,
				);
				control.clearFaults();
				const where = `${service} ${fault.kind} after ${after}`;
				expect(tenant.inSumo(), where).toContain(tenant.signing());
				if (isComplete) expect(after, where).toBeGreaterThan(0);
				await tenant.run(true);
				expectRolledOver(tenant);
				expect(actions(await tenant.run(true)), where).toEqual(nothingToDo);
			}
	});

	it("is replaced by one that was prepared, of which Sumo Logic keeps others that it has", async () => {
		const tenant = await openExpiring();
		const prepared = await tenant.prepare();
		tenant.saveInSumo({ x509cert2: "Zm9yZWlnbg==" });
		expect(actions(await tenant.run(true))).toEqual({ ...nothingToDo, "sumo-saml": "update" });
		expect(tenant.application()).toMatchObject({
			preferredTokenSigningKeyThumbprint: prepared.thumbprint,
			keyCredentials: { length: 2 },
		});
		expect(tenant.inSumo()).toEqual([prepared.key, tenant.inUse.key, "Zm9yZWlnbg=="]);
	});

	it("keeps signing in at each moment when two operators replace it at the same time", async () => {
		const tenant = await openExpiring();
		const runs = ["one", "two"].map(async (name) => {
			const setup = await openSetup({
				flags: {},
				env: { ...tenant.env, SUMO_PROVISION_HOME: join(tenant.home, name) },
				...{ file: tenant.file, clock: tenant.clock },
				warn: (message) => expect.unreachable(message),
			});
			await setup.run({ apply: true }).finally(() => setup.close());
		});
		await Promise.allSettled(runs);
		expect(tenant.inSumo()).toContain(tenant.signing());
		await tenant.run(true);
		expect(tenant.inSumo()[0]).toBe(tenant.signing());
		expect(tenant.signing()).not.toBe(tenant.inUse.key);
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
	});

	it.each([
		["the file leaves it", `${onlySaml}saml: {sumo: false}\n`, () => undefined],
		[
			"the access key may not see it",
			onlySaml,
			({ world }: Expiring) =>
				world.sumo.control.fault({
					...{ kind: "status", status: 403, path: "/saml/", count: 99, text: "{}" },
				}),
		],
	] as const)("stays where Sumo Logic's side is not changed from here: %s", async (_why, file, arrange) => {
		const tenant = await openExpiring();
		tenant.write(file);
		arrange(tenant);
		const before = tenant.writes();
		const steps = await tenant.run(true);
		expect(steps.find(({ step }) => step === "saml")).toMatchObject({
			action: "none",
			detail: expect.stringContaining("docs/permissions.md"),
		});
		expect(tenant.writes()).toBe(before);
		expect(tenant.application().keyCredentials).toHaveLength(1);
	});

	it("is no longer named by status, for which its end is read again", async () => {
		const tenant = await openExpiring();
		const file = join(tenant.home, "state", "credential-ends.json");
		mkdirSync(join(tenant.home, "state"), { recursive: true });
		const at = Date.now();
		const secret = { kind: "clientSecret", expires: at + 5 * day };
		const known = {
			sumo: { source: "x", at, ends: [secret, { kind: "signingCertificate", expires: at + 10 * day }] },
			other: { source: "y", at, ends: [secret] },
		};
		writeFileSync(file, JSON.stringify(known));
		await tenant.run(true);
		expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
			sumo: { source: "x", at: 0, ends: [secret] },
			other: known.other,
		});
	});
});
