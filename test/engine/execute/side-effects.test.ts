import { describe, expect, it } from "vitest";
import { sideEffects } from "../../../src/engine/execute/side-effects.ts";
import type { Write } from "../../../src/engine/plan/action/desired-state.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { direct, expression } from "../../../src/mapping/definition/plain-mapping.ts";
import { compileMappings } from "../../../src/mapping/user/compile.ts";
import { type ScimUser, scimUser } from "../../../src/scim/resource.ts";
import { defaultMappingSet } from "../../mapping/sumo-defaults.ts";

const compiled = (...mappings: readonly AttributeMapping[]) =>
	compileMappings({ ...defaultMappingSet, mappings: [direct("userName", "userPrincipalName"), ...mappings] });

const before = scimUser.parse({
	id: "1",
	userName: "ada@example.com",
	active: true,
	title: "Countess",
	name: { givenName: "Ada", familyName: "Byron" },
	emails: [{ value: "ada@example.com", type: "work", primary: true }],
	roles: ["Analyst", "User"],
});

/** An update of these attributes. */
function updateOf(...names: readonly string[]): Write {
	const changes = names.map((name) => ({ name, old: null, new: "new" }));
	const steps = { source: null, target: null, steps: [] };
	return { ...steps, type: "update", present: before, operations: [], changes, sets: [] };
}

const shownAs = (change: Partial<ScimUser>): ScimUser => scimUser.parse({ ...before, ...change });

describe("what an update changed without being asked to", () => {
	it("is nothing where case, order and form differ", () => {
		const mappings = compiled(
			direct('emails[type eq "work"].value', "mail"),
			expression('roles[primary eq "True"].value', "AppRoleAssignments([appRoleAssignments])"),
		);
		const same = shownAs({
			userName: "ADA@example.com",
			emails: ["Ada@Example.com"],
			roles: [{ value: "User" }, { value: "Analyst" }],
		});
		expect(sideEffects(updateOf("name.familyName"), same, mappings)).toEqual([]);
	});

	it("is nothing of a list that was written", () => {
		const mappings = compiled(
			direct('emails[type eq "work"].value', "mail"),
			direct('emails[type eq "home"].value', "otherMails"),
		);
		const moved = shownAs({ emails: [{ value: "countess@example.com", type: "work" }] });
		expect(sideEffects(updateOf('emails[type eq "work"].value'), moved, mappings)).toEqual([]);
	});

	it("does not show a value that is redacted", () => {
		const mappings = compiled(expression("name.givenName", "Redact([givenName])"));
		expect(sideEffects(updateOf("userName"), shownAs({ name: { givenName: "Eve" } }), mappings)).toEqual([
			{ name: "name.givenName", old: "[Redact]", new: "[Redact]" },
		]);
	});

	it("is nothing that the target may not return", () => {
		const { title: _, ...untitled } = before;
		const mappings = compiled(direct("title", "jobTitle"));
		expect(sideEffects(updateOf("userName"), scimUser.parse(untitled), mappings)).toEqual([]);
		expect(sideEffects(updateOf("userName"), shownAs({ title: "Baroness" }), mappings)).toEqual([
			{ name: "title", old: "Baroness", new: "Countess" },
		]);
	});

	it("is a value that was not there before", () => {
		const mappings = compiled(direct("name.middleName", "middleName"));
		const longer = shownAs({ name: { givenName: "Ada", middleName: "King", familyName: "Byron" } });
		expect(sideEffects(updateOf("userName"), longer, mappings)).toEqual([
			{ name: "name.middleName", old: "King", new: null },
		]);
	});
});
