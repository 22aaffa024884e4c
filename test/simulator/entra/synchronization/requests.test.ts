import { createServer, type IncomingMessage } from "node:http";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../../src/simulator/loopback/json.ts";
import { listening } from "../../../http/loopback.ts";
import { items } from "../../calls.ts";
import { type JobWorld, jobWorld } from "./started-job.ts";

/** A request as a SCIM server got it. */
interface Received {
	readonly method: string;
	readonly path: string;
	readonly body: JsonObject;
}

let at: JobWorld;
let received: Received[];
let accounts: JsonObject[];

/** A SCIM server that shows what the job sends. It stores new accounts, and no changes. */
beforeEach(async () => {
	at = await jobWorld();
	received = [];
	accounts = [];
	const server = createServer((request, response) => {
		read(request).then((body) => {
			const path = decodeURIComponent(request.url ?? "");
			received.push({ method: request.method ?? "", path, body });
			const [, name] = /\?filter=userName\+eq\+"(.*)"$/.exec(path) ?? [];
			if (request.method === "POST") accounts.push({ id: String(accounts.length + 1), ...body });
			const found =
				name === undefined
					? (accounts.find(({ id }) => path.endsWith(`/${String(id)}`)) ?? accounts.at(-1))
					: { Resources: accounts.filter(({ userName }) => userName === name) };
			response
				.writeHead(found ? 200 : 404, { "content-type": "application/scim+json" })
				.end(JSON.stringify(found ?? {}));
		});
	});
	const origin = await listening(server, "http");
	await at.secrets({ BaseAddress: `${origin}/scim` });
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const { control } = at.world.entra;
	control.addUser({ userPrincipalName: "ada@example.com", givenName: "Ada", surname: "Lund" });
	control.assign("ada@example.com", "Analyst");
});

async function read(request: IncomingMessage): Promise<JsonObject> {
	let text = "";
	for await (const chunk of request) text += String(chunk);
	const body: Json = text === "" ? {} : JSON.parse(text);
	return isObject(body) ? body : {};
}

const start = () => at.graph("POST", `${at.job}/start`);
const sent = (method: string) => received.filter((one) => one.method === method);
const operations = () => sent("PATCH").map(({ body }) => items(body, "Operations"));
const flag = async (query: string) => {
	const { body } = await at.graph("GET", `${at.base}/secrets`);
	const base = items(body, "value").find(({ key }) => key === "BaseAddress")?.value;
	await at.secrets({ BaseAddress: `${String(base)}${query}` });
};

describe("the requests of the hosted job", () => {
	it("test the connection, match, and create with a whole account", async () => {
		await start();
		await at.cycle();
		expect(
			received.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "GUID")}`),
		).toEqual([
			'GET /scim/Users?filter=userName+eq+"GUID"',
			'GET /scim/Users?filter=userName+eq+"ada@example.com"',
			"POST /scim/Users",
		]);
		expect(sent("POST")[0]?.body).toEqual({
			schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
			userName: "ada@example.com",
			active: true,
			emails: [{ type: "work", value: "ada@example.com", primary: true }],
			name: { givenName: "Ada", familyName: "Lund" },
			roles: [{ primary: true, value: "Analyst" }],
			meta: { resourceType: "User" },
		});
	});

	it("change one path per operation in Entra's older form", async () => {
		await start();
		await at.cycle();
		const { control } = at.world.entra;
		control.editUser("ada@example.com", { givenName: "Adele", surname: "Berg" });
		await at.cycle();
		control.unassign("ada@example.com");
		await at.cycle();
		expect(operations()).toEqual([
			[
				{ op: "Replace", path: "name.givenName", value: "Adele" },
				{ op: "Replace", path: "name.familyName", value: "Berg" },
			],
			[{ op: "Replace", path: "active", value: "False" }],
		]);
	});

	it("join single values in one operation with the flag, in any case", async () => {
		await flag("?AADOptscim062020");
		await at.edit({ mappings: { title: "[jobTitle]" } });
		await start();
		await at.cycle();
		accounts = accounts.map((one) => ({
			...one,
			active: false,
			roles: [{ primary: true, value: "User" }],
		}));
		const change = { givenName: "Adele", jobTitle: "Engineer", mail: "adele@example.com" };
		at.world.entra.control.editUser("ada@example.com", change);
		await at.cycle();
		expect(operations()).toEqual([
			[
				{ op: "replace", value: { active: true, "name.givenName": "Adele", title: "Engineer" } },
				{ op: "replace", path: 'emails[type eq "work"].value', value: "adele@example.com" },
				{ op: "replace", path: 'roles[primary eq "True"].value', value: "Analyst" },
			],
		]);
	});

	it("only add roles with AppRoleAssignmentsComplex, and replace them with the assertive one", async () => {
		const { control } = at.world.entra;
		const edit = (expression: string) =>
			at.edit({ mappings: { 'roles[primary eq "True"].value': null, roles: expression } });
		await edit("AppRoleAssignmentsComplex([appRoleAssignments])");
		await start();
		await at.cycle();
		const type = "WindowsAzureActiveDirectoryRole";
		const analyst = { primary: false, type, display: "Analyst", value: "Analyst" };
		const administrator = { primary: false, type, display: "Administrator", value: "Administrator" };
		expect(sent("POST")[0]?.body.roles).toEqual([analyst]);
		control.unassign("ada@example.com");
		control.assign("ada@example.com", "Administrator");
		await at.cycle();
		expect(operations()).toEqual([[{ op: "Add", path: "roles", value: [administrator] }]]);
		await edit("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])");
		await at.cycle();
		expect(operations().at(-1)).toEqual([{ op: "Replace", path: "roles", value: [administrator] }]);
	});

	it("name extensions in the schemas, and a manager by the account's ID once there is one", async () => {
		const { control } = at.world.entra;
		const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
		const manager = `${enterprise}:manager`;
		await at.edit({
			mappings: { [`${enterprise}:department`]: "[department]", [manager]: "[manager]" },
			attributes: { [manager]: { type: "Reference" } },
		});
		const boss = control.user("ada@example.com");
		const report = control.addUser({ userPrincipalName: "ben@example.com", department: "Sales" });
		control.assign(report.id, "Analyst");
		expect(
			(
				await at.graph("PUT", `/users/${report.id}/manager/$ref`, {
					"@odata.id": `${at.world.entra.graphUrl}/users/${boss?.id}`,
				})
			).status,
		).toBe(204);
		await start();
		await at.cycle();
		const [first, second] = sent("POST");
		expect(first?.body.userName).toBe("ada@example.com");
		expect(first?.body.schemas).toEqual(["urn:ietf:params:scim:schemas:core:2.0:User"]);
		expect(second?.body).toMatchObject({
			schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise],
			[enterprise]: { department: "Sales", manager: "1" },
		});
	});

	it("try groups too while their mapping is on, which Sumo Logic does not know", async () => {
		const { control } = at.world.entra;
		await at.secrets({ BaseAddress: at.world.sumo.scimUrl });
		await at.graph("POST", "/groups", { displayName: "Analysts" });
		control.assign("Analysts", "Analyst");
		await at.edit({ groups: true });
		await start();
		expect(await at.cycle()).toEqual([
			"ada@example.com create success",
			`${control.group("Analysts")?.id} create failure SystemForCrossDomainIdentityManagementServiceIncompatible`,
		]);
		expect(await at.status()).toMatchObject({
			lastExecution: { state: "EntryLevelErrors", countImported: 2 },
		});
		await at.edit({ groups: false });
		expect(await at.cycle()).toEqual(["ada@example.com other skipped RedundantExport"]);
	});
});
