import { describe, expect, it } from "vitest";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { compileMappings } from "../../../src/mapping/user/compile.ts";
import { mapUser } from "../../../src/mapping/user/map-user.ts";
import { enterpriseUserSchema, userSchema } from "../../../src/scim/resource.ts";
import { nonGalleryMappings } from "../non-gallery-mappings.ts";
import { ada, adaWith, administrator, analyst, assigned, mapping, setWith, source } from "../people.ts";
import {
	buildUser,
	defaultMappingSet,
	defaultMappings,
	diffUser,
	knownTargets,
	missingFields,
} from "../sumo-defaults.ts";

const built = (from = source(), ...mappings: readonly AttributeMapping[]) =>
	buildUser(mapUser(compileMappings(setWith(...mappings)), from));

describe("buildUser", () => {
	it("gives the body that Sumo Logic documents", () => {
		expect(built(source(ada, assigned(analyst, administrator)))).toEqual({
			schemas: [userSchema],
			userName: "ada@example.com",
			active: true,
			name: { givenName: "Ada", familyName: "Lovelace" },
			emails: [{ type: "work", value: "ada@example.com", primary: true }],
			roles: [
				{ value: "Analyst", primary: true },
				{ value: "Administrator", primary: true },
			],
		});
	});

	it("sends an empty list of roles for default access", () => {
		expect(built(source(ada, assigned())).roles).toEqual([]);
	});

	it("makes structured roles primary", () => {
		const structured = built(
			source(ada, assigned(administrator)),
			mapping("roles", "AppRoleAssignmentsComplex([appRoleAssignments])"),
			mapping('roles[primary eq "True"].value', { type: "none" }),
		);
		expect(structured.roles).toEqual([{ value: "Administrator", primary: true }]);
	});

	it("names the schemas of extensions", () => {
		const user = built(
			source(),
			mapping(`${enterpriseUserSchema}:department`, { type: "constant", value: "R&D" }),
		);
		expect(user.schemas).toEqual([userSchema, enterpriseUserSchema]);
		expect(user[enterpriseUserSchema]).toEqual({ department: "R&D" });
	});

	it("fills defaults and what is set on creation only", () => {
		const user = built(
			source(),
			mapping("title", { type: "direct", attribute: "jobTitle" }, { defaultValue: "Member" }),
			mapping("nickName", { type: "none" }, { defaultValue: "Countess" }),
			mapping("externalId", { type: "direct", attribute: "objectId" }, { apply: "creation" }),
		);
		expect(user).toMatchObject({ title: "Member", nickName: "Countess", externalId: ada.id });
	});

	it("says which required fields are missing, and refuses a user without a userName", () => {
		const bare = adaWith({ mail: undefined, surname: undefined });
		expect(missingFields(built(source(bare)), knownTargets)).toEqual([
			'emails[type eq "work"].value',
			"name.familyName",
		]);
		expect(missingFields(built(), knownTargets)).toEqual([]);
		expect(() => built(source(adaWith({ userPrincipalName: undefined })))).toThrow(
			expect.objectContaining({ code: "MandatoryFieldsMissing", target: "userName" }),
		);
	});

	it.each([
		["the default mappings", defaultMappings],
		["Entra's own mappings for a non-gallery application", nonGalleryMappings],
	])("leaves nothing to update with %s", (_, mappings) => {
		const user = adaWith({
			jobTitle: "Countess",
			officeLocation: "12 St James's Square",
			city: "London",
			country: "UK",
			businessPhones: ["1"],
			mobilePhone: "2",
			faxNumber: "3",
			mailNickname: "ada",
			employeeId: "7",
			department: "Engines",
			manager: "m1",
		});
		const compiled = compileMappings({ ...defaultMappingSet, mappings });
		const mapped = mapUser(compiled, source(user), { reference: (id) => `target of ${id}` });
		const created = buildUser(mapped);
		expect(Object.keys(created).length).toBeGreaterThan(5);
		expect(diffUser(mapped, { id: "1", active: true, ...created }).operations).toEqual([]);
	});

	it("writes Entra's own mappings where the standard has them", () => {
		const compiled = compileMappings({ ...defaultMappingSet, mappings: nonGalleryMappings });
		const user = adaWith({ city: "London", mobilePhone: "2", department: "Engines", manager: "m1" });
		expect(buildUser(mapUser(compiled, source(user), { reference: () => "0A" }))).toMatchObject({
			schemas: [userSchema, enterpriseUserSchema],
			name: { givenName: "Ada", familyName: "Lovelace", formatted: "Ada Lovelace" },
			addresses: [{ type: "work", locality: "London" }],
			phoneNumbers: [{ type: "mobile", value: "2" }],
			[enterpriseUserSchema]: { department: "Engines", manager: { value: "0A" } },
		});
	});
});
