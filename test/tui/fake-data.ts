import type { DeactivatedAccount } from "../../src/app/deactivated/deactivated.ts";
import type { Person } from "../../src/app/people/people.ts";
import type { OnDemandReport, PlanReport } from "../../src/app/provisioning/provisioning.ts";
import type { DiscoveredAccount } from "../../src/engine/accounts/account-discovery.ts";
import type { Drift, DriftReport } from "../../src/engine/accounts/drift/drift.ts";
import type { PlannedAction } from "../../src/engine/plan/action/planned-action.ts";
import type { LogEntry } from "../../src/ports/log/log-entry.ts";
import type { CycleCounts } from "../../src/ports/store/cycle.ts";
import type { AppRole } from "../../src/source/app-role.ts";

/** 9 March 2026, 14:00 UTC: when tests take place. */
export const at = Date.UTC(2026, 2, 9, 14);

export function counts(change: Partial<CycleCounts> = {}): CycleCounts {
	const none = {
		created: 0,
		updated: 0,
		disabled: 0,
		enabled: 0,
		deleted: 0,
		skipped: 0,
		failed: 0,
		staged: 0,
		requests: 0,
	};
	return { ...none, ...change };
}

const names = [
	"Ada Brink",
	"Ben Otieno",
	"Carla Marino",
	"田中 太郎",
	"Dev Patel",
	"محمد علي",
	"Zoë Ångström",
] as const;

export function person(number: number, change: Partial<Person> = {}): Person {
	const displayName = names[number % names.length] ?? "Nobody";
	return {
		id: `P${number}`,
		type: "User",
		displayName,
		userName: `user${number}@example.com`,
		mail: `user${number}@example.com`,
		enabled: true,
		guest: false,
		assigned: [],
		...change,
	};
}

export const appRoles: readonly AppRole[] = [
	{ id: "R1", value: "Analyst", displayName: "Analyst" },
	{ id: "R2", value: "Administrator", displayName: "Administrator" },
];

export const people: readonly Person[] = Array.from({ length: 7 }, (_, number) => person(number));

export function entry(sequence: number, change: Partial<LogEntry> = {}): LogEntry {
	const identity = (prefix: string) => ({
		id: `${prefix}${sequence}`,
		displayName: names[sequence % names.length] ?? "Nobody",
		userName: `user${sequence}@example.com`,
	});
	return {
		sequence,
		time: at + sequence * 1000,
		cycleId: "C1",
		changeId: `H${sequence}`,
		action: "Create",
		status: "success",
		durationMs: 240,
		source: identity("P"),
		target: identity("T"),
		initiatedBy: "cycle",
		steps: [
			{ type: "import", status: "success", description: "Read 12 attributes" },
			{ type: "export", status: "success", description: "Created" },
		],
		modifiedProperties: [{ name: "userName", old: null, new: `user${sequence}@example.com` }],
		skipReason: null,
		error: null,
		...change,
	};
}

/** An entry that failed, with what to do about it. */
export function failedEntry(sequence: number): LogEntry {
	return entry(sequence, {
		status: "failure",
		target: null,
		error: {
			code: "RoleNotFound",
			category: "NonServiceFailure",
			reason: 'Sumo knows no role "Analysts"',
			recommendedAction: "Create the role in Sumo, or map to one that exists.",
			remedy: { type: "create-role", role: null },
		},
	});
}

export function account(
	id: string,
	userName: string,
	change: Partial<DeactivatedAccount> = {},
): DeactivatedAccount {
	return {
		targetId: id,
		userName,
		displayName: userName.split("@")[0] ?? userName,
		roles: ["Analyst"],
		since: at - 86_400_000,
		sinceKnownFrom: "log",
		lastLogin: null,
		assignedAgain: null,
		...change,
	};
}

const someone = (number: number) => ({
	id: `P${number}`,
	displayName: names[number % names.length] ?? "Nobody",
	userName: `user${number}@example.com`,
});

function present(number: number) {
	return { id: `T${number}`, userName: `user${number}@example.com`, active: true };
}

