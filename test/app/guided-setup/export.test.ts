import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actions, nothingToDo } from "./steps.ts";
import { details, openTenant } from "./tenant.ts";

describe("an exported setup", () => {
	it("has nothing to do when it is applied, and holds no secret", async () => {
		const tenant = await openTenant();
		const [user] = tenant.world.entra.control.users();
		tenant.write(details.replace("job:", `  - {user: ${user?.userPrincipalName}, role: Analyst}\njob:`));
		await tenant.run(true);
		const setup = await tenant.open();
		const text = await setup.exported();
		setup.close();
		const { accessKey, accessId } = tenant.world.sumo;
		for (const secret of [accessKey, accessId, Buffer.from(`${accessId}:${accessKey}`).toString("base64")])
			expect(text).not.toContain(secret);
		expect(text).toContain("- group: Sumo Readers\n    role: User\n");
		expect(text).toContain(`- user: ${user?.userPrincipalName}\n    role: Analyst\n`);
		writeFileSync(tenant.file, text);
		expect(actions(await tenant.run(false))).toEqual(nothingToDo);
	});

	it("sets up another tenant once app.id is removed, also with roles of other names and quotes in expressions", async () => {
		const tenant = await openTenant();
		const content = `
roles: [User, {value: SecurityAnalyst, sumoRole: Analyst}]
assignments: [{group: Sumo Readers, role: SecurityAnalyst}]
scope:
  filters: [{name: 'Städte "Nord"', clauses: [{attribute: city, operator: EQUALS, value: "Zür\\"ich"}]}]
job: {notificationEmail: ops@example.com}
`;
		tenant.write(content);
		await tenant.run(true);
		const setup = await tenant.open();
		const text = await setup.exported();
		setup.close();
		expect(text).toMatch(/value: SecurityAnalyst\n +sumoRole: Analyst\n/);
		expect(text).toContain("mappings: guide\n");
		// It is that of this organization in Sumo Logic; the other one has its own.
		expect(text).not.toContain("replyUrl");
		writeFileSync(tenant.file, text);
		expect(actions(await tenant.run(false))).toEqual(nothingToDo);

		const other = await openTenant();
		const parsed = text.split("\napp:")[1] ?? "";
		other.write(`app:${parsed}`);
		const foreign = await other.run(false);
		expect(foreign[0]).toMatchObject({
			action: "blocked",
			detail: expect.stringMatching(/app\.id, or remove it/),
		});
		other.write(`app:${parsed.replace(/^ {2}id: .+\n/m, "")}`);
		await other.run(true);
		expect(actions(await other.run(false))).toEqual(nothingToDo);
	});

	it("has a reply URL that is not Sumo Logic's", async () => {
		const tenant = await openTenant();
		tenant.write("saml: {replyUrl: https://sso.example.com/acs}\n");
		await tenant.run(true);
		const setup = await tenant.open();
		expect(await setup.exported()).toContain("replyUrl: https://sso.example.com/acs\n");
		setup.close();
	});

	it("has nothing to do in the demo tenant, which has default access and no job", async () => {
		const tenant = await openTenant({ tenant: "demo" });
		tenant.write("app: {name: Sumo Logic}\n");
		const setup = await tenant.open();
		writeFileSync(tenant.file, await setup.exported());
		setup.close();
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
		expect(tenant.writes()).toBe(0);
	});
});
