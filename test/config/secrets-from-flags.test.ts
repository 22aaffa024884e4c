import { describe, expect, it } from "vitest";
import { profileFromFlags } from "../../src/config/from-flags.ts";
import type { Environment } from "../../src/config/given-options.ts";
import type { Flags } from "../../src/config/settings/index.ts";
import { authorityFor } from "../../src/entra/sign-in/authority.ts";
import { graphUrls } from "../../src/setup/cloud.ts";
import { refusal, saved, token, use } from "./flags-in-use.ts";

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
