import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type EntraSchema, readDocument } from "../../../src/entra-schema/document.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { actions, nothingToDo } from "./steps.ts";
import { openTenant } from "./tenant.ts";

const template = "/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate";

/** The tenant's own Graph, as an administrator uses it with other tools. */
async function byHand({ world: { entra } }: Awaited<ReturnType<typeof openTenant>>) {
	const { token } = await simulatorCredential(entra).getToken();
	return async (method: string, path: string, body?: unknown) => {
		const response = await fetch(`${entra.graphUrl}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
		return text === "" ? null : JSON.parse(text);
	};
}

const role = (value: string, more: object = {}) => ({
	id: crypto.randomUUID(),
	displayName: value,
	description: value,
	value,
	isEnabled: true,
	allowedMemberTypes: ["User"],
	...more,
});

/** A schema with undocumented members, a mapping that is written once, and a filter. */
function withForeignParts(schema: EntraSchema): EntraSchema {
	return {
		...schema,
		"x-unknown": { a: [1] },
		synchronizationRules: schema.synchronizationRules.map((rule) => ({
			...rule,
			future: true,
			objectMappings: rule.objectMappings?.map((mapping) =>
				mapping.sourceObjectName !== "User"
					? mapping
					: {
							...mapping,
							newThing: "n",
							flowTypes: "Add, Update",
							attributeMappings: [
								...(mapping.attributeMappings?.filter((one) => one.targetAttributeName !== "title") ?? []),
								{
									targetAttributeName: "title",
									source: { type: "Attribute", name: "jobTitle", expression: "[jobTitle]", parameters: [] },
									defaultValue: "none",
									matchingPriority: 0,
									flowBehavior: "FlowWhenChanged",
									flowType: "ObjectAddOnly",
									exportMissingReferences: false,
									odd: 5,
								},
							],
							scope: {
								groups: [
									{
										name: "engineers",
										clauses: [
											{
												operatorName: "EQUALS",
												sourceOperandName: "department",
												targetOperand: { values: ["Engineering"] },
												odd: 1,
											},
										],
									},
								],
								inputFilterGroups: [
									{
										name: "with mail",
										clauses: [
											{
												operatorName: "IS NOT NULL",
												sourceOperandName: "mail",
												targetOperand: { values: [] },
											},
										],
									},
								],
								categoryFilterGroups: [],
							},
						},
			),
		})),
	};
}

function withUsersOff(schema: EntraSchema): EntraSchema {
	return {
		...schema,
		synchronizationRules: schema.synchronizationRules.map((rule) => ({
			...rule,
			objectMappings: rule.objectMappings?.map((mapping) =>
				mapping.sourceObjectName === "User" ? { ...mapping, enabled: false } : mapping,
			),
		})),
	};
}

it("has nothing to do for an application that was made by hand, with parts that are not known", async () => {
	const tenant = await openTenant();
	const send = await byHand(tenant);
	const { application, servicePrincipal } = await send("POST", template, { displayName: "Hand's App" });
	const principal = `/servicePrincipals/${servicePrincipal.id}`;
	const roles = [role("Analyst"), role("Zed.Foreign", { displayName: "Another name" }), role("Old")];
	const setRoles = (given: readonly object[]) =>
		send("PATCH", `/applications/${application.id}`, { appRoles: [...application.appRoles, ...given] });
	await setRoles(roles);
	const { value: groups } = await send("GET", "/groups");
	const { value: users } = await send("GET", "/users?$top=3");
	const assigned = [
		[groups[0].id, roles[0]?.id],
		[groups[1].id, application.appRoles[0].id],
		[users[0].id, roles[1]?.id],
		[users[1].id, roles[2]?.id],
	];
	for (const [principalId, appRoleId] of assigned)
		await send("POST", `${principal}/appRoleAssignedTo`, {
			principalId,
			resourceId: servicePrincipal.id,
			appRoleId,
		});
	await setRoles(roles.map((one) => (one.value === "Old" ? { ...one, isEnabled: false } : one)));
	await send("PATCH", principal, { preferredSingleSignOnMode: "saml" });
	await send("PATCH", `/applications/${application.id}`, {
		identifierUris: ["https://service.sumologic.com", "urn:another:id"],
		web: { redirectUris: ["https://a.example/acs", "https://b.example/acs"] },
	});
	const { thumbprint } = await send("POST", `${principal}/addTokenSigningCertificate`, {
		displayName: "CN=hand",
	});
	await send("PATCH", principal, { preferredTokenSigningKeyThumbprint: thumbprint });
	const job = await send("POST", `${principal}/synchronization/jobs`, { templateId: "scim" });
	const { sumo } = tenant.world;
	await send("PUT", `${principal}/synchronization/secrets`, {
		value: [
			{ key: "BaseAddress", value: sumo.scimUrl },
			{ key: "SecretToken", value: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64") },
			{ key: "SyncNotificationSettings", value: '{"Enabled":false,"Recipients":"old@example.com"}' },
		],
	});
	const schema = `${principal}/synchronization/jobs/${job.id}/schema`;
	await send("PUT", schema, withForeignParts(readDocument(await send("GET", schema))));
	await send("POST", `${principal}/synchronization/jobs/${job.id}/start`);

	const expectNothingToDo = async () => {
		tenant.write(`app: {name: "Hand's App"}\n`);
		const setup = await tenant.open();
		const exported = await setup.exported();
		writeFileSync(tenant.file, exported);
		setup.close();
		const before = tenant.writes();
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
		expect(tenant.writes()).toBe(before);
		return exported;
	};
	expect(await expectNothingToDo()).not.toContain("users: false");
	await send("PUT", schema, withUsersOff(readDocument(await send("GET", schema))));
	expect(await expectNothingToDo()).toContain("users: false");
});
