import { type AppRoleEntry, type EnterpriseApplication, templateRoles } from "../../src/setup/application.ts";
import { withoutSaml } from "../../src/setup/saml.ts";

export const application: EnterpriseApplication = {
	...withoutSaml,
	id: "sp",
	applicationId: "app",
	appId: "client",
	tenantId: "tenant",
	displayName: "Sumo Logic",
	templateId: "template",
	created: 0,
	tags: [],
	roles: templateRoles,
};

export const role = (value: string, change: Partial<AppRoleEntry> = {}): AppRoleEntry => ({
	id: `id-${value}`,
	displayName: value,
	description: value,
	value,
	isEnabled: true,
	allowedMemberTypes: ["User"],
	...change,
});
