import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/config/errors/usage-error.ts";
import { mappingsFile, profileFromFlags, profileName } from "../../src/config/from-flags.ts";
import type { Environment } from "../../src/config/given-options.ts";
import type { ProfileInUse } from "../../src/config/profile.ts";
import { type Flags, profileOptions } from "../../src/config/settings/index.ts";
import { optionName } from "../../src/config/settings/option.ts";
import { refusal, saved, script, token, use } from "./flags-in-use.ts";
import { sampleProfile } from "./samples.ts";

describe("a profile from flags and environment", () => {
	it("keeps the dialect of a SCIM URL that is given again, and of no other", () => {
		const target = {
			deployment: "custom",
			scimUrl: "https://scim.example.com/v2",
			dialect: "generic",
		} as const;
		const known: ProfileInUse = { ...saved, profile: { ...saved.profile, target } };
		expect(use({ scimUrl: target.scimUrl }, {}, known).profile.target).toEqual(target);
		const scimUrl = "https://other.example.com/v2";
		expect(use({ scimUrl }, {}, known).profile.target).toEqual({ deployment: "custom", scimUrl });
	});

	it("needs no saved one", () => {
		const { profile, secrets } = use({});
		expect(profile).toEqual(
			sampleProfile("default", {
				source: { type: "file", path: "users.json" },
				target: { deployment: "custom", scimUrl: "http://127.0.0.1:8080/api/v1/scim" },
			}),
		);
		expect(secrets).toEqual({ secretToken: "YWJjOmRlZg==" });
	});

	it("takes everything from the environment as well", () => {
		const env = {
			SUMO_PROVISION_PROFILE: "acme",
			SUMO_PROVISION_SOURCE: "entra",
			SUMO_PROVISION_TENANT_ID: "t",
			SUMO_PROVISION_CLIENT_ID: "c",
			SUMO_PROVISION_CLIENT_SECRET: "s",
			SUMO_PROVISION_APPLICATION: "Sumo",
			SUMO_PROVISION_GRAPH_URL: "https://graph.microsoft.us",
			SUMO_PROVISION_DEPLOYMENT: "eu",
			SUMO_PROVISION_ACCESS_ID: "id",
			SUMO_PROVISION_ACCESS_KEY: "key",
			SUMO_PROVISION_APP_NAME: "My Sumo",
			SUMO_PROVISION_INTERVAL: "60",
			SUMO_PROVISION_RATE: "off",
			SUMO_PROVISION_CONCURRENCY: "3",
			SUMO_PROVISION_REACTIVATION: "block",
			SUMO_PROVISION_SCOPE: "all",
			SUMO_PROVISION_ACTIONS: "create, update",
			SUMO_PROVISION_HARD_DELETE: "delete",
			SUMO_PROVISION_DELETION_GUARD: "5,2.5%",
		};
		const { profile, secrets } = profileFromFlags({ flags: {}, env, saved: null });
		const defaults = sampleProfile("acme");
		expect(profile).toEqual({
			...defaults,
			appName: "My Sumo",
			source: {
				type: "entra",
				tenantId: "t",
				clientId: "c",
				application: "Sumo",
				signIn: "clientSecret",
				graphUrl: "https://graph.microsoft.us",
			},
			target: { deployment: "eu" },
			actions: { create: true, update: true, delete: false },
			scope: { ...defaults.scope, users: "all" },
			provisioning: {
				...defaults.provisioning,
				intervalMinutes: 60,
				requestsPerSecond: 0,
				concurrency: 3,
				reactivation: "block",
				hardDelete: "delete",
				deletionGuard: { enabled: true, count: 5, percent: 2.5 },
				driftEvery: 0,
				driftRepair: false,
			},
		});
		expect(secrets).toEqual({ secretToken: "aWQ6a2V5", sourceSecret: "s" });
	});

	it("lets a flag win over the environment, and the environment over what is saved", () => {
		const env = { SUMO_PROVISION_APP_NAME: "from environment", SUMO_PROVISION_INTERVAL: "60" };
		const { profile } = profileFromFlags({ flags: { appName: "from flag" }, env, saved });
		expect(profile.appName).toBe("from flag");
		expect(profile.provisioning.intervalMinutes).toBe(60);
		expect(profile.provisioning.concurrency).toBe(saved.profile.provisioning.concurrency);
		expect(profileFromFlags({ flags: {}, env: {}, saved })).toEqual(saved);
	});

	it("lets a flag for one target hide a variable for another", () => {
		const env = { SUMO_PROVISION_SCIM_URL: "https://scim.example/v2", SUMO_PROVISION_DEPLOYMENT: "jp" };
		expect(use({ scimUrl: undefined, deployment: "us2" }, env).profile.target).toEqual({ deployment: "us2" });
		expect(use({}, env).profile.target.deployment).toBe("custom");
		expect(use({ scimUrl: undefined, deployment: "ZRH" }, env).profile.target).toEqual({ deployment: "ch" });
		expect(use({ scimUrl: "service.US2.sumologic.com" }, env).profile.target).toEqual({
			deployment: "custom",
			scimUrl: "https://api.us2.sumologic.com/api/v1/scim",
		});
	});

	it("takes mappings that the caller has read", () => {
		const mappings = [
			{
				target: "userName",
				source: { type: "direct", attribute: "userPrincipalName" },
				matchingPrecedence: 1,
			},
		];
		const { profile } = profileFromFlags({ flags: script, env: token, saved: null, mappings });
		expect(profile.mappings?.[0]).toMatchObject({ target: "userName", apply: "always", flowNull: false });
		const error = refusal(() => profileFromFlags({ flags: script, env: token, saved: null, mappings: [{}] }));
		expect(error.message).toContain(
			"--mappings (or SUMO_PROVISION_MAPPINGS) cannot be used, mappings.0.target",
		);
		expect(mappingsFile({}, { SUMO_PROVISION_MAPPINGS: "m.json" })).toBe("m.json");
		expect(profileName({ profile: "beta" }, { SUMO_PROVISION_PROFILE: "acme" })).toBe("beta");
	});
});

