import { describe, expect, it } from "vitest";
import { askTarget } from "../../../src/engine/plan/accounts/account-index.ts";
import type { PlannedAction } from "../../../src/engine/plan/action/planned-action.ts";
import { MatchConflicts } from "../../../src/engine/plan/conflicts/match-conflicts.ts";
import { shortHash } from "../../../src/engine/plan/fingerprint.ts";
import { planWorkItem, type WorkItem } from "../../../src/engine/plan/plan-work-item.ts";
import { RoleKnowledge } from "../../../src/engine/plan/role-knowledge.ts";
import { configurationHash } from "../../../src/engine/plan/rules.ts";
import { emptyDialect } from "../../../src/mapping/definition/empty-dialect.ts";
import { defaultMappingSet } from "../../../src/mapping/definition/mapping-set.ts";
import type { Escrow } from "../../../src/ports/store/escrow.ts";
import type { Link } from "../../../src/ports/store/link.ts";
import { defaultAccess } from "../../../src/source/app-role.ts";
import type { Entitlement } from "../../../src/source/entitlement.ts";
import type { SourceUser } from "../../../src/source/source-user.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person, roles } from "../fake-directory.ts";
import { FakeTarget } from "../fake-target.ts";
import { type Choices, rulesOf } from "../rules.ts";

const ada = person("Ada");
const inactive = { active: false };

/** One user's situation. What is not said is ordinary: assigned as `User`, enabled, never seen, nobody in the target. */
type Situation = Choices & {
	readonly user?: SourceUser | null;
	readonly role?: string | null | "not assigned";
	/** Accounts in the target. The first is the linked one where there is a link. */
	readonly accounts?: readonly (readonly [userName: string, rest?: Record<string, unknown>])[];
	readonly link?: Link["state"] | "to an account that is gone";
	readonly refusedBefore?: boolean;
	/** Another source user who wants the same user name. */
	readonly rival?: SourceUser;
	/** Another source user who has the first account. */
	readonly owner?: string;
};

async function plan(situation: Situation): Promise<PlannedAction> {
	const { user = ada, role = "User", accounts = [], link, rival, owner } = situation;
	const target = new FakeTarget();
	const made = accounts.map(([userName, rest]) => target.seed(userName, rest));
	const rules = rulesOf(situation);
	const entitlements = entitled(role);
	const targetId = link === "to an account that is gone" ? "account-gone" : (made[0]?.id ?? "account-gone");
	const state = link === "released" ? "released" : "managed";
	const linked: Link | undefined = link && {
		...{ sourceId: ada.id, targetId, userName: "ada@example.com", displayName: "Ada Example" },
		...{ state, since: 0, fingerprint: "" },
	};
	const matchConflicts = new MatchConflicts();
	for (const one of [ada, ...(rival ? [rival] : [])]) {
		matchConflicts.claim(one.id, [{ target: "userName", value: String(one.attributes.userPrincipalName) }]);
	}
	if (owner) matchConflicts.give(targetId, owner);
	const escrow: Escrow | undefined = situation.refusedBefore
		? {
				...{
					sourceId: ada.id,
					displayName: "Ada",
					userName: "",
					code: "BlockedByDeactivatedAccount",
					reason: "",
					recommendedAction: null,
					remedy: null,
					attempts: 1,
				},
				...{ firstFailed: 0, lastFailed: 0, nextAttempt: 0, role: null, fingerprint: "print" },
			}
		: undefined;
	const common = { sourceId: ada.id, entitlements, link: linked, escrow, fingerprint: "print" };
	const workItem: WorkItem = user
		? { ...common, user }
		: { ...common, user: null, reason: "DeletedAtSource" };
	const nameOf = (id: string) => `name of ${id}`;
	const turn = await planWorkItem(workItem, {
		rules,
		accounts: askTarget(target),
		matchConflicts,
		environment: {},
		roles: new RoleKnowledge(async () => null, {
			refused: async () => new Set(),
			isAccepted: async () => true,
		}),
		nameOf,
	});
	return turn.action;
}

function entitled(role: string | null): readonly Entitlement[] {
	if (role === "not assigned") return [];
	const granted = roles.find(({ value }) => value === role) ?? defaultAccess;
	return [{ role: granted, assignmentId: "1", via: { type: "direct" } }];
}

