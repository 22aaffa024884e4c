import { describe, expect, it } from "vitest";
import { deploymentCodes, tenantUrl } from "../../src/setup/deployment.ts";
import { classicBase, deploymentOf, nameOfDeployment, readTenantUrl } from "../../src/sumo/tenant-url.ts";

const us2 = { url: "https://api.us2.sumologic.com/api/v1/scim", deployment: "us2" };
const us1 = { url: "https://api.sumologic.com/api/v1/scim", deployment: "us1" };

describe("A tenant URL as people type it", () => {
	it.each([
		["us2", us2],
		["https://api.us2.sumologic.com/api/v1/scim", us2],
		["https://api.us2.sumologic.com/api/v1/scim/", us2],
		["  https://api.us2.sumologic.com/api/v1/scim/Users\n", us2],
		["https://API.US2.sumologic.com/api/", us2],
		["api.us2.sumologic.com", us2],
		["https://service.us2.sumologic.com/ui/#/search", us2],
		["https://acme.us2.sumologic.com", us2],
		["https://service.sumologic.com", us1],
		["https://acme.sumologic.com/ui", us1],
		["US2", us2],
		["\u201chttps://api.us2.sumologic.com/api/v1/scim\u201d", us2],
		["`https://api.us2.sumologic.com/api/v1/scim/Users`,", us2],
		["<https://api.us2.sumologic.com/api/v1/scim/>", us2],
		["Tenant URL: https://api.us2.sumologic.com/api/v1/scim", us2],
		["https://api.us2.sumologic.com//api//v1/SCIM//", us2],
		["https://api.us2.sumologic.com/api/v1/scim/Users/000000000FE20FE2", us2],
		["https://api.us2.sumologic.com/v1/scim/Users", us2],
		["service.us2.sumologic.com", us2],
		["ZRH", { url: "https://api.ch.sumologic.com/api/v1/scim", deployment: "ch" }],
		[
			"https://service.zrh.sumologic.com/ui/",
			{ url: "https://api.ch.sumologic.com/api/v1/scim", deployment: "ch" },
		],
	])("%j is understood", (text, expected) => {
		expect(readTenantUrl(text)).toEqual({ ...expected, flag: false });
	});

	it("may carry Entra's flag, which is not sent", () => {
		for (const query of ["?aadOptscim062020", "?x=1&AADOptscim062020"])
			expect(readTenantUrl(`https://api.us2.sumologic.com/api/v1/scim${query}`)).toEqual({
				...us2,
				flag: true,
			});
	});

	it("may be another server's, and plain http on this machine", () => {
		expect(readTenantUrl("https://scim.example.com/v2/")).toEqual({
			url: "https://scim.example.com/v2",
			deployment: null,
			flag: false,
		});
		for (const host of ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
			expect(readTenantUrl(`http://${host}/api/v1/scim/`).url).toBe(`http://${host}/api/v1/scim`);
	});

	it("may have an IPv6 address, whose brackets stay", () => {
		for (const typed of [
			"https://[2001:db8::1]",
			"[2001:db8::1]",
			" <https://[2001:db8::1]/>",
			'("[2001:DB8::1]")',
		])
			expect(readTenantUrl(typed).url).toBe("https://[2001:db8::1]");
		expect(readTenantUrl("https://[fd00::5]:8443/api/v1/scim").url).toBe(
			"https://[fd00::5]:8443/api/v1/scim",
		);
		expect(readTenantUrl("[https://scim.example.com/v2]").url).toBe("https://scim.example.com/v2");
	});

	it("is understood for every deployment", () => {
		for (const code of deploymentCodes) expect(readTenantUrl(tenantUrl(code)).deployment).toBe(code);
	});

	it.each([
		["", "empty", "empty"],
		["http://api.us2.sumologic.com/api/v1/scim", "clear-text", "api.us2.sumologic.com"],
		["http://127.0.0.1.evil.example/api", "clear-text", "127.0.0.1.evil.example"],
		["https://su123:key@api.us2.sumologic.com/", "holds-credentials", "before the @"],
		["https://api.us9.sumologic.com/api/v1/scim", "unknown-deployment", "api.us9.sumologic.com"],
		["https://api.us2.sumologic.com/api/v1/users", "unknown-path", "/api/v1/users"],
		["ftp://api.us2.sumologic.com", "not-a-url", "ftp://"],
		["us9", "not-a-url", "https://api.us2"],
		["https://", "not-a-url", "https://api.us2"],
	])("%j is refused, and the message names the place", (text, code, words) => {
		expect(() => readTenantUrl(text)).toThrow(expect.objectContaining({ name: "TenantUrlError", code }));
		expect(() => readTenantUrl(text)).toThrow(words);
	});
});

describe("The deployment of a URL", () => {
	it("is told for Sumo's hosts only", () => {
		expect(deploymentOf("https://api.de.sumologic.com/api/v1/scim/Users")).toBe("de");
		expect(deploymentOf("https://service.us2.sumologic.com.evil.example/")).toBeNull();
		expect(deploymentOf("https://notsumologic.com/")).toBeNull();
		expect(deploymentOf("nonsense")).toBeNull();
		expect(nameOfDeployment("https://api.de.sumologic.com/")).toBe("deployment de");
		expect(nameOfDeployment("https://example.com/")).toBeUndefined();
	});
});

describe("The base of Sumo's other APIs", () => {
	it("follows from the SCIM base, where that looks like Sumo's", () => {
		expect(classicBase(us2.url)).toBe("https://api.us2.sumologic.com/api/");
		expect(classicBase("http://127.0.0.1:81/api/v1/scim/")).toBe("http://127.0.0.1:81/api/");
		expect(classicBase("https://scim.example.com/v2")).toBeNull();
		expect(classicBase("")).toBeNull();
	});
});
