import { expect } from "vitest";
import type { StepReport } from "../../../src/setup/step.ts";
import type { openTenant } from "./tenant.ts";

export const actions = (steps: readonly StepReport[]) =>
	Object.fromEntries(steps.map(({ step, action }) => [step, action]));

export const nothingToDo = {
	app: "none",
	saml: "none",
	"sumo-saml": "none",
	roles: "none",
	assignments: "none",
	job: "none",
	start: "none",
};

/** What a tenant has after setup: one of everything. */
export function expectComplete({ world }: Pick<Awaited<ReturnType<typeof openTenant>>, "world">) {
	const { entra, sumo } = world;
	const [app, ...others] = entra.control.applications();
	expect(others).toEqual([]);
	const acs = sumo.control.saml()[0]?.assertionConsumerUrl;
	expect(app).toMatchObject({
		displayName: "Sumo Logic",
		tags: ["sumo-provision/Sumo Logic"],
		preferredSingleSignOnMode: "saml",
		identifierUris: ["https://service.sumologic.com"],
		redirectUris: [acs],
	});
	expect(app?.appRoles.map(({ value }) => value)).toEqual([null, null, "User", "Analyst", "Administrator"]);
	expect(sumo.control.saml()).toMatchObject([
		{
			issuer: `https://sts.windows.net/${entra.tenantId}/`,
			x509cert1: app?.keyCredentials.find(
				({ thumbprint }) => thumbprint === app.preferredTokenSigningKeyThumbprint,
			)?.key,
			disableRequestedAuthnContext: true,
		},
	]);
	expect(entra.control.assignments()).toHaveLength(2);
	expect(entra.control.jobs()).toMatchObject([{ schedule: "Active", code: "NotRun" }]);
}
