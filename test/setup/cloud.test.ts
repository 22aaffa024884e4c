import { expect, it } from "vitest";
import { cloudNames, graphUrls, issuerOfTenant } from "../../src/setup/cloud.ts";

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
