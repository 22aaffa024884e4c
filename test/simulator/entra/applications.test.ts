import { X509Certificate } from "node:crypto";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { isObject, type JsonObject } from "../../../src/simulator/loopback/json.ts";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { type Call, graphCall, items } from "../calls.ts";
import assignmentExample from "./examples/app-role-assignment.json" with { type: "json" };
import errors from "./examples/errors.json" with { type: "json" };
import instantiateExample from "./examples/instantiate-response.json" with { type: "json" };
import { differences } from "./same-shape.ts";

const template = "/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate";
const roleId = "6b5c8091-c3d4-4e60-9172-8d9e0f1a2b3c";

let world: World;
let graph: Call;

beforeEach(async () => {
	world = await startSimulators({ tenant: "empty" });
	onTestFinished(() => world.close());
	graph = await graphCall(world);
});

const object = (value: unknown): JsonObject =>
	isObject(JSON.parse(JSON.stringify(value))) ? JSON.parse(JSON.stringify(value)) : {};

/** A new application, as object ids of the application and of the service principal. */
async function instantiate(displayName = "Sumo Logic") {
	const { body } = await graph("POST", template, { displayName });
	return { body, app: String(object(body.application).id), sp: String(object(body.servicePrincipal).id) };
}

/** The roles of an application with one more. */
async function withRole(app: string, role: JsonObject): Promise<JsonObject[]> {
	const { body } = await graph("GET", `/applications/${app}`);
	return [...items(body, "appRoles"), role];
}

const role = (change: JsonObject = {}): JsonObject => ({
	id: roleId,
	displayName: "Analyst",
	description: "Analyst",
	value: "Analyst",
	isEnabled: true,
	allowedMemberTypes: ["User"],
	...change,
});

/** The documented code and message of a failure. */
function failure(name: keyof typeof errors) {
	const { status, body } = errors[name];
	return { status, body: { error: { code: "error" in body ? body.error.code : "" } } };
}

describe("an application from the template", () => {
	it("has the shape and the default roles that Graph documents", async () => {
		const { body, sp } = await instantiate();
		expect(differences(body, object(instantiateExample))).toEqual([]);
		expect(object(body.application).appRoles).toEqual(instantiateExample.application.appRoles);
		expect(object(body.servicePrincipal).tags).toEqual(instantiateExample.servicePrincipal.tags);
		const appId = String(object(body.servicePrincipal).appId);
		expect((await graph("GET", `/servicePrincipals(appId='${appId}')`)).body.id).toBe(sp);
	});

	it("is another one each time, whatever its name, and is found by name, template and tag", async () => {
		const first = await instantiate("Bob's");
		const second = await instantiate("Bob's");
		expect(second.sp).not.toBe(first.sp);
		const found = async (filter: string) =>
			items(
				(await graph("GET", `/servicePrincipals?$filter=${encodeURIComponent(filter)}`)).body,
				"value",
			).map(({ id }) => id);
		expect(await found("displayName eq 'Bob''s'")).toEqual([first.sp, second.sp]);
		expect(await found("applicationTemplateId eq '8adf8e6e-67b2-4cf2-a259-e3dc5476c621'")).toHaveLength(2);
		await graph("PATCH", `/applications/${second.app}`, { tags: ["ours"] });
		expect(await found("tags/any(t:t eq 'ours')")).toEqual([second.sp]);
	});

	it("is not visible to the first requests when replication lags", async () => {
		world.entra.control.behave({ replicationLag: { requests: 2 } });
		const { sp } = await instantiate();
		const answers = [];
		for (let read = 0; read < 3; read++)
			answers.push((await graph("GET", `/servicePrincipals/${sp}`)).status);
		expect(answers).toEqual([404, 404, 200]);
		world.entra.control.behave({ replicationLag: { requests: 1, status: 403 } });
		const other = await instantiate();
		expect(await graph("GET", `/servicePrincipals/${other.sp}`)).toMatchObject(failure("permission missing"));
	});
});