export const plannedActions: readonly PlannedAction[] = [
	{
		type: "create",
		source: someone(0),
		target: null,
		steps: [],
		changes: [{ name: "userName", old: null, new: "user0@example.com" }],
		user: { schemas: [], userName: "user0@example.com" },
		sets: [],
	},
	{
		type: "update",
		source: someone(1),
		target: { ...someone(1), id: "T1" },
		steps: [],
		changes: [{ name: "name.familyName", old: "Otieno", new: "Otieno-Kamau" }],
		present: present(1),
		operations: [],
		sets: [],
	},
	{
		type: "disable",
		source: someone(2),
		target: { ...someone(2), id: "T2" },
		steps: [],
		changes: [{ name: "active", old: "true", new: "false" }],
		present: present(2),
		operations: [],
		sets: [],
		reason: "Unassigned",
	},
	{
		type: "skip",
		source: someone(4),
		target: null,
		steps: [],
		changes: [],
		reason: "DisabledAtSource",
		detail: "The account is disabled in Entra ID and has no account in Sumo.",
	},
	{
		type: "fail",
		source: someone(6),
		target: null,
		steps: [],
		changes: [],
		error: {
			code: "MandatoryFieldsMissing",
			category: "NonServiceFailure",
			reason: "Zoë Ångström has no mail.",
			recommendedAction: "Fill in mail in Entra ID, or map another attribute.",
			remedy: { type: "fix-at-source", attribute: "emails" },
		},
	},
];

export function planReport(change: Partial<PlanReport> = {}): PlanReport {
	return {
		actions: plannedActions,
		counts: { create: 1, update: 1, disable: 1, enable: 0, delete: 0, skip: 1, fail: 1, unchanged: 52 },
		stillFailing: 0,
		forecastSeconds: 75,
		guard: null,
		...change,
	};
}

export function onDemandReport(perform: boolean): OnDemandReport {
	return {
		steps: [
			{ name: "Test connection", status: "success", summary: "The credentials are authorized", details: [] },
			{
				name: "Import user",
				status: "success",
				summary: "12 attributes",
				details: [{ name: "mail", value: "user1@example.com" }],
			},
			{
				name: "Determine if user is in scope",
				status: "success",
				summary: "Assigned as Analyst",
				details: [],
			},
			{
				name: "Match user between source and target",
				status: "success",
				summary: "No account yet",
				details: [],
			},
			perform
				? { name: "Perform action", status: "success", summary: "Created", details: [] }
				: {
						name: "Perform action",
						status: "pending",
						summary: "Would create",
						details: [{ name: "userName", value: "user1@example.com" }],
					},
		],
		action: plannedActions[0] ?? null,
		entry: perform ? entry(77) : null,
	};
}

/** An account of the target that nobody accounts for. */
export function discovered(
	number: number,
	change: Partial<Pick<DiscoveredAccount, "userName" | "displayName" | "roles" | "active">> = {},
): DiscoveredAccount {
	return {
		standing: "unmatched",
		alike: [],
		targetId: `T${number}`,
		userName: `user${number}@example.com`,
		displayName: names[number % names.length] ?? "Nobody",
		roles: ["Analyst"],
		active: true,
		...change,
	};
}

/** The same account, linked with the source user of the same number. */
export function linkedAccount(number: number, state: "managed" | "released" = "managed"): DiscoveredAccount {
	const { targetId, userName, displayName, roles } = discovered(number);
	const owner = { sourceId: `P${number}`, displayName, userName };
	const active = state === "managed";
	return { standing: "linked", owner, state, since: at, targetId, userName, displayName, roles, active };
}

/** What somebody did to the account of that number. */
export function drift(number: number, change: Partial<Drift> = {}): Drift {
	return {
		kind: "changed",
		source: someone(number),
		target: { ...someone(number), id: `T${number}` },
		changes: [{ name: "name.familyName", old: "Hacked", new: "Brink" }],
		notApplied: [],
		mend: "update",
		outcome: "found",
		entry: null,
		...change,
	};
}

/** A comparison that found this. */
export function driftReport(found: readonly Drift[]): DriftReport {
	return { cycleId: "D1", compared: 5, pending: 0, found, counts: counts({ requests: 3 }) };
}
