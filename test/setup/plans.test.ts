import { describe, expect, it } from "vitest";
import type { EntraSchema } from "../../src/entra-schema/document.ts";
import { exportSchema } from "../../src/entra-schema/export.ts";
import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import { defaultMappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { expression } from "../../src/mapping/definition/plain-mapping.ts";
import type { Scope } from "../../src/scoping/scope.ts";
import {
	type AppRoleEntry,
	type EnterpriseApplication,
	planApplication,
	templateRoles,
} from "../../src/setup/application.ts";
import { type DesiredAssignment, planAssignments } from "../../src/setup/assignments.ts";
import { type ActualJob, planJob } from "../../src/setup/job.ts";
import { planRoles } from "../../src/setup/roles.ts";
import { planSaml, withoutSaml } from "../../src/setup/saml.ts";
import { planStart } from "../../src/setup/start.ts";
import {
	cannotBeChecked,
	configurationFor,
	planSumoSaml,
	type SamlConfiguration,
} from "../../src/setup/sumo-saml.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";
import { presetMappings } from "../../src/sumo/mapping-presets.ts";

function jobWith(schema: EntraSchema): ActualJob {
	return {
		job: { id: "scim.1", schedule: "Active", code: "Active", quarantineReason: null },
		secrets: new Map([
			["BaseAddress", "https://scim.test"],
			["SyncAll", "false"],
			["SecretToken", "*"],
		]),
		credentials: "valid",
		schema,
	};
}

describe("the plan of the job", () => {
	const planned = (
		mappings: readonly AttributeMapping[],
		filters: Scope["filters"] = [],
		actual: ActualJob | null = null,
		users: Scope["users"] = "assigned",
	) =>
		planJob(actual, {
			baseAddress: "https://scim.test",
			mappings: { ...defaultMappingSet(sumoDialect), mappings },
			scope: { users, filters, skipOutOfScopeDeletions: false },
			notificationEmail: undefined,
			deletionThreshold: undefined,
			keepsGroups: false,
			mapsUsers: true,
		}).details.join(" ");

	it("says how the guide of July 2025 differs: it never takes a role away", () => {
		expect(planned(presetMappings("guide-2025"))).toMatch(
			/AppRoleAssignmentsComplex maps all roles to roles and never takes a role away\. AssertiveAppRoleAssignmentsComplex also removes/,
		);
		expect(planned(presetMappings("guide"))).not.toContain("never takes");
		const assertive = expression("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])");
		expect(planned([assertive])).not.toContain("never takes");
	});

	it("names attributes that Entra ID does not have, in mappings and filters, also once they are written", () => {
		const title = (attribute: string): AttributeMapping => ({
			target: "title",
			source: { type: "direct", attribute },
			apply: "always",
			flowNull: false,
		});
		const guide = presetMappings("guide");
		expect(planned(guide)).not.toContain("Check the");
		expect(planned([...guide, title("extension_0a1b_floor")])).not.toContain("Check the");
		expect(planned([...guide, title("jobTitel")])).toMatch(
			/Check the mapping of title: the source has no attribute jobTitel that is known here; did you mean jobTitle\?/,
		);
		expect(planned([...guide, expression("title", "ToUpper([departmnt], )")])).toContain("department");
		expect(planned(guide, [], null, "all")).toMatch(
			/Check the mapping of roles.+: roles are known of assigned users only/,
		);
		const clause = { attribute: "floor", operator: "EQUALS", value: "3" } as const;
		expect(planned(guide, [{ name: "third", clauses: [clause] }])).toContain(
			"Check the scoping filter third: the source has no attribute floor",
		);
		const mappings = {
			...defaultMappingSet(sumoDialect),
			mappings: [...guide, title("jobTitel"), title("floor")],
		};
		const written = { ...jobWith(exportSchema(mappings, [])) };
		expect(planned([...guide, title("jobTitel")], [], written)).toContain("jobTitel");
		expect(planned([...guide, title("floor")], [], written)).not.toContain("Check the");
	});

	it("refuses more credentials than Entra for the US government stores, unless they are stored", () => {
		const mappings = { ...defaultMappingSet(sumoDialect), mappings: presetMappings("guide") };
		const plan = (tokenBytes: number, actual: ActualJob | null = null, email = "ops@example.com") =>
			planJob(actual, {
				baseAddress: "https://scim.test",
				room: { maxBytes: 1024, tokenBytes },
				mappings,
				scope: { users: "assigned", filters: [], skipOutOfScopeDeletions: false },
				notificationEmail: email,
				deletionThreshold: undefined,
				keepsGroups: false,
				mapsUsers: true,
			});
		const free = 1024 - "https://scim.test".length - "ops@example.com".length;
		expect(plan(free).action).toBe("create");
		expect(plan(free + 1)).toEqual({
			action: "blocked",
			details: [
				expect.stringMatching(/have 1025 bytes together\. Entra ID in this cloud stores at most 1024: use/),
			],
		});
		const job = jobWith(exportSchema(mappings, []));
		const notifies = JSON.stringify({ Enabled: true, Recipients: "ops@example.com" });
		const stored = { ...job, secrets: new Map([...job.secrets, ["SyncNotificationSettings", notifies]]) };
		expect(plan(2000, stored).action).not.toBe("blocked");
		expect(plan(2000, { ...stored, credentials: "refused" }).action).toBe("blocked");
		expect(plan(2000, stored, "all@example.com").action).toBe("blocked");
	});

	it("switches the mapping of users on, unless the file has it off", () => {
		const mappings = { ...defaultMappingSet(sumoDialect), mappings: presetMappings("guide") };
		const schema = exportSchema(mappings, []);
		const off: EntraSchema = {
			...schema,
			synchronizationRules: schema.synchronizationRules.map((rule) => ({
				...rule,
				objectMappings: rule.objectMappings?.map((one) => ({ ...one, enabled: false })),
			})),
		};
		const enabled = (mapsUsers: boolean, own: EntraSchema) =>
			planJob(jobWith(own), {
				baseAddress: "https://scim.test",
				mappings,
				scope: { users: "assigned", filters: [], skipOutOfScopeDeletions: false },
				notificationEmail: undefined,
				deletionThreshold: undefined,
				keepsGroups: false,
				mapsUsers,
			}).change?.schema?.(own).synchronizationRules[0]?.objectMappings?.[0]?.enabled;
		expect([enabled(true, schema), enabled(false, off)]).toEqual([undefined, undefined]);
		expect([enabled(true, off), enabled(false, schema)]).toEqual([true, false]);
	});
});

const now = Date.UTC(2026, 2, 2);
const day = 24 * 3_600_000;

const application: EnterpriseApplication = {
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

const role = (value: string, change: Partial<AppRoleEntry> = {}): AppRoleEntry => ({
	id: `id-${value}`,
	displayName: value,
	description: value,
	value,
	isEnabled: true,
	allowedMemberTypes: ["User"],
	...change,
});

describe("the plan of app roles", () => {
	const plan = (
		current: readonly AppRoleEntry[],
		roles: Parameters<typeof planRoles>[1]["roles"],
		{
			removeOthers = false,
			assigned = [] as readonly string[],
			sumo = null as readonly string[] | null,
		} = {},
	) =>
		planRoles(
			current,
			{ roles, removeOthers, notes: [] },
			new Set(assigned),
			sumo && new Set(sumo),
			() => "new",
		);

	it("adds a role beside those of the template, and keeps the ids of the others", () => {
		const current = [...templateRoles, role("User")];
		expect(plan(current, [{ value: "User" }]).action).toBe("none");
		expect(plan(current, [{ value: "User" }, { value: "Analyst" }]).change?.passes).toEqual([
			[...current, role("Analyst", { id: "new", description: "Analyst in Sumo Logic" })],
		]);
	});

	it("disables a role before it is removed or gets another value", () => {
		const current = [...templateRoles, role("Old"), role("User")];
		expect(plan(current, [{ value: "User" }], { removeOthers: true }).change?.passes).toEqual([
			[...templateRoles, role("Old", { isEnabled: false }), role("User")],
			[...templateRoles, role("User")],
		]);
		const renamed = plan(current, [{ id: "id-Old", value: "New" }]).change?.passes ?? [];
		expect(renamed).toHaveLength(2);
		expect(renamed[0]).toContainEqual(role("Old", { isEnabled: false }));
		expect(renamed[1]).toContainEqual(role("Old", { value: "New", displayName: "New" }));
	});

	it("lets users have a role that was for applications only, after it is disabled", () => {
		const current = [...templateRoles, role("Analyst", { allowedMemberTypes: ["Application"] })];
		const { details, change } = plan(current, [{ value: "Analyst" }]);
		expect(details).toEqual(['Let users and groups have the app role "Analyst".']);
		expect(change?.passes.map((roles) => roles.at(-1))).toEqual([
			role("Analyst", { isEnabled: false, allowedMemberTypes: ["Application"] }),
			role("Analyst", { allowedMemberTypes: ["Application", "User"] }),
		]);
	});

	it("keeps the description of an existing role, and says why", () => {
		expect(plan([role("Analyst")], [{ value: "Analyst", description: "Reads" }])).toEqual({
			action: "none",
			details: ["1 app role exists.", expect.stringContaining('"Analyst" has another description')],
		});
	});

	it("gives a role whose value another role once had an id of its own", () => {
		const renamed = role("New", { id: "new:Old" });
		const planned = planRoles(
			[renamed],
			{ roles: [{ value: "Old" }], removeOthers: false, notes: [] },
			new Set(),
			null,
			(seed) => `new:${seed}`,
		);
		expect(planned.change?.passes.at(-1)?.map(({ id }) => id)).toEqual(["new:Old", "new:Old+"]);
	});

	it("removes no role that is assigned, and adds none that Sumo Logic does not have", () => {
		const current = [...templateRoles, role("Old")];
		expect(plan(current, [{ value: "User" }], { removeOthers: true, assigned: ["id-Old"] })).toMatchObject({
			action: "blocked",
			details: [expect.stringContaining('"Old"')],
		});
		expect(
			plan(current, [{ value: "User" }, { value: "SecOps", sumoRole: "Sec Ops" }], { sumo: ["User"] }),
		).toMatchObject({
			action: "blocked",
			details: [expect.stringContaining('"Sec Ops"')],
		});
	});
});

describe("the plan of assignments", () => {
	const found = (id: string, hasNestedGroups = false): DesiredAssignment["principal"] => ({
		type: "found",
		id,
		displayName: id,
		hasNestedGroups,
	});
	const row = (principalId: string, appRoleId: string) => ({
		id: `${principalId}-${appRoleId}`,
		principalId,
		principalType: "User" as const,
		principalName: principalId,
		appRoleId,
	});
	const roles = [...templateRoles, role("User"), role("Analyst")];
	const wanted = (named: string, given: string | undefined): DesiredAssignment => ({
		kind: "user",
		named,
		role: given,
		principal: found(named),
	});

	it("adds the new role before it removes the old one, and leaves other users alone", () => {
		const current = [row("ada", "id-User"), row("bob", "id-User")];
		expect(planAssignments(current, [wanted("ada", "Analyst")], roles).change).toEqual({
			add: [{ principalId: "ada", appRoleId: "id-Analyst" }],
			remove: ["ada-id-User"],
		});
		expect(planAssignments(current, [wanted("ada", "User")], roles).action).toBe("none");
	});

	it("accepts several roles for a user, listed twice or not", () => {
		const twice = [wanted("ada", "User"), wanted("ada", "Analyst"), wanted("ada", "User")];
		expect(planAssignments([], twice, roles).change?.add).toHaveLength(2);
	});

	it("gives the template's role to a user without one", () => {
		expect(planAssignments([], [wanted("ada", undefined)], roles).change?.add).toEqual([
			{ principalId: "ada", appRoleId: templateRoles[0]?.id },
		]);
	});

	it("leaves what is assigned without a value, or with a disabled role, as it is", () => {
		const disabled = { ...role("Pilot"), isEnabled: false };
		const others = "00000000-0000-0000-0000-000000000000";
		const current = [
			row("ada", others),
			row("bob", "removed"),
			row("eve", "id-Pilot"),
			...templateRoles.map(({ id }) => row("ida", id)),
		];
		const desired = [...["ada", "bob", "ida"].map((name) => wanted(name, undefined)), wanted("eve", "Pilot")];
		expect(planAssignments(current, desired, [...roles, disabled]).action).toBe("none");
		expect(planAssignments([], [wanted("eve", "Pilot")], [...roles, disabled]).action).toBe("blocked");
	});

	it("assigns the id of zeros only where the application declares no role, and otherwise names what is missing", () => {
		expect(planAssignments([], [wanted("ada", undefined)], []).change?.add).toEqual([
			{ principalId: "ada", appRoleId: "00000000-0000-0000-0000-000000000000" },
		]);
		const [, second] = templateRoles;
		expect(planAssignments([], [wanted("ada", undefined)], second ? [second] : []).change?.add).toEqual([
			{ principalId: "ada", appRoleId: second?.id },
		]);
		expect(planAssignments([], [wanted("ada", undefined)], [role("User")])).toEqual({
			action: "blocked",
			details: [
				'The application has no role without a value for "ada": give the assignment one of the application\'s roles.',
				"0 to assign, 0 already assigned, 0 not found, 0 ambiguous, 1 without such a role.",
			],
		});
	});

	it("is blocked by names that are missing, ambiguous, or have no such role", () => {
		const missing: DesiredAssignment = { ...wanted("ada", "User"), principal: { type: "missing" } };
		const ambiguous: DesiredAssignment = {
			...wanted("ops", "User"),
			kind: "group",
			principal: { type: "ambiguous", ids: ["1", "2"] },
		};
		const { action, details } = planAssignments([], [missing, ambiguous, wanted("bob", "Pilot")], roles);
		expect(action).toBe("blocked");
		expect(details).toEqual([
			'The tenant has no user "ada".',
			'Several groups are called "ops": give the object id, one of 1, 2.',
			'The application has no role "Pilot" for "bob": add it under roles.',
			"0 to assign, 0 already assigned, 1 not found, 1 ambiguous, 1 without such a role.",
		]);
	});

	it("waits for a role that is listed, but that a blocked step has not added", () => {
		const { action, details } = planAssignments([], [wanted("bob", "Pilot")], roles, new Set(["Pilot"]));
		expect(action).toBe("blocked");
		expect(details[0]).toBe('The role "Pilot" for "bob" waits for the step roles.');
	});
});

describe("the plan of the start", () => {
	const job = { id: "j", schedule: "Active", code: "Active", quarantineReason: null };
	const unchanged = { credentialsWork: false, needsRestart: false };

	it.each([
		["a running job", job, unchanged, "none", undefined],
		["a new job", { ...job, schedule: "Disabled", code: "Paused" }, unchanged, "update", "start"],
		["a paused job", { ...job, schedule: "Paused", code: "Paused" }, unchanged, "update", "restart"],
		["a running job with another scope", job, { ...unchanged, needsRestart: true }, "update", "restart"],
		[
			"a job in quarantine",
			{ ...job, code: "Quarantine", quarantineReason: "TooManyDeletes" },
			unchanged,
			"blocked",
			undefined,
		],
		[
			"one whose credentials were just replaced",
			{ ...job, code: "Quarantine" },
			{ ...unchanged, credentialsWork: true },
			"update",
			"start",
		],
	])("of %s", (_what, state, changed, action, change) => {
		expect(planStart(state, true, changed)).toMatchObject({ action, ...(change ? { change } : {}) });
		expect(planStart(state, false, changed).action).toBe("none");
	});
});
