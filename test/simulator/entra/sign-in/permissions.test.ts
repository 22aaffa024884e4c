import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { World } from "../../../../src/simulator/world.ts";
import { emptyWorld, graphCall, items } from "../../calls.ts";
import batchExample from "../examples/batch-response-throttled.json" with { type: "json" };
import errors from "../examples/errors.json" with { type: "json" };

let world: World;

beforeEach(async () => {
	world = await emptyWorld();
	onTestFinished(() => world.close());
});

describe("missing consent", () => {
	const areas: readonly (readonly [area: string, permission: string, method: string, path: string])[] = [
		["users", "User.Read.All", "GET", "/users"],
		["deleted users", "User.Read.All", "GET", "/directory/deletedItems/microsoft.graph.user"],
		["changes of users", "User.Read.All", "GET", "/users/delta"],
		["groups", "Group.Read.All", "GET", "/groups"],
		["applications", "Application.Read.All", "GET", "/applications"],
		["assignments", "Application.Read.All", "GET", "/servicePrincipals/{sp}/appRoleAssignedTo"],
		["jobs", "Synchronization.Read.All", "GET", "/servicePrincipals/{sp}/synchronization/jobs"],
		["the log", "ProvisioningLog.Read.All", "GET", "/auditLogs/provisioning"],
	];

	it.each(areas)(
		"refuses %s without %s, and allows them with it",
		async (_area, permission, method, template) => {
			const { control, servicePrincipalId } = world.entra;
			const path = template.replace("{sp}", servicePrincipalId);
			control.behave({ permissions: [permission] });
			const allowed = await graphCall(world);
			expect((await allowed(method, path)).status).toBe(200);
			control.behave({ permissions: [] });
			const refused = await graphCall(world);
			const expected = path.includes("synchronization")
				? errors["permission missing, synchronization calls"]
				: errors["permission missing"];
			expect(await refused(method, path)).toMatchObject({
				status: expected.status,
				body: { error: { code: expected.body.error.code, message: expected.body.error.message } },
			});
		},
	);

	it("takes effect with the next token, and may answer 403 to synchronization calls", async () => {
		const { control, servicePrincipalId } = world.entra;
		const earlier = await graphCall(world);
		control.behave({ permissions: ["Synchronization.Read.All"], synchronizationDenied: 403 });
		expect((await earlier("GET", "/users")).status).toBe(200);
		const later = await graphCall(world);
		const jobs = `/servicePrincipals/${servicePrincipalId}/synchronization/jobs`;
		expect((await later("GET", jobs)).status).toBe(200);
		expect(await later("POST", jobs, { templateId: "scim" })).toMatchObject({
			status: 403,
			body: { error: { code: "Authorization_RequestDenied" } },
		});
	});
});

