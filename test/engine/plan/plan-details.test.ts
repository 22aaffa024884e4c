import { describe, expect, it } from "vitest";
import { shortHash } from "../../../src/engine/plan/fingerprint.ts";
import { configurationHash } from "../../../src/engine/plan/rules.ts";
import { emptyDialect } from "../../../src/mapping/definition/empty-dialect.ts";
import { defaultMappingSet } from "../../../src/mapping/definition/mapping-set.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { rulesOf } from "../rules.ts";

import { disabledAda, inactive, plan, present, presentInactive, twoMatch } from "./situation.ts";

describe("what a plan says", () => {
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