const disabledAda = person("Ada", { accountEnabled: false });
const binnedAda = person("Ada", { deletedDateTime: "2025-01-01T00:00:00Z" });
const sales = [
	{ name: "Sales", clauses: [{ attribute: "department", operator: "EQUALS", value: "Sales" } as const] },
];
const present = [["ada@example.com"]] as const;
const presentInactive = [["ada@example.com", inactive]] as const;
const twoMatch = { mappings: { mappings: matchingByName() } };

function matchingByName() {
	return defaultMappings.map(({ matchingPrecedence: _, ...mapping }) =>
		mapping.target === "name.familyName" ? { ...mapping, matchingPrecedence: 1 } : mapping,
	);
}

/** A sentence, a situation, and what is planned: the type, and the reason or code where there is one. */
const rules: readonly (readonly [sentence: string, situation: Situation, expected: string])[] = [
	["An assigned user whom nobody matches is created", {}, "create"],
	["A user assigned with default access is created too", { role: null }, "create"],
	["A user who is not assigned is left alone", { role: "not assigned" }, "skip NotAssigned"],
	["A user whom the filters keep out is left alone", { scope: { filters: sales } }, "skip OutOfScope"],
	["A user disabled at the source is not created", { user: disabledAda }, "skip DisabledAtSource"],
	[
		"A user disabled at the source loses the active account that matches, though it was never managed",
		{ user: disabledAda, accounts: present },
		"disable DisabledAtSource",
	],
	[
		"So they do when they are assigned again to an account that was released, and that somebody activated",
		{ user: disabledAda, accounts: present, link: "released" },
		"disable DisabledAtSource",
	],
	[
		"A matching account that is deactivated already is left alone",
		{ user: disabledAda, accounts: presentInactive },
		"skip DisabledAtSource",
	],
	[
		"An account that another source user has is not taken from them",
		{ user: disabledAda, accounts: present, owner: "source-bob" },
		"skip DisabledAtSource",
	],
	[
		"Nor one that another source user will have by the same user name",
		{ user: disabledAda, accounts: present, rival: person("Bob", { userPrincipalName: "ada@example.com" }) },
		"skip DisabledAtSource",
	],
	[
		"Of several accounts that match somebody disabled at the source none is touched",
		{ user: disabledAda, accounts: [["ada@example.com"], ["ada2@example.com"]], ...twoMatch },
		"skip DisabledAtSource",
	],
	[
		"Where the profile disables nobody, not them either",
		{
			user: disabledAda,
			accounts: present,
			mappings: { actions: { create: true, update: true, delete: false } },
		},
		"skip ActionNotAllowed",
	],
	[
		"A user who is not assigned keeps an account that was never managed, disabled at the source or not",
		{ user: disabledAda, role: "not assigned", accounts: present },
		"skip NotAssigned",
	],
	["A user in the source's bin is not created", { user: binnedAda }, "skip SoftDeletedAtSource"],
	[
		"With all users in scope, assignment does not matter",
		{ role: "not assigned", scope: { users: "all" } },
		"create",
	],
	["A matching account without differences is linked", { accounts: present }, "link"],
	[
		"Case does not count in a user name",
		{ accounts: [["Ada@Example.com", { name: { givenName: "Ada", familyName: "Example" } }]] },
		"link",
	],
	["A matching account with differences is updated", { accounts: present, role: "Analyst" }, "update"],
	[
		"A linked account without differences is left as it is",
		{ accounts: present, link: "managed" },
		"skip Unchanged",
	],
	[
		"A linked account with differences is updated",
		{ accounts: present, link: "managed", role: "Analyst" },
		"update",
	],
	[
		"A linked account of another name gets the new name",
		{ accounts: [["countess@example.com"]], link: "managed" },
		"update",
	],
	[
		"An unassigned user's account is disabled",
		{ accounts: present, link: "managed", role: "not assigned" },
		"disable Unassigned",
	],
	[
		"The account of one whom the filters keep out is disabled",
		{ accounts: present, link: "managed", scope: { filters: sales } },
		"disable OutOfScope",
	],
	[
		"The account of one disabled at the source is disabled",
		{ user: disabledAda, accounts: present, link: "managed" },
		"disable DisabledAtSource",
	],
	[
		"The account of one in the bin is disabled",
		{ user: binnedAda, accounts: present, link: "managed" },
		"disable SoftDeletedAtSource",
	],
	[
		"In the bin counts before unassigned, so that the account stays managed",
		{ user: binnedAda, role: "not assigned", accounts: present, link: "managed" },
		"disable SoftDeletedAtSource",
	],
	[
		"The account of one deleted for good is disabled",
		{ user: null, accounts: present, link: "managed" },
		"disable DeletedAtSource",
	],
	[
		"The account of one deleted for good is deleted where settings say so",
		{ user: null, accounts: present, link: "managed", settings: { hardDelete: "delete" } },
		"delete DeletedAtSource",
	],
	[
		"An unassigned user whose account matches but was never linked is left alone",
		{ accounts: present, role: "not assigned" },
		"skip NotAssigned",
	],
	[
		"A released account is no longer touched when unassigned",
		{ accounts: present, link: "released", role: "not assigned" },
		"skip NotAssigned",
	],
	[
		"A released account is no longer touched when the user is deleted",
		{ user: null, accounts: present, link: "released", settings: { hardDelete: "delete" } },
		"skip SoftDeletedAtSource",
	],
	[
		"A released account whose user is in scope again is enabled",
		{ accounts: presentInactive, link: "released" },
		"enable",
	],
	[
		"A released account that is active and the same is linked again",
		{ accounts: present, link: "released" },
		"link",
	],
	[
		"An account that is deactivated already is only released",
		{ accounts: presentInactive, link: "managed", role: "not assigned" },
		"unlink Unassigned",
	],
	[
		"An account that is deactivated already stays managed while its user is disabled",
		{ user: disabledAda, accounts: presentInactive, link: "managed" },
		"skip AlreadyDisabled",
	],
	[
		"Of an account that is gone only the link is dropped",
		{ link: "to an account that is gone", role: "not assigned" },
		"unlink Unassigned",
	],
	["A user whose linked account is gone is created again", { link: "to an account that is gone" }, "create"],
	[
		"A user whose linked account is gone is matched anew",
		{ link: "to an account that is gone", accounts: present },
		"link",
	],
	["A matched deactivated account is enabled", { accounts: presentInactive }, "enable"],
	[
		"A deactivated account is held where settings block it",
		{ accounts: presentInactive, settings: { reactivation: "block" } },
		"fail BlockedByDeactivatedAccount",
	],
	[
		"A deactivated account that the target refused to enable is not tried again",
		{ accounts: presentInactive, refusedBefore: true },
		"fail BlockedByDeactivatedAccount",
	],
	[
		"Several matching accounts are an error",
		{ ...twoMatch, accounts: [["a@example.com"], ["b@example.com"]] },
		"fail DuplicateTargetEntries",
	],
	[
		"Two source users with one user name are an error",
		{ rival: { ...person("Ada"), id: "source-twin" } },
		"fail DuplicateSourceEntries",
	],
	[
		"Another case makes no other user name",
		{ rival: { ...person("Ada", { userPrincipalName: "ADA@example.com" }), id: "source-twin" } },
		"fail DuplicateSourceEntries",
	],
	[
		"An account that is another source user's is an error",
		{ accounts: present, owner: "source-eve" },
		"fail DuplicateSourceEntries",
	],
	[
		"An account that became another source user's is not disabled",
		{ accounts: present, link: "managed", role: "not assigned", owner: "source-eve" },
		"unlink Unassigned",
	],
	[
		"A user without mail lacks a mandatory field",
		{ user: person("Ada", { mail: null }) },
		"fail MandatoryFieldsMissing",
	],
	[
		"Whoever falls out of scope is left where the profile says so",
		{ accounts: present, link: "managed", role: "not assigned", scope: { skipOutOfScopeDeletions: true } },
		"skip OutOfScopeDeletionsSkipped",
	],
	[
		"That setting does not spare those disabled at the source",
		{ user: disabledAda, accounts: present, link: "managed", scope: { skipOutOfScopeDeletions: true } },
		"disable DisabledAtSource",
	],
	[
		"Nobody is created where the profile does not create",
		{ mappings: { actions: { create: false, update: true, delete: true } } },
		"skip ActionNotAllowed",
	],
	[
		"Nobody is updated where the profile does not update",
		{
			accounts: present,
			role: "Analyst",
			mappings: { actions: { create: true, update: false, delete: true } },
		},
		"skip ActionNotAllowed",
	],
	[
		"Nobody is disabled where the profile does not delete",
		{
			accounts: present,
			link: "managed",
			role: "not assigned",
			mappings: { actions: { create: true, update: true, delete: false } },
		},
		"skip ActionNotAllowed",
	],
];

