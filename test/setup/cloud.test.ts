import { expect, it } from "vitest";
import {
	cloudNamed,
	cloudNames,
	cloudOf,
	credentialBytesOf,
	graphUrls,
	issuerOfTenant,
} from "../../src/setup/cloud.ts";

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

it("takes the names of Microsoft's own tools for its clouds, in any case", () => {
	const named = ["US-DOD", "USGov", "USGovDoD", "AzureUSGovernment", "AzureChinaCloud", "GCC", "usa"];
	expect(named.map(cloudNamed)).toEqual([
		"us-dod",
		"us-gov-high",
		"us-dod",
		"us-gov-high",
		"china",
		"global",
		undefined,
	]);
});

it("tells the cloud of a Graph URL, and takes no other URL for one", () => {
	expect(cloudOf(undefined)).toBe("global");
	for (const name of cloudNames) expect(cloudOf(`${graphUrls[name]}/`)).toBe(name);
	expect(cloudOf("https://graph.microsoft.us.example.com/v1.0")).toBeUndefined();
	expect(cloudOf("http://127.0.0.1:4712/v1.0")).toBeUndefined();
});
