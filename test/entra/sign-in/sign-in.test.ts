import { describe, expect, it } from "vitest";
import { signInWithSecret } from "../../../src/entra/sign-in/client-secret.ts";
import { signInFailure } from "../../../src/entra/sign-in/failure.ts";
import { signInWithToken } from "../../../src/entra/sign-in/given-token.ts";
import { azureCliProblem } from "../../../src/entra/sign-in/machine.ts";

const names = {
	tenantId: "contoso.com",
	clientId: "11111111-2222-4333-8444-555555555555",
	authorityHost: "https://login.microsoftonline.com",
};

const jwt = (payload: object) =>
	["{}", JSON.stringify(payload), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");

describe("a sign-in that Entra refuses", () => {
	const said = (code: string) =>
		new Error(
			`invalid_client: Error(s): ${code} - Timestamp: 2025-01-01 - Description: AADSTS${code}: Something in Entra's words. Trace ID: 1 Correlation ID: 2`,
		);

	it.each([
		["7000222", "has expired. Create a new one"],
		["7000215", "Enter the secret's value, which Entra shows once, and not its id"],
		["90002", "The tenant contoso.com does not exist"],
		["900023", "neither a tenant id nor a domain name"],
		["700016", "has no application 11111111-2222-4333-8444-555555555555"],
		["700027", "is not registered for the application"],
		["7000229", "az ad sp create --id 11111111-2222-4333-8444-555555555555"],
		[
			"500011",
			"belongs to another cloud than login.microsoftonline.com. Choose the tenant's cloud: with the source of the profile, --cloud",
		],
		["50076", "requires multi-factor authentication. Sign in again"],
		["53003", "blocks this sign-in. Ask an administrator to exempt"],
		["50105", "is not assigned to the application 11111111-2222-4333-8444-555555555555"],
		["65001", "An administrator can grant consent"],
		["90094", "Only an administrator can consent"],
		["700082", "Sign in again"],
		["50057", "Enable the user"],
	])("is explained: AADSTS%s", (code, words) => {
		const error = signInFailure(said(code), names);
		expect(error).toMatchObject({ name: "DirectoryError", code: "unauthorized" });
		expect(error.message).toContain(words);
		expect(error.message).toContain(`AADSTS${code}`);
	});

	it.each([
		["7000222", "enter-source-credentials"],
		["500011", "enter-source-credentials"],
		["53003", "none"],
	])("leads to the credentials if these are wrong: AADSTS%s", (code, type) => {
		expect(signInFailure(said(code), names).remedy).toEqual({ type });
	});

	it("is explained in Entra's words when the reason is a rare one", () => {
		expect(signInFailure(said("90093"), names).message).toBe(
			"Entra refused the sign-in: Something in Entra's words. (AADSTS90093)",
		);
	});
});

describe("the Azure CLI", () => {
	const scope = "To re-authenticate, please run: az login --scope https://graph.microsoft.com/.default";

	it("names the policy that refuses its login, where another login alone does not help", () => {
		const blocked = `ERROR: AADSTS53003: Access has been blocked by Conditional Access policies. ${scope}`;
		expect(azureCliProblem(blocked, "contoso.com")).toMatch(
			/^A Conditional Access policy .* blocks this sign-in\..*\(AADSTS53003\) Then run "az login --tenant contoso\.com"\.$/,
		);
		const again = `ERROR: AADSTS700082: The refresh token has expired. ${scope}`;
		expect(azureCliProblem(again, "")).toMatch(/^The Azure CLI is not logged in, .* Run "az login" as/);
	});
});

describe("a sign-in with a secret", () => {
	it("says that the authority cannot be reached, and never the secret", async () => {
		const source = await signInWithSecret({
			...names,
			tenantId: "11111111-2222-4333-8444-555555555556",
			clientSecret: "very-secret-value",
			authorityHost: "https://127.0.0.1:9",
			disableInstanceDiscovery: true,
		});
		const error = await source
			.getToken("https://graph.microsoft.com/.default")
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ name: "DirectoryError", code: "network" });
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("very-secret-value");
	});

	it("refuses a tenant that cannot be one", async () => {
		await expect(signInWithSecret({ ...names, tenantId: "a/b", clientSecret: "s" })).rejects.toMatchObject({
			code: "unauthorized",
		});
	});
});

describe("a sign-in with a token", () => {
	it("returns the token until the expiry in its JWT", async () => {
		let now = 1_000;
		const source = signInWithToken(` Bearer ${jwt({ exp: 2 })}\n`, () => now);
		expect(await source.getToken("any")).toEqual({ token: jwt({ exp: 2 }), expiresOnTimestamp: 2_000 });
		now = 2_000;
		await expect(source.getToken("any")).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(/expired at 1970-01-01 00:00 UTC.*az account get-access-token/),
		});
	});

	it("accepts a token that is not a JWT", async () => {
		for (const token of ["opaque", "a.b.c", jwt({ sub: "no end" })]) {
			const given = await signInWithToken(token).getToken("any");
			expect(given).toEqual({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER });
		}
		await expect(signInWithToken(" ").getToken("any")).rejects.toThrow("The access token is missing");
	});
});