describe("planning one user", () => {
	it.each(rules)("%s", async (_, situation, expected) => {
		const action = await plan(situation);
		const detail =
			"reason" in action ? ` ${action.reason}` : action.type === "fail" ? ` ${action.error.code}` : "";
		expect(`${action.type}${detail}`).toBe(expected);
	});

	it("disables by active alone, whatever else differs", async () => {
		const action = await plan({ accounts: [["other@example.com"]], link: "managed", role: "not assigned" });
		expect(action).toMatchObject({ operations: [{ op: "replace", path: "active", value: false }] });
		expect(action.changes).toEqual([{ name: "active", old: "True", new: "False" }]);
	});

	it("enables and updates in one request", async () => {
		const action = await plan({ accounts: presentInactive, role: "Analyst" });
		expect(action.changes.map(({ name }) => name).sort()).toEqual([
			"active",
			'roles[primary eq "True"].value',
		]);
	});

	it("enables an account also where no mapping speaks of active", async () => {
		const mappings = defaultMappings.filter(({ target }) => target !== "active");
		const action = await plan({ accounts: presentInactive, mappings: { mappings } });
		expect(action).toMatchObject({
			type: "enable",
			operations: [{ op: "replace", path: "active", value: true }],
		});
	});

	it("shows which account was found for a user disabled at the source, and what happens to it", async () => {
		const active = await plan({ user: disabledAda, accounts: present });
		expect(active.steps.map(({ description }) => description).slice(2)).toEqual([
			'account account-1 (active) has userName "ada@example.com".',
			"Deactivate the account: the user is disabled at the source. It was not managed before, and is linked from now on.",
		]);
		const off = await plan({ user: disabledAda, accounts: presentInactive });
		expect(off).toMatchObject({
			target: { id: "account-1" },
			detail: "Disabled at the source; their account ada@example.com (account-1) is deactivated already.",
		});
	});

	it("names the accounts when several accounts match", async () => {
		const action = await plan({ ...twoMatch, accounts: [["a@example.com"], ["b@example.com", inactive]] });
		const error = action.type === "fail" ? action.error.reason : "";
		expect(error).toContain("a@example.com (account-1) and b@example.com (account-2, deactivated)");
	});

	it("names the missing field and the user", async () => {
		const action = await plan({ user: person("Ada", { mail: null }) });
		const error = action.type === "fail" ? action.error.reason : "";
		expect(error).toContain("Ada Example (ada@example.com)");
		expect(error).toContain('emails[type eq "work"].value');
	});

	it("describes the steps for people, in order", async () => {
		const action = await plan({ accounts: present, role: "Analyst" });
		expect(action.steps).toEqual([
			{
				type: "import",
				status: "success",
				description: "The user was read from the source: their account is enabled there.",
			},
			{ type: "scoping", status: "success", description: "In scope. Assigned to the application: Analyst." },
			{
				type: "matching",
				status: "success",
				description: 'account account-1 (active) has userName "ada@example.com".',
			},
			{ type: "processing", status: "success", description: "Update 1 attribute." },
		]);
	});
});

