import { describe, expect, it } from "vitest";
import { planApplication } from "../../src/setup/application.ts";
import { planSaml, withoutSaml } from "../../src/setup/saml.ts";
import {
	cannotBeChecked,
	configurationFor,
	planSumoSaml,
	type SamlConfiguration,
} from "../../src/setup/sumo-saml.ts";
import { application } from "./planned.ts";

const now = Date.UTC(2026, 2, 2);

const day = 24 * 3_600_000;

describe("the plan of the application", () => {
	it("refuses one that Entra cannot provision", () => {
		const plan = planApplication({ ...application, templateId: null }, { name: "Sumo Logic", tag: "t" });
		expect(plan).toMatchObject({
			action: "blocked",
			details: [expect.stringContaining("not made from a template")],
		});
		expect(plan.change).toBeUndefined();
	});
});

describe("the plan of SAML", () => {
	const desired = {
		identifier: "https://service.sumologic.com",
		replyUrl: "https://acs.test",
		notificationEmails: undefined,
	};
	const certificate = (thumbprint: string, end: number) => ({
		thumbprint,
		certificate: thumbprint,
		start: 0,
		end,
	});
	const ready = {
		...withoutSaml,
		singleSignOnMode: "saml",
		identifiers: [desired.identifier],
		replyUrls: [desired.replyUrl],
		certificates: [certificate("A", now + 400 * day)],
		signingThumbprint: "a",
	};

	it("does nothing when all is set, and mentions a certificate that expires soon", () => {
		expect(planSaml(ready, desired, now)).toEqual({ action: "none", details: ["SAML is set up."] });
		const soon = { ...ready, certificates: [certificate("A", now + 10 * day)] };
		expect(planSaml(soon, desired, now).details).toContain("The signing certificate expires on 2026-03-12.");
	});

	it("uses another valid certificate before it creates one", () => {
		const expired = certificate("A", now - day);
		const spare = { ...ready, certificates: [expired, certificate("B", now + 400 * day)] };
		expect(planSaml(spare, desired, now).change).toEqual({ certificate: { use: "B" } });
		expect(planSaml({ ...ready, certificates: [expired] }, desired, now).change).toEqual({
			certificate: "new",
		});
	});

	it("names valid certificates that are not in use, and changes none of them", () => {
		const inUse = certificate("A", now + 400 * day);
		const spare = certificate("B", now + 500 * day);
		const expired = certificate("C", now - day);
		const left = { ...ready, certificates: [spare, inUse, spare, expired] };
		expect(planSaml(left, desired, now)).toEqual({
			action: "none",
			details: [
				"SAML is set up.",
				expect.stringMatching(/^The signing certificate B, valid until 2027-07-\d\d, is not in use\. Unless/),
			],
		});
		const emails = { ...desired, notificationEmails: ["ops@example.com"] };
		expect(planSaml(left, emails, now)).toMatchObject({
			details: [expect.stringContaining("ops@example.com"), expect.stringContaining("certificate B")],
			change: { notificationEmails: ["ops@example.com"] },
		});
	});

	it("keeps other identifiers and reply URLs, but not the provisional one", () => {
		const other = {
			...ready,
			identifiers: ["api://x"],
			replyUrls: [desired.identifier, "https://other.test"],
		};
		expect(planSaml(other, desired, now).change).toEqual({
			identifiers: [desired.identifier, "api://x"],
			replyUrls: [desired.replyUrl, "https://other.test"],
		});
	});
});

describe("the plan of Sumo Logic's SAML configuration", () => {
	const found: SamlConfiguration = {
		id: "1",
		configurationName: "Entra",
		issuer: "https://sts.windows.net/t/",
		x509cert1: "-----BEGIN CERTIFICATE-----\nAB\nCD\n-----END CERTIFICATE-----",
		x509cert2: "",
		disableRequestedAuthnContext: true,
		onDemandProvisioning: false,
		assertionConsumerUrl: "https://acs.test",
	};
	const provider = { issuer: found.issuer, certificate: "ABCD" };

	it("compares certificates whatever their line breaks", () => {
		expect(planSumoSaml(found, "Entra", provider).action).toBe("none");
	});

	it("is the configuration of the application, not of another one of the same tenant", () => {
		const reply = "https://service.sumologic.com/sumo/saml/consume/7";
		const own = { thumbprint: "AB", certificate: "EFGH", start: 0, end: 1 };
		const app = { issuer: found.issuer, certificates: [own], replyUrls: [reply] };
		const foreign = { ...found, configurationName: "Staging", x509cert1: "MNOP", x509cert2: "" };
		const of = (...all: readonly SamlConfiguration[]) => configurationFor(all, "Entra", app);
		expect(of(foreign)).toBeUndefined();
		const named = { ...foreign, configurationName: "Entra" };
		expect(of(foreign, named)).toBe(named);
		const signed = {
			...foreign,
			x509cert2: "-----BEGIN CERTIFICATE-----\nEF\nGH\n-----END CERTIFICATE-----",
		};
		expect(of(foreign, signed)).toBe(signed);
		const answered = { ...foreign, assertionConsumerUrl: reply };
		expect(of(foreign, answered)).toBe(answered);
		const fresh = { ...foreign, x509cert1: "" };
		expect(of(foreign, fresh)).toBe(fresh);
		const { action, details } = planSumoSaml(of(foreign), "Entra", provider, [foreign]);
		expect(action).toBe("create");
		expect(details.join(" ")).toContain(
			'"Staging" of the same tenant has the certificate of another application',
		);
	});

	it("names another configuration that is called the same", () => {
		const double = { ...found, id: "2" };
		const { action, details } = planSumoSaml(found, found.configurationName, provider, [found, double]);
		expect(action).toBe("none");
		expect(details.join(" ")).toMatch(
			/another SAML configuration called ".+" \(2; this one is 1\)\. If no one/,
		);
		expect(planSumoSaml(found, found.configurationName, provider, [found]).details).toHaveLength(1);
	});

	it("sets the two settings of the guide, and keeps the previous certificate beside a new one", () => {
		const plan = planSumoSaml(
			{ ...found, disableRequestedAuthnContext: false, onDemandProvisioning: true },
			"Entra",
			{ ...provider, certificate: "EFGH" },
		);
		expect(plan).toMatchObject({ action: "update", change: { id: "1", x509cert2: found.x509cert1 } });
		expect(plan.details.join()).toMatch(/Disable Requested.*clear On Demand/);
	});

	it("names the two clicks when it cannot be seen", () => {
		const { action, details } = cannotBeChecked("no permission.");
		expect(action).toBe("blocked");
		expect(details[0]).toMatch(
			/^Cannot be checked: no permission\..*1\. select Disable.*2\. clear On Demand/,
		);
	});
});
