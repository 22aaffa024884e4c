import { expect, it } from "vitest";
import { z } from "zod";
import { sharedWorld } from "./job-world.ts";

/** Gives the application a certificate for SAML that expires in ten days. */
async function withExpiringCertificate(at: Awaited<ReturnType<typeof sharedWorld>>) {
	const { entra } = at.world;
	const authorization = `Bearer ${at.env.SUMO_PROVISION_GRAPH_TOKEN}`;
	const base = `${entra.graphUrl}/servicePrincipals/${entra.servicePrincipalId}`;
	const send = async (method: string, url: string, body: object) => {
		const headers = { authorization, "content-type": "application/json" };
		const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
		expect(answer.status).toBeLessThan(300);
		return answer;
	};
	const endDateTime = new Date(Date.now() + 10.5 * 24 * 3_600_000).toISOString();
	const certificate = { displayName: "CN=sumo", endDateTime };
	const added = await send("POST", `${base}/addTokenSigningCertificate`, certificate);
	const { thumbprint } = z.object({ thumbprint: z.string() }).parse(await added.json());
	const saml = { preferredSingleSignOnMode: "saml", preferredTokenSigningKeyThumbprint: thumbprint };
	await send("PATCH", base, saml);
	return () => entra.control.journal().filter(({ target }) => target.includes("keyCredentials")).length;
}

const notice = /certificate that signs the application's SAML tokens expires in 10 days/;

it("of SAML is named by runs, and by status without a request", async () => {
	const at = await sharedWorld("ada");
	const reads = await withExpiringCertificate(at);
	expect((await at.run("run")).err).toMatch(notice);
	expect((await at.run("run")).err).toMatch(notice);
	expect(reads()).toBe(1);
	const before = at.world.entra.control.journal().length;
	expect((await at.run("status")).out).toMatch(notice);
	const { signIn, credentialEnds } = JSON.parse((await at.run("status", "--json")).out);
	expect(signIn).toBeNull();
	expect(credentialEnds).toEqual([
		{ kind: "signingCertificate", expires: expect.any(String), notice: expect.stringMatching(notice) },
	]);
	expect(at.world.entra.control.journal()).toHaveLength(before);
});

it("of SAML is named by status in hosted mode", async () => {
	const at = await sharedWorld("ada");
	const reads = await withExpiringCertificate(at);
	await at.run("settings", "set", "mode", "hosted");
	expect((await at.run("status")).out).toMatch(notice);
	const { credentialEnds } = JSON.parse((await at.run("status", "--json")).out);
	expect(credentialEnds).toHaveLength(1);
	expect(reads()).toBe(1);
});

it("of SAML is left out where the sign-in may not read the application", async () => {
	const at = await sharedWorld("ada");
	await withExpiringCertificate(at);
	at.world.entra.control.fault({ kind: "status", status: 403, path: "keyCredentials", text: "{}" });
	const { code, err } = await at.run("run");
	expect(err).not.toContain("SAML");
	expect(code).toBe(0);
});