describe("the roles of an application", () => {
	it("are replaced as a whole; an enabled role is disabled before it is changed or removed", async () => {
		const { app } = await instantiate();
		const original = await withRole(app, role());
		expect((await graph("PATCH", `/applications/${app}`, { appRoles: original })).status).toBe(204);
		const without = original.filter(({ id }) => id !== roleId);
		const refused = failure("enabled role changed or removed");
		expect(await graph("PATCH", `/applications/${app}`, { appRoles: without })).toMatchObject(refused);
		const changed = [...without, role({ value: "Other", isEnabled: false })];
		expect(await graph("PATCH", `/applications/${app}`, { appRoles: changed })).toMatchObject(refused);
		const disabled = [...without, role({ isEnabled: false })];
		expect((await graph("PATCH", `/applications/${app}`, { appRoles: disabled })).status).toBe(204);
		expect((await graph("PATCH", `/applications/${app}`, { appRoles: without })).status).toBe(204);
	});

	it("for applications only is kept as such, and is not assigned to users", async () => {
		const { app, sp } = await instantiate();
		const appRoles = await withRole(app, role({ allowedMemberTypes: ["Application"] }));
		await graph("PATCH", `/applications/${app}`, { appRoles });
		const shown = items((await graph("GET", `/applications/${app}`)).body, "appRoles");
		expect(shown.find(({ id }) => id === roleId)).toMatchObject({ allowedMemberTypes: ["Application"] });
		const principalId = world.entra.control.users()[0]?.id ?? "";
		const body = { principalId, resourceId: sp, appRoleId: roleId };
		expect(await graph("POST", `/servicePrincipals/${sp}/appRoleAssignedTo`, body)).toMatchObject(
			failure("role id unknown, or zeros where roles exist"),
		);
	});

	it.each([
		["a space", { value: "Security Analyst" }],
		["a leading period", { value: ".Analyst" }],
		["more than 120 characters", { value: "x".repeat(121) }],
	])("cannot have a value with %s", async (_what, change) => {
		const { app } = await instantiate();
		const appRoles = await withRole(app, role(change));
		expect((await graph("PATCH", `/applications/${app}`, { appRoles })).status).toBe(400);
	});

	it("have unique values", async () => {
		const { app } = await instantiate();
		const appRoles = [...(await withRole(app, role())), role({ id: "6b5c8091-c3d4-4e60-9172-8d9e0f1a2b3d" })];
		expect((await graph("PATCH", `/applications/${app}`, { appRoles })).status).toBe(400);
	});

	it("are assigned in the documented form, not twice, and not by the id of zeros", async () => {
		const { app, sp } = await instantiate();
		await graph("PATCH", `/applications/${app}`, { appRoles: await withRole(app, role()) });
		const principalId = world.entra.control.users()[0]?.id ?? "";
		const path = `/servicePrincipals/${sp}/appRoleAssignedTo`;
		const assign = (appRoleId: string) => graph("POST", path, { principalId, resourceId: sp, appRoleId });
		const made = await assign(roleId);
		expect(made.status).toBe(201);
		const { "@odata.context": _, ...example } = object(assignmentExample.post_response_201);
		expect(differences(made.body, example)).toEqual([]);
		expect(await assign(roleId)).toMatchObject(failure("assignment exists"));
		const zeros = "00000000-0000-0000-0000-000000000000";
		expect(await assign(zeros)).toMatchObject(failure("role id unknown, or zeros where roles exist"));
	});
});

describe("SAML of an application", () => {
	it("comes before an identifier on a foreign domain, which is unique in the tenant", async () => {
		const { app, sp } = await instantiate();
		const change = {
			identifierUris: ["https://service.sumologic.com"],
			web: { redirectUris: ["https://acs.test"] },
		};
		expect(await graph("PATCH", `/applications/${app}`, change)).toMatchObject(
			failure("identifier URI on a foreign domain"),
		);
		await graph("PATCH", `/servicePrincipals/${sp}`, { preferredSingleSignOnMode: "saml" });
		expect((await graph("PATCH", `/applications/${app}`, change)).status).toBe(204);
		const { body } = await graph("GET", `/servicePrincipals/${sp}`);
		expect(body).toMatchObject({ preferredSingleSignOnMode: "saml", replyUrls: ["https://acs.test"] });
		const other = await instantiate();
		await graph("PATCH", `/servicePrincipals/${other.sp}`, { preferredSingleSignOnMode: "saml" });
		expect((await graph("PATCH", `/applications/${other.app}`, change)).status).toBe(400);
	});

	it("is signed with a certificate whose key shows on one object only, when it is selected", async () => {
		const { sp } = await instantiate();
		const path = `/servicePrincipals/${sp}`;
		expect((await graph("POST", `${path}/addTokenSigningCertificate`, { displayName: "sumo" })).status).toBe(
			400,
		);
		const { status, body } = await graph("POST", `${path}/addTokenSigningCertificate`, {
			displayName: "CN=sumo",
		});
		expect(status).toBe(200);
		const certificate = new X509Certificate(Buffer.from(String(body.key), "base64"));
		expect(certificate.subject).toBe("CN=sumo");
		expect(certificate.fingerprint.replaceAll(":", "")).toBe(body.thumbprint);
		const preferred = { preferredTokenSigningKeyThumbprint: String(body.thumbprint) };
		expect((await graph("PATCH", path, preferred)).status).toBe(204);
		const keys = async (url: string) =>
			items((await graph("GET", url)).body, "keyCredentials").map(({ key, usage }) => [usage, key]);
		expect(await keys(path)).toEqual([
			["Sign", null],
			["Verify", null],
		]);
		expect(await keys(`${path}?$select=keyCredentials`)).toEqual([
			["Sign", null],
			["Verify", body.key],
		]);
	});
});

describe("a deleted application", () => {
	it("is listed until it is restored with the same ids, or deleted permanently", async () => {
		const { app, sp } = await instantiate();
		expect((await graph("DELETE", `/applications/${app}`)).status).toBe(204);
		expect((await graph("GET", `/servicePrincipals/${sp}`)).status).toBe(404);
		const list = async () =>
			items((await graph("GET", "/directory/deletedItems/microsoft.graph.application")).body, "value");
		expect(await list()).toMatchObject([
			{ id: app, displayName: "Sumo Logic", deletedDateTime: expect.stringMatching(/^20/) },
		]);
		expect((await graph("GET", `/directory/deletedItems/${app}`)).body).toMatchObject({ id: app });
		expect((await graph("POST", `/directory/deletedItems/${app}/restore`)).body).toMatchObject({ id: app });
		expect(await list()).toEqual([]);
		expect((await graph("GET", `/servicePrincipals/${sp}`)).body).toMatchObject({ id: sp });
		await graph("DELETE", `/applications/${app}`);
		expect((await graph("DELETE", `/directory/deletedItems/${app}`)).status).toBe(204);
		expect((await graph("DELETE", `/directory/deletedItems/${app}`)).status).toBe(404);
		expect((await graph("POST", `/directory/deletedItems/${app}/restore`)).status).toBe(404);
	});
});
