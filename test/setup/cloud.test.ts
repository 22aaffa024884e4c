import { expect, it } from "vitest";
import { cloudNames, credentialBytesOf, graphUrls, issuerOfTenant } from "../../src/setup/cloud.ts";

it("knows who issues the SAML tokens of a tenant in each cloud", () => {
	const issuers = cloudNames.map((name) => issuerOfTenant("t", graphUrls[name]));
	expect(issuers).toEqual([
		"https://sts.windows.net/t/",
		"https://sts.windows.net/t/",
		"https://sts.windows.net/t/",
		"https://sts.chinacloudapi.cn/t/",
	]);
	expect(issuerOfTenant("t", undefined)).toBe("https://sts.windows.net/t/");
});

it("knows in which clouds a job stores at most 1 KB of credentials", () => {
	expect(cloudNames.map((name) => credentialBytesOf(graphUrls[name]))).toEqual([
		undefined,
		1024,
		1024,
		undefined,
	]);
});
