import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";

import {
	binnedAda,
	disabledAda,
	plan,
	present,
	presentInactive,
	type Situation,
	sales,
	twoMatch,
} from "./situation.ts";

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
		"A service account that matches a user disabled at the source is left alone",
		{ user: disabledAda, accounts: present, isServiceAccount: true },
		"skip DisabledAtSource",
	],
	[
		"A user whose account would be a service account fails",
		{ accounts: present, isServiceAccount: true },
		"fail Conflict",
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
});
