import { createServer } from "node:https";
import { describe, expect, it } from "vitest";
import { DeviceSignIns } from "../../../src/app/source/device-sign-ins.ts";
import { openSource } from "../../../src/app/source/open-source.ts";
import { secretFor } from "../../../src/app/source/sign-in.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { signInKinds } from "../../../src/config/settings/sign-in-kind.ts";
import type { Connector } from "../../../src/http/connector.ts";
import { listening } from "../../http/loopback.ts";
import { certificate, privateKey } from "../../http/self-signed.ts";

type EntraSource = Extract<Profile["source"], { type: "entra" }>;

const entra: EntraSource = {
	type: "entra",
	tenantId: "11111111-2222-4333-8444-555555555555",
	clientId: "22222222-2222-4333-8444-555555555555",
	application: "Sumo Logic",
	signIn: "clientSecret",
	certificate: "/nowhere/sign-in.pem",
};

describe("a source in Entra", () => {
	it.each(signInKinds)("sends nothing and starts nothing before it is read: %s", async (signIn) => {
		const routes: URL[] = [];
		const connector: Connector = {
			route(url) {
				routes.push(url);
				throw new Error("nothing may be sent");
			},
			trustSystem: () => undefined,
		};
		const deviceSignIns = new DeviceSignIns();
		const shown: unknown[] = [];
		deviceSignIns.subscribe(() => shown.push(deviceSignIns.current()));
		const source = await openSource({ ...entra, signIn }, "a-secret", {
			connector,
			deviceSignIns,
			demo: undefined,
		});
		await source.close();
		expect(routes).toEqual([]);
		expect(shown).toEqual([]);
	});

	it("signs in only as it says: a failing kind is not followed by another", async () => {
		const asked: string[] = [];
		const server = createServer({ key: privateKey, cert: certificate }, (request, response) => {
			asked.push(request.url ?? "");
			response.writeHead(500).end();
		});
		const url = await listening(server, "https");
		const routes: URL[] = [];
		const connector: Connector = {
			route(to) {
				routes.push(to);
				throw new Error(`not to ${url}`);
			},
			trustSystem: () => undefined,
		};
		const source = await openSource({ ...entra, signIn: "clientCertificate" }, undefined, {
			connector,
			deviceSignIns: new DeviceSignIns(),
			demo: undefined,
		});
		await expect(source.assignments()).rejects.toThrow("Can't read the certificate /nowhere/sign-in.pem");
		expect([routes, asked]).toEqual([[], []]);
	});
});

describe("the secret of a source", () => {
	const saved = { source: entra, secret: "saved-client-secret" };
	it("is the saved one only for the kind of sign-in that it was saved for", () => {
		expect(secretFor(entra, undefined, saved)).toBe("saved-client-secret");
		expect(secretFor(entra, "typed", saved)).toBe("typed");
		for (const signIn of ["clientCertificate", "deviceCode", "accessToken", "azureCli"] as const)
			expect(secretFor({ ...entra, signIn }, undefined, saved)).toBeUndefined();
	});

	it("is sent to no other cloud than the one it was saved for", () => {
		const elsewhere = { ...entra, graphUrl: "https://graph.microsoft.us/v1.0" };
		expect(secretFor(elsewhere, undefined, saved)).toBeUndefined();
		expect(secretFor(elsewhere, "typed", saved)).toBe("typed");
		expect(secretFor(entra, undefined, { ...saved, source: elsewhere })).toBeUndefined();
		expect(secretFor(elsewhere, undefined, { ...saved, source: elsewhere })).toBe("saved-client-secret");
	});
});

describe("sign-ins with a device code", () => {
	it("are shared by all connections with the same application in the same tenant", async () => {
		const { open } = new DeviceSignIns();
		const options = { tenantId: "t", clientId: "c" };
		expect(await open(options)).toBe(await open({ ...options }));
		expect(await open(options)).not.toBe(await open({ ...options, clientId: "other" }));
	});
});