describe("on request", () => {
	it("single requests of a batch are throttled, and those that depend on them fail", async () => {
		const { control } = world.entra;
		const user = control.addUser({ userPrincipalName: "ada@example.com" });
		control.throttle(1, 2.128, { path: "/groups", inBatch: true });
		const graph = await graphCall(world);
		expect((await graph("GET", "/groups")).status).toBe(200);
		const { status, body } = await graph("POST", "/$batch", {
			requests: [
				{ id: "1", method: "GET", url: `/users/${user.id}` },
				{ id: "2", method: "GET", url: "/groups" },
				{ id: "3", method: "GET", url: "/users", dependsOn: ["2"] },
			],
		});
		expect(status).toBe(200);
		const { error } = batchExample.response_200.responses[0]?.body ?? {};
		expect(items(body, "responses")).toMatchObject([
			{ id: "1", status: 200 },
			{
				id: "2",
				status: 429,
				headers: { "retry-after": "2.128" },
				body: { error: { code: error?.code, message: error?.message, innerError: { status: "429" } } },
			},
			{ id: "3", status: 424, body: { error: { code: "FailedDependency" } } },
		]);
	});

	it.each([
		["badRequest", "assignment exists", 400],
		["multipleObjects", "assignment exists, other form", 400],
		["conflict", "assignment exists, other form", 409],
	] as const)("an assignment that exists is refused as %s", async (assignmentExists, example, status) => {
		const { control, servicePrincipalId } = world.entra;
		const { id: principalId } = control.addUser({ userPrincipalName: "ada@example.com" });
		const { appRoleId } = control.assign(principalId, "Analyst");
		control.behave({ assignmentExists });
		const graph = await graphCall(world);
		const body = { principalId, resourceId: servicePrincipalId, appRoleId };
		const refused = await graph("POST", `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`, body);
		const { code, message } = errors[example].body.error;
		expect(refused).toMatchObject({ status, body: { error: { code, message } } });
	});

	it.each([
		["410", 410, "syncStateNotFound"],
		["resyncRequired", 410, "resyncRequired"],
		["syncStateNotFound", 400, "syncStateNotFound"],
	] as const)("an expired delta link is refused as %s", async (deltaExpiry, status, code) => {
		const { control } = world.entra;
		const graph = await graphCall(world);
		const link = String((await graph("GET", "/users/delta")).body["@odata.deltaLink"]);
		control.behave({ deltaExpiry });
		control.expireDeltaTokens();
		const refused = await graph("GET", link);
		expect(refused).toMatchObject({ status, body: { error: { code } } });
		expect(refused.headers.has("location")).toBe(status === 410);
	});

	it("a role that is being disabled reads as enabled for a while, and cannot be removed until then", async () => {
		const { control, servicePrincipalId } = world.entra;
		const graph = await graphCall(world);
		const path = `/servicePrincipals/${servicePrincipalId}`;
		const { body } = await graph("GET", path);
		const app = `/applications(appId='${String(body.appId)}')`;
		const roles = items(body, "appRoles").map(({ origin: _, ...role }) => role);
		const [first, ...rest] = roles;
		control.behave({ replicationLag: { requests: 0, roleReads: 2 } });
		const disabled = [{ ...first, isEnabled: false }, ...rest];
		expect((await graph("PATCH", app, { appRoles: disabled })).status).toBe(204);
		expect((await graph("PATCH", app, { appRoles: rest })).body).toMatchObject({
			error: { code: "CannotDeleteOrUpdateEnabledEntitlement" },
		});
		const enabled = async () => items((await graph("GET", path)).body, "appRoles")[0]?.isEnabled;
		expect(await enabled()).toBe(true);
		expect(await enabled()).toBe(false);
		expect((await graph("PATCH", app, { appRoles: rest })).status).toBe(204);
	});

	it("another administrator changes a schema between a read and a write, and a job is put into quarantine", async () => {
		const { control, controlUrl, servicePrincipalId } = world.entra;
		const graph = await graphCall(world);
		const base = `/servicePrincipals/${servicePrincipalId}/synchronization/jobs`;
		const { id } = (await graph("POST", base, { templateId: "scim" })).body;
		const path = `${base}/${String(id)}`;
		const post = (what: string, body: object) =>
			fetch(`${controlUrl}/synchronization/${what}`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			});
		expect((await post("race", { afterReads: 2 })).status).toBe(204);
		const versions: unknown[] = [];
		for (let read = 0; read < 3; read++) versions.push((await graph("GET", `${path}/schema`)).body.version);
		expect(versions).toEqual(["Version:1, ", "Version:1, ", "Version:2, "]);
		expect(JSON.stringify(control.jobs()[0]?.schema)).toContain("another administrator");
		expect((await post("quarantine", { reason: "TooManyDeletes" })).status).toBe(204);
		expect((await graph("GET", path)).body).toMatchObject({
			status: { code: "Quarantine", quarantine: { reason: "TooManyDeletes" } },
		});
		expect((await post("run", {})).status).toBe(409);
	});
});
