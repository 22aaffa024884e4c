import { describe, expect, it } from "vitest";
import { planApplication } from "../../src/setup/application.ts";
import { planSaml, rolloverOf, withoutSaml } from "../../src/setup/saml.ts";
import {
	cannotBeChecked,
	certificatesOf,
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
		expect(planSaml(ready, desired, now, true)).toEqual({ action: "none", details: ["SAML is set up."] });
		const soon = { ...ready, certificates: [certificate("A", now + 40 * day)] };
		expect(planSaml(soon, desired, now, true).details).toContain(
			"The signing certificate expires on 2026-04-11.",
		);
	});

	it("uses another valid certificate before it creates one", () => {
		const expired = certificate("A", now - day);
		const spare = { ...ready, certificates: [expired, certificate("B", now + 400 * day)] };
		expect(planSaml(spare, desired, now, true).change).toEqual({ certificate: { use: "B" } });
		expect(planSaml({ ...ready, certificates: [expired] }, desired, now, true).change).toEqual({
			certificate: "new",
		});
	});

	it("creates the next certificate from 30 days before the end of the one in use, and does not use it yet", () => {
		const ending = (days: number, ...others: readonly ReturnType<typeof certificate>[]) => ({
			...ready,
			certificates: [certificate("A", now + days * day), ...others],
		});
		expect(planSaml(ending(30), desired, now, true)).toMatchObject({ action: "none" });
		expect(planSaml(ending(29), desired, now, true)).toMatchObject({
			action: "update",
			details: ["Create the next signing certificate: the one in use expires on 2026-03-31."],
			change: { certificate: "next" },
		});
		const prepared = planSaml(ending(29, certificate("B", now + 400 * day)), desired, now, true);
		expect(prepared).toEqual({
			action: "none",
			details: [
				"SAML is set up.",
				"The signing certificate expires on 2026-03-31.",
				"The next signing certificate, B, is there.",
			],
		});
		const tooShort = planSaml(ending(10, certificate("B", now + 29 * day)), desired, now, true);
		expect(tooShort.change).toEqual({ certificate: "next" });
	});

	it("leaves the certificate to the operator where Sumo Logic's side is not changed from here", () => {
		const soon = { ...ready, certificates: [certificate("A", now + 10 * day)] };
		expect(planSaml(soon, desired, now, false)).toEqual({
			action: "none",
			details: [
				"SAML is set up.",
				"The signing certificate expires on 2026-03-12.",
				expect.stringContaining("docs/permissions.md"),
			],
		});
	});

	it("chooses the same next certificate whichever of two runs looks", () => {
		const inUse = certificate("A", now + day);
		const [b, c] = [certificate("B", now + 400 * day), certificate("C", now + 400 * day)];
		const notYet = { ...certificate("D", now + 500 * day), start: now + day };
		for (const certificates of [
			[inUse, b, c, notYet],
			[notYet, c, inUse, b],
		])
			expect(rolloverOf({ certificates, signingThumbprint: "a" }, now)).toEqual({ inUse, next: b });
	});

	it("takes a next certificate that was just created, also when this machine's clock is behind Entra's", () => {
		const inUse = certificate("A", now + 10 * day);
		const next = { ...certificate("B", now + 1000 * day), start: now + 5 * 60_000 };
		expect(rolloverOf({ certificates: [inUse, next], signingThumbprint: "a" }, now)).toEqual({ inUse, next });
	});

	it("names valid certificates that are not in use, and changes none of them", () => {
		const inUse = certificate("A", now + 400 * day);
		const spare = certificate("B", now + 500 * day);
		const expired = certificate("C", now - day);
		const left = { ...ready, certificates: [spare, inUse, spare, expired] };
		expect(planSaml(left, desired, now, true)).toEqual({
			action: "none",
			details: [
				"SAML is set up.",
				expect.stringMatching(/^The signing certificate B, valid until 2027-07-\d\d, is not in use\. Unless/),
			],
		});
		const emails = { ...desired, notificationEmails: ["ops@example.com"] };
		expect(planSaml(left, emails, now, true)).toMatchObject({
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
		expect(planSaml(other, desired, now, true).change).toEqual({
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
		x509cert3: "",
		disableRequestedAuthnContext: true,
		onDemandProvisioning: false,
		assertionConsumerUrl: "https://acs.test",
	};
	const provider = { issuer: found.issuer, certificate: "ABCD", rollsOver: false };

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
		expect(plan).toMatchObject({ action: "update", change: { id: "1", rollsOver: false } });
		expect(certificatesOf(["EFGH"], found)).toEqual({
			...{ x509cert1: "EFGH", x509cert2: found.x509cert1, x509cert3: "" },
		});
		expect(plan.details.join()).toMatch(/Disable Requested.*clear On Demand/);
	});

	it("keeps as many of the present certificates beside those that are needed as there is room for", () => {
		const present = { x509cert1: "A\nA", x509cert2: "BB", x509cert3: "CC" };
		expect(certificatesOf(["AA", "DD"], present)).toEqual({
			...{ x509cert1: "AA", x509cert2: "DD", x509cert3: "BB" },
		});
		expect(certificatesOf(["CC", "AA"], present)).toEqual({
			...{ x509cert1: "CC", x509cert2: "AA", x509cert3: "BB" },
		});
		expect(certificatesOf(["AA"], null)).toEqual({ x509cert1: "AA", x509cert2: "", x509cert3: "" });
	});

	it("names the two clicks when it cannot be seen", () => {
		const { action, details } = cannotBeChecked("no permission.");
		expect(action).toBe("blocked");
		expect(details[0]).toMatch(
			/^Cannot be checked: no permission\..*1\. select Disable.*2\. clear On Demand/,
		);
	});
});