describe("a wrong flag", () => {
	it.each<[Flags, Environment, keyof Flags]>([
		[{ source: undefined }, {}, "source"],
		[{ source: "users.xml" }, {}, "source"],
		[{ source: "entra" }, {}, "tenantId"],
		[{ source: "entra", tenantId: "t" }, {}, "clientId"],
		[{ source: "entra", tenantId: "t", clientId: "c" }, {}, "application"],
		[{ source: "entra", tenantId: "t", clientId: "c", application: "a" }, {}, "clientSecretEnv"],
		[{ source: "entra", application: "a", graphUrl: "x", graphTokenEnv: "TOKEN" }, {}, "graphUrl"],
		[{ scimUrl: undefined }, {}, "scimUrl"],
		[{ scimUrl: "ftp://x" }, {}, "scimUrl"],
		[{ scimUrl: "http://sumo.example/scim" }, {}, "scimUrl"],
		[{ scimUrl: "https://me:hunter2@sumo.example/scim" }, {}, "scimUrl"],
		[{ deployment: "us2" }, {}, "scimUrl"],
		[{ scimUrl: undefined, deployment: "custom" }, {}, "deployment"],
		[{ tokenEnv: undefined }, {}, "tokenEnv"],
		[{ tokenEnv: undefined }, { SUMO_PROVISION_ACCESS_ID: "id" }, "tokenEnv"],
		[{ profile: "No Such Name!" }, {}, "profile"],
		[{ interval: "soon" }, {}, "interval"],
		[{ interval: "4" }, {}, "interval"],
		[{ rate: "0" }, {}, "rate"],
		[{ rate: "fast" }, {}, "rate"],
		[{ concurrency: "0" }, {}, "concurrency"],
		[{ concurrency: "1.5" }, {}, "concurrency"],
		[{ reactivation: "maybe" }, {}, "reactivation"],
		[{ scope: "some" }, {}, "scope"],
		[{ actions: "create,drop" }, {}, "actions"],
		[{ hardDelete: "keep" }, {}, "hardDelete"],
		[{ deletionGuard: "10%" }, {}, "deletionGuard"],
		[{}, { SUMO_PROVISION_DELETION_GUARD: "5,200%" }, "deletionGuard"],
	])("%j with %j is refused by name", (flags, env, setting) => {
		const error = refusal(() => use(flags, env));
		const option = profileOptions.find((one) => optionName(one) === setting);
		if (option === undefined) throw new Error(setting);
		const { flag, variable } = option;
		expect([error.flag, error.variable]).toEqual([flag, variable]);
		expect(error.message.startsWith(`${flag} (or ${variable}) `)).toBe(true);
	});

	it("returns a profile or a UsageError for any input", () => {
		const value = fc.option(fc.oneof(fc.string(), fc.constantFrom("entra", "off", "us2", "a.csv", "1")), {
			nil: undefined,
		});
		const settings = profileOptions.map(optionName);
		const flags = fc
			.tuple(...settings.map(() => value))
			.map((values): Flags => Object.fromEntries(settings.map((setting, index) => [setting, values[index]])));
		fc.assert(
			fc.property(flags, fc.boolean(), (typed, withSaved) => {
				try {
					const { profile } = profileFromFlags({
						flags: typed,
						env: { TOKEN: "t" },
						saved: withSaved ? saved : null,
					});
					expect(profile.name).not.toBe("");
				} catch (error) {
					expect(error).toBeInstanceOf(UsageError);
				}
			}),
		);
	});
});
