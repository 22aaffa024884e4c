import { describe, expect, it } from "vitest";
import type { EntraSchema } from "../../src/entra-schema/document.ts";
import { exportSchema } from "../../src/entra-schema/export.ts";
import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import { defaultMappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { expression } from "../../src/mapping/definition/plain-mapping.ts";
import type { Scope } from "../../src/scoping/scope.ts";
import { type ActualJob, planJob } from "../../src/setup/job.ts";
import { planStart } from "../../src/setup/start.ts";
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

describe("the plan of the start", () => {
	const job = { id: "j", schedule: "Active", code: "Active", quarantineReason: null };
	const unchanged = { credentialsWork: false, needsRestart: false };

	it("says how held deletions are allowed without the portal", () => {
		const held = { ...job, code: "Quarantine", quarantineReason: "TooManyDeletes" };
		expect(planStart(held, true, unchanged).details).toEqual([
			expect.stringContaining("`sumo-provision job restart --scope deletions --yes`"),
		]);
	});

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
			{ ...job, code: "Quarantine", quarantineReason: "EncounteredQuarantineException" },
			{ ...unchanged, credentialsWork: true },
			"update",
			"start",
		],
		[
			"one in quarantine without details, whose credentials work",
			{ ...job, code: "Quarantine" },
			{ ...unchanged, credentialsWork: true },
			"update",
			"start",
		],
		[
			"one in quarantine without a reason, whose credentials work",
			{ ...job, code: "Quarantine", quarantineReason: "Unknown" },
			{ ...unchanged, credentialsWork: true },
			"update",
			"start",
		],
		[
			"one in quarantine without a reason, whose credentials do not work",
			{ ...job, code: "Quarantine", quarantineReason: "Unknown" },
			unchanged,
			"blocked",
			undefined,
		],
		[
			"one in quarantine for a reason that is not known here",
			{ ...job, code: "Quarantine", quarantineReason: "SomethingNew" },
			{ ...unchanged, credentialsWork: true },
			"blocked",
			undefined,
		],
		["one whose status is not known here", { ...job, code: "Suspended" }, unchanged, "blocked", undefined],
		[
			"one whose schedule is not known here",
			{ ...job, schedule: "Throttled" },
			unchanged,
			"blocked",
			undefined,
		],
	])("of %s", (_what, state, changed, action, change) => {
		expect(planStart(state, true, changed)).toMatchObject({ action, ...(change ? { change } : {}) });
		expect(planStart(state, false, changed).action).toBe("none");
	});
});
