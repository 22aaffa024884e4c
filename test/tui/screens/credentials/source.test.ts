import { describe, expect, it } from "vitest";

import { down, entra, fakeConnection, open } from "./connection.ts";

describe("the source", () => {
	it("is Entra with tenant, sign-in, client, a masked secret and the application", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.see(/Tenant ID +contoso\.onmicrosoft\.com/u);
		await app.see(/Client ID +client-1/u);
		await app.see(/Client secret +not entered/u);
		await app.see(/Application +Sumo Logic/u);
		await app.press(...down(10), "enter");
		await app.type("hush-hush");
		await app.press("enter");
		await app.see(/Client secret +•••••••• not saved yet/u);
		expect(app.written().some((text) => text.includes("hush"))).toBe(false);
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.sourceSecret).toBe("hush-hush"));
		expect(app.saves[0]?.source).toEqual(entra);
	});

	it("can sign in with an access token", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(8), "enter");
		await app.see("Sign-in to Entra ID");
		await app.press("down", "enter");
		await app.see("Access token");
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, signIn: "accessToken" }));
	});

	it("needs no secret with the login of the Azure CLI", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(8), "enter");
		await app.see("Sign-in to Entra ID");
		await app.press("down", "down", "enter");
		await app.see(/Sign-in +Azure CLI/u);
		expect(app.frame()).not.toMatch(/Client secret|Access token/u);
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, signIn: "azureCli" }));
	});

	it("is a file by its path, without losing what was typed for Entra", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(6), "enter", "down", "enter");
		await app.see(/Source +a file/u);
		await app.press("down", "enter");
		await app.type("/srv/users.json");
		await app.press("enter", "up", "enter", "up", "enter");
		await app.see(/Client ID +client-1/u);
		await app.press("enter", "down", "enter", "s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ type: "file", path: "/srv/users.json" }));
	});

	it("is the demo only in the demo's profile; elsewhere it shows how to start it", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(6), "enter", "down", "down");
		await app.see("start it with: sumo-provision demo");
		await app.press("enter");
		await app.see("The demo tenant is not running here. Start it with: sumo-provision demo");
		await app.see(/Source +Microsoft Entra ID/u);
	});

	it("is Entra ID in a national cloud, and in the global one again", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(6), "enter");
		await app.type("us gov");
		await app.press("enter");
		await app.see(/Source +Entra ID, US Gov \(GCC High\) · graph\.microsoft\.us/u);
		await app.press("s");
		const graphUrl = "https://graph.microsoft.us/v1.0";
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, graphUrl }));
		await app.press("enter", "up", "up", "up", "enter");
		await app.see(/Source +Microsoft Entra ID · through Microsoft Graph/u);
		await app.press("s");
		await app.until(() => expect(app.saves[1]?.source).toEqual(entra));
	});

	it("keeps a Graph URL of no public cloud until another cloud is chosen", async () => {
		const graphUrl = "http://127.0.0.1:4712/v1.0";
		const app = await open(fakeConnection({ source: { ...entra, graphUrl } }));
		await app.see(/Source +Microsoft Entra ID · http:\/\/127\.0\.0\.1:4712/u);
		await app.press(...down(6), "enter", "enter");
		await app.see(/Source +Microsoft Entra ID · http:\/\/127\.0\.0\.1:4712/u);
		await app.press("enter", "G", "enter");
		await app.see(/Source +Entra ID, China/u);
		await app.press("s");
		const china = "https://microsoftgraph.chinacloudapi.cn/v1.0";
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, graphUrl: china }));
	});
});
