import { describe, expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { checkPermissions } from "../../../src/entra/permissions/check-permissions.ts";
import { fakeGraph, type Given } from "../fake-graph.ts";

const applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
const reader = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"; // Directory Readers

const tokenWith = (payload: object) =>
	["{}", JSON.stringify(payload), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");

/** Checks with a token at a Graph that answers as the test says. */
async function check(token: string, answer: (url: string) => Given = () => ({ body: { value: [] } })) {
	const { graphUrl, asked } = await fakeGraph(({ url }) => answer(url));
	const credential = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
	const client = createGraphClient({ graphUrl, credential, retries: 0 });
	const reports = await checkPermissions(client);
	client.close();
	return { states: Object.fromEntries(reports.map(({ area, state }) => [area, state])), reports, asked };
}

const detailOf = (reports: readonly { readonly area: string; readonly detail: string }[], area: string) =>
	reports.find((one) => one.area === area)?.detail;

describe("the permissions of an application", () => {
	it("are those of its token, without a request", async () => {
		const roles = ["User.Read.All", "Directory.Read.All", "AppRoleAssignment.ReadWrite.All"];
		const { states, reports, asked } = await check(tokenWith({ roles }));
		expect(states).toEqual({
			"read-users": "allowed",
			"read-groups": "allowed",
			"read-app": "allowed",
			assign: "allowed",
			app: "missing",
			job: "missing",
			log: "missing",
		});
		expect(asked).toEqual([]);
		expect(detailOf(reports, "job")).toBe(
			"Grant the application permission Synchronization.ReadWrite.All with admin consent. A Privileged Role Administrator can, in the Entra admin center under App registrations, API permissions.",
		);
	});

	it("are enough for groups with the least one that reads groups, members and their changes", async () => {
		const { states } = await check(tokenWith({ roles: ["GroupMember.Read.All"] }));
		expect(states).toMatchObject({ "read-groups": "allowed", "read-users": "missing" });
		const { reports } = await check(tokenWith({ roles: ["User.Read.All"] }));
		expect(detailOf(reports, "read-groups")).toContain("permission GroupMember.Read.All with admin consent");
	});

	it("of owned applications only cannot be judged from the token", async () => {
		const { states, reports } = await check(tokenWith({ roles: ["Application.ReadWrite.OwnedBy"] }));
		expect(states).toMatchObject({
			"read-app": "allowed",
			app: "unchecked",
			job: "unchecked",
			assign: "missing",
		});
		expect(detailOf(reports, "app")).toContain("applications that the operator's app owns");
	});
});

describe("the permissions of a signed-in user", () => {
	const scp =
		"User.Read.All AppRoleAssignment.ReadWrite.All Synchronization.ReadWrite.All ProvisioningLog.Read.All";

	it("need a directory role as well", async () => {
		const admin = await check(tokenWith({ scp, wids: [applicationAdministrator] }));
		expect(admin.states).toMatchObject({
			"read-users": "allowed",
			assign: "allowed",
			job: "allowed",
			log: "missing",
		});
		const plain = await check(tokenWith({ scp, wids: [reader] }));
		expect(plain.states).toMatchObject({ "read-users": "allowed", assign: "missing", job: "missing" });
		expect(detailOf(plain.reports, "assign")).toMatch(
			/user needs the role Application Administrator or Cloud.*can assign it, in the Entra admin center under Roles/,
		);
	});

	it("cannot be judged when the token does not list roles", async () => {
		const { states } = await check(tokenWith({ scp }));
		expect(states).toMatchObject({ "read-users": "allowed", assign: "unchecked", app: "missing" });
	});

	it("name the delegated permission that is missing", async () => {
		const { reports } = await check(tokenWith({ scp: "User.Read" }));
		expect(detailOf(reports, "app")).toContain("Grant the delegated permission Application.ReadWrite.All");
	});
});

describe("a token that says nothing", () => {
	const refused: Given = {
		status: 403,
		body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges." } },
	};

	it.each(["opaque", "a.b.c", tokenWith({ sub: "no permissions" })])(
		"is tried with reads only: %s",
		async (token) => {
			const { states, asked } = await check(token, (url) =>
				url.startsWith("/groups")
					? refused
					: url.startsWith("/auditLogs")
						? { status: 400, body: {} }
						: { body: {} },
			);
			expect(states).toEqual({
				"read-users": "allowed",
				"read-groups": "missing",
				"read-app": "allowed",
				assign: "unchecked",
				app: "unchecked",
				job: "unchecked",
				log: "unchecked",
			});
			expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["GET"]));
		},
	);

	it("names the license where the log is refused without one", async () => {
		const code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
		const { reports } = await check("opaque", (url) =>
			url.startsWith("/auditLogs")
				? { status: 403, body: { error: { code, message: "No premium license." } } }
				: { body: {} },
		);
		expect(detailOf(reports, "log")).toContain("needs a license of Entra ID P1 or P2");
	});

	it("is an error when Graph rejects it", async () => {
		await expect(check("opaque", () => ({ status: 401, body: {} }))).rejects.toMatchObject({
			code: "unauthorized",
		});
	});
});
