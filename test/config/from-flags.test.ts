import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/config/errors/usage-error.ts";
import { mappingsFile, profileFromFlags, profileName } from "../../src/config/from-flags.ts";
import type { Environment } from "../../src/config/given-options.ts";
import type { ProfileInUse } from "../../src/config/profile.ts";
import { type Flags, profileOptions } from "../../src/config/settings/index.ts";
import { optionName } from "../../src/config/settings/option.ts";
import { authorityFor } from "../../src/entra/sign-in/authority.ts";
import { graphUrls } from "../../src/setup/cloud.ts";
import { sampleProfile } from "./samples.ts";

const script: Flags = {
	source: "users.json",
	scimUrl: "http://127.0.0.1:8080/api/v1/scim",
	tokenEnv: "TOKEN",
};
const token: Environment = { TOKEN: "YWJjOmRlZg==" };

function use(flags: Flags, env: Environment = {}, saved: ProfileInUse | null = null): ProfileInUse {
	return profileFromFlags({ flags: { ...script, ...flags }, env: { ...token, ...env }, saved });
}

function refusal(run: () => unknown): UsageError {
	try {
		run();
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
	throw new Error("nothing was refused");
}

const saved: ProfileInUse = {
	profile: sampleProfile("acme", {
		source: {
			type: "entra",
			tenantId: "tenant",
			clientId: "client",
			application: "Sumo",
			signIn: "clientSecret",
		},
		appName: "Sumo Acme",
	}),
	secrets: { secretToken: "saved-token", sourceSecret: "saved-secret" },
};

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

describe("secrets from flags and environment", () => {
	it("win over saved ones", () => {
		const env = { ...token, SUMO_PROVISION_CLIENT_SECRET: "new-secret" };
		const { secrets } = profileFromFlags({ flags: { tokenEnv: "TOKEN" }, env, saved });
		expect(secrets).toEqual({ secretToken: "YWJjOmRlZg==", sourceSecret: "new-secret" });
	});

	it("must be entered again for another target or source", () => {
		const target = refusal(() =>
			profileFromFlags({ flags: { scimUrl: "https://elsewhere.example/scim" }, env: {}, saved }),
		);
		expect(target.flag).toBe("--token-env");
		expect(target.message).toContain("a saved secret token is not sent elsewhere");
		for (const change of [
			{ tenantId: "other" },
			{ clientId: "other" },
			{ graphUrl: "https://elsewhere.example" },
		]) {
			const source = refusal(() => profileFromFlags({ flags: change, env: {}, saved }));
			expect(source.flag).toBe("--client-secret-env");
			expect(source.message).toContain("a saved secret is not sent elsewhere");
		}
		expect(profileFromFlags({ flags: { application: "Other" }, env: {}, saved }).secrets).toEqual(
			saved.secrets,
		);
	});

	it("can name an entry of the keyring, as the token or as the access key", () => {
		const [id, key] = ["SUMO_PROVISION_ACCESS_ID", "SUMO_PROVISION_ACCESS_KEY"];
		const bare = { source: "users.json", scimUrl: "https://api.us2.sumologic.com/api/v1/scim" };
		const tokenOf = (env: Environment) =>
			profileFromFlags({ flags: bare, env, saved: null }).secrets.secretToken;
		expect(tokenOf({ SUMO_PROVISION_SECRET_TOKEN: "keyring:sumo" })).toBe("keyring:sumo");
		expect(tokenOf({ [key]: "keyring:sumo" })).toBe("keyring:sumo");
		const both = tokenOf({ [id]: "suABCDEFGHIJKL", [key]: "keyring:sumo" });
		expect(Buffer.from(both ?? "", "base64").toString()).toBe("suABCDEFGHIJKL:keyring:sumo");
		expect(refusal(() => tokenOf({ [id]: "keyring:sumo", [key]: "k" })).message).toContain(
			"The access ID cannot be in the keyring alone",
		);
	});

	it("may be missing in a profile that was saved half-way", () => {
		const half = { profile: saved.profile, secrets: {} };
		expect(profileFromFlags({ flags: {}, env: {}, saved: half }).secrets).toEqual({});
	});

	it("choose how to sign in to Entra", () => {
		const entra: Flags = { source: "entra", application: "Sumo" };
		const withToken = use({ ...entra, graphTokenEnv: "GRAPH" }, { GRAPH: "graph-token" });
		expect(withToken.profile.source).toMatchObject({ signIn: "accessToken", tenantId: "" });
		expect(withToken.secrets.sourceSecret).toBe("graph-token");
		const both = { SUMO_PROVISION_CLIENT_SECRET: "s", GRAPH: "graph-token" };
		expect(use({ ...entra, graphTokenEnv: "GRAPH" }, both).secrets.sourceSecret).toBe("graph-token");
		expect(
			refusal(() => use(entra, { SUMO_PROVISION_CLIENT_SECRET: "s", SUMO_PROVISION_GRAPH_TOKEN: "g" })).flag,
		).toBe("--graph-token-env");
	});

	it("go to the cloud that is named", () => {
		const entra: Flags = { source: "entra", application: "Sumo", signIn: "azure-cli" };
		const dod = use({ ...entra, cloud: "us-dod" });
		expect(dod.profile.source).toMatchObject({ graphUrl: "https://dod-graph.microsoft.us/v1.0" });
		const back = profileFromFlags({ flags: { cloud: "global" }, env: {}, saved: dod });
		expect(back.profile.source).not.toHaveProperty("graphUrl");
		const url = "https://graph.example/v1.0";
		const other = use({ ...entra, cloud: "china" }, { SUMO_PROVISION_GRAPH_URL: url });
		expect(other.profile.source).toMatchObject({ graphUrl: graphUrls.china });
		expect(refusal(() => use({ ...entra, cloud: "china", graphUrl: url })).flag).toBe("--cloud");
		expect(refusal(() => use({ ...entra, cloud: "mars" })).message).toContain(
			"global, us-gov-high, us-dod, china",
		);
		expect(
			["global", "us-gov-high", "us-dod", "china"].map((name) => {
				const { source } = use({ ...entra, cloud: name }).profile;
				return authorityFor(source.type === "entra" ? source.graphUrl : "");
			}),
		).toEqual([
			"https://login.microsoftonline.com",
			"https://login.microsoftonline.us",
			"https://login.microsoftonline.us",
			"https://login.chinacloudapi.cn",
		]);
	});

	it("are not needed by a sign-in with what the machine has", () => {
		const entra: Flags = { source: "entra", application: "Sumo" };
		for (const [named, signIn] of [
			["azure-cli", "azureCli"],
			["azureCLI", "azureCli"],
			["managed-identity", "managedIdentity"],
			["workload-identity", "workloadIdentity"],
		] as const) {
			const { profile, secrets } = use(
				{ ...entra, signIn: named },
				{ SUMO_PROVISION_CLIENT_SECRET: "unused" },
			);
			expect(profile.source).toMatchObject({ signIn, tenantId: "", clientId: "" });
			expect(secrets.sourceSecret).toBeUndefined();
		}
		const saved = use({ ...entra, signIn: "azure-cli" });
		const again = profileFromFlags({ flags: {}, env: {}, saved });
		expect(again.profile.source).toEqual(saved.profile.source);
		const misspelled = refusal(() => use({ ...entra, signIn: "azure" }));
		expect(misspelled.flag).toBe("--sign-in");
		expect(misspelled.message).toContain("client-secret, access-token, azure-cli, managed-identity");
		const both = { ...entra, signIn: "azure-cli", clientSecretEnv: "MINE" };
		expect(refusal(() => use(both, { MINE: "s" })).flag).toBe("--client-secret-env");
	});

	it("go with a certificate only when it has a passphrase", () => {
		const entra: Flags = { source: "entra", application: "Sumo", tenantId: "t", clientId: "c" };
		const open = use(
			{ ...entra, certificate: "/etc/sign-in.pem" },
			{ SUMO_PROVISION_CLIENT_SECRET: "unused" },
		);
		expect(open.profile.source).toMatchObject({
			signIn: "clientCertificate",
			certificate: "/etc/sign-in.pem",
		});
		expect(open.secrets.sourceSecret).toBeUndefined();
		const named = {
			...entra,
			signIn: "certificate",
			certificate: "keyring:ops",
			certificatePassphraseEnv: "PASS",
		};
		const closed = use(named, { PASS: "geheim" });
		expect(closed.profile.source).toMatchObject({ signIn: "clientCertificate", certificate: "keyring:ops" });
		expect(closed.secrets.sourceSecret).toBe("geheim");
		const again = profileFromFlags({ flags: {}, env: {}, saved: closed });
		expect([again.profile.source, again.secrets.sourceSecret]).toEqual([closed.profile.source, "geheim"]);
		const other = profileFromFlags({ flags: { certificate: "/other.pem" }, env: {}, saved: closed });
		expect(other.secrets.sourceSecret).toBeUndefined();
		expect(refusal(() => use({ ...entra, signIn: "client-certificate" })).flag).toBe("--certificate");
		const both = { ...entra, certificate: "/a.pem", clientSecretEnv: "MINE" };
		expect(refusal(() => use(both, { MINE: "s" })).message).toContain("exclude each other");
	});

	it("are not needed by a device code, which names tenant and application", () => {
		const entra: Flags = { source: "entra", application: "Sumo", signIn: "device-code" };
		const { profile, secrets } = use({ ...entra, tenantId: "t", clientId: "c" });
		expect(profile.source).toMatchObject({ signIn: "deviceCode", tenantId: "t", clientId: "c" });
		expect(secrets.sourceSecret).toBeUndefined();
		expect(refusal(() => use({ ...entra, tenantId: "t" })).flag).toBe("--client-id");
	});

	it("are never quoted in a message, even when given where their variable's name belongs", () => {
		const secret = "c3VwZXI6aHVudGVyMg==";
		for (const flags of [
			{ tokenEnv: secret },
			{ source: "entra", graphTokenEnv: secret, application: "x" },
		]) {
			expect(refusal(() => use(flags)).message).not.toContain(secret);
		}
		expect(refusal(() => use({ tokenEnv: "NOT_SET" })).message).toContain(
			"the variable NOT_SET, which is not set",
		);
		expect(refusal(() => use({ tokenEnv: "toString" })).message).toContain("names no variable that is set");
		const url = refusal(() => use({ scimUrl: "user:hunter2@host" }));
		expect(url.message).not.toContain("hunter2");
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