describe("a plan for a target with an empty dialect", () => {
	const mappings = defaultMappingSet(emptyDialect);
	const long = `${"x".repeat(80)}@example.com`;

	it("creates what the standard allows: a long user name, and neither names nor address", async () => {
		const user = person("Ada", { userPrincipalName: long, mail: null, givenName: null, surname: null });
		expect(await plan({ user, mappings })).toMatchObject({ type: "create", user: { userName: long } });
		expect(await plan({ user })).toMatchObject({ type: "fail", error: { code: "MandatoryFieldsMissing" } });
	});

	it("does not touch roles that no mapping sets", async () => {
		const roles = [{ value: "Auditor" }];
		const action = await plan({ mappings, accounts: [["ada@example.com", { roles }]], link: "managed" });
		expect(action.changes.map(({ name }) => name)).not.toContain("roles");
	});
});

describe("the hash of the rules", () => {
	it("does not depend on the dialect, so that it stays the same for a store of an earlier version", () => {
		const { mappings, scope } = rulesOf();
		const { dialect: _, ...set } = mappings.set;
		expect(configurationHash({ ...rulesOf(), mappings, scope })).toBe(
			shortHash(JSON.stringify([set, scope.scope])),
		);
		expect(Object.keys(set)).toEqual(["mappings", "actions", "entraStrict", "attributes"]);
	});
});
