import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { missingAfter, type StepReport } from "../../../src/setup/step.ts";
import { actions } from "./steps.ts";
import { details, openTenant } from "./tenant.ts";

describe("groups in a tenant without a license of P1 or P2", () => {
	const headers = { "content-type": "application/json" };
	const planOf = (servicePlanName: string) => ({
		kind: "status" as const,
		status: 200,
		path: "/subscribedSkus",
		headers,
		text: JSON.stringify({ value: [{ capabilityStatus: "Enabled", servicePlans: [{ servicePlanName }] }] }),
	});
	const detailOf = (steps: readonly StepReport[]) => steps.find(({ step }) => step === "assignments")?.detail;

	it("are flagged by the plan and refused by Entra in a tenant whose subscription lacks it", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.behave({ servicePlans: ["EXCHANGE_S_STANDARD"] });
		expect(detailOf(await tenant.run(false))).toContain("The tenant has no license of Entra ID P1 or P2");
		expect(await tenant.run(true)).toContainEqual(
			expect.objectContaining({ step: "assignments", action: "blocked" }),
		);
		tenant.world.entra.control.behave({ servicePlans: ["AAD_PREMIUM"] });
		expect(await tenant.run(true)).toContainEqual(
			expect.objectContaining({ step: "assignments", action: "create" }),
		);
	});

	it("are flagged by the plan when no subscription has it", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.fault(planOf("EXCHANGE_S_STANDARD"));
		expect(detailOf(await tenant.run(false))).toContain("The tenant has no license of Entra ID P1 or P2");
		tenant.world.entra.control.fault(planOf("AAD_PREMIUM_P2"));
		expect(detailOf(await tenant.run(false))).not.toContain("license");
		tenant.world.entra.control.fault({ ...planOf(""), status: 403, text: "{}" });
		expect(detailOf(await tenant.run(false))).not.toContain("license");
	});

	it("block the step when Entra refuses the assignment", async () => {
		const tenant = await openTenant();
		const error = {
			code: "Request_BadRequest",
			message: "Groups are not available for assignment due to your Active Directory plan level.",
		};
		tenant.world.entra.control.fault({
			...{ kind: "status", status: 400, method: "POST", path: "/appRoleAssignedTo", headers },
			text: JSON.stringify({ error }),
		});
		const steps = await tenant.run(true);
		expect(actions(steps).assignments).toBe("blocked");
		expect(detailOf(steps)).toMatch(/Entra refused to assign the group .* get one, or list users instead/);
	});
});

describe("assignments from a CSV file", () => {
	it("find users by user principal name, mail address and id; a user principal name goes before a mail address", async () => {
		const tenant = await openTenant();
		const { control } = tenant.world.entra;
		const ann = control.addUser({
			userPrincipalName: "ann_x#EXT#@contoso.example",
			mail: "ann@partner.example",
		});
		const ben = control.addUser({ userPrincipalName: "ben@contoso.example", mail: "other@contoso.example" });
		const eve = control.addUser({ userPrincipalName: "eve@contoso.example", mail: "ben@contoso.example" });
		tenant.write(
			`roles: [User]\nassignments:\n  - {user: ann@partner.example, role: User}\n  - {user: BEN@contoso.example, role: User}\n  - {user: ${eve.id}, role: User}\njob: false\n`,
		);
		await tenant.run(true);
		expect(new Set(control.assignments().map(({ principalId }) => principalId))).toEqual(
			new Set([ann.id, ben.id, eve.id]),
		);
	});

	it("are planned with counts, by the names that people use, and applied", async () => {
		const tenant = await openTenant();
		const [ada, bob] = tenant.world.entra.control.users();
		const csv = join(tenant.home, "people.csv");
		const rows = (...more: readonly string[]) =>
			writeFileSync(
				csv,
				[
					"\uFEFFDepartment;User Principal Name;Group;App Role",
					`IT;${ada?.userPrincipalName};;"User; Analyst"`,
					";;Sumo Readers;Analyst",
					...more,
				].join("\r\n"),
			);
		tenant.write("roles: [User, Analyst]\nassignments: people.csv\njob: {firstUser: false}\n");
		rows(";nobody@example.com;;User", `;${bob?.userPrincipalName};;-`);
		const planned = (await tenant.run(false)).find(({ step }) => step === "assignments");
		expect(planned?.action).toBe("blocked");
		expect(planned?.detail).toContain('The tenant has no user "nobody@example.com".');
		expect(planned?.detail).toContain("3 to assign, 0 already assigned, 1 not found, 0 ambiguous");
		expect(tenant.writes()).toBe(0);
		rows();
		await tenant.run(true);
		expect(tenant.world.entra.control.assignments()).toHaveLength(3);
		expect(actions(await tenant.run(false)).assignments).toBe("none");
	});

	it.each([
		["no known column", "name,role\nada,User\n", ":1:1: the header needs a column named user or group"],
		["a column twice", "user,role,UPN\na,b,c\n", ':1:11: the column "UPN" appears twice in the header'],
		["a row with both", "user,group\na@x.test,\na@x.test,Ops\n", ":3:10: the row names a user and a group"],
		["a row with neither", "role,user\nUser,a@x.test\nUser,\n", ":3:1: the row names no user and no group"],
		[
			"a value without a column",
			"user,role\na@x.test,,User\n",
			":2:11: the row has more values than the header",
		],
		[
			"a control character",
			"user,role\na@x.test,Us\x07er\n",
			":2:10: the value contains a control character",
		],
		["UTF-16", "\uFFFD\uFFFDu\0s\0e\0r\0\n\0", ":1:1: the file is not UTF-8"],
		["UTF-16 without a mark", "u\0s\0e\0r\0\n\0", ":1:1: the file is not UTF-8"],
		["an open quotation mark", 'user,role\n"a@x.test,User\n', "the row is not CSV"],
	])("refuse %s with line and column", async (_what, text, message) => {
		const tenant = await openTenant();
		writeFileSync(join(tenant.home, "people.csv"), text);
		tenant.write("assignments: people.csv\n");
		await expect(tenant.open()).rejects.toThrow(`people.csv${message.startsWith(":") ? message : ""}`);
		await expect(tenant.open()).rejects.toThrow(message);
	});

	it("name a file that does not exist", async () => {
		const tenant = await openTenant();
		tenant.write("assignments: people.csv\n");
		await expect(tenant.open()).rejects.toThrow(
			/people\.csv, which .* names under assignments: the file does not exist/,
		);
	});
});

describe("an application without assignments", () => {
	it("is said to miss them, until users are assigned or the scope is all users", async () => {
		const tenant = await openTenant();
		tenant.write("job: {}");
		expect(missingAfter(await tenant.run(false))).toMatch(/^No user or group is assigned/);
		await tenant.run(true);
		const again = await tenant.run(true);
		expect(again.every(({ action }) => action === "none")).toBe(true);
		expect(missingAfter(again)).toMatch(/^No user who can be provisioned is assigned yet/);
		tenant.write(details);
		await tenant.run(true);
		expect(missingAfter(await tenant.run(true))).toBeNull();
	});

	it("misses none where Entra's job provisions all users", async () => {
		const tenant = await openTenant();
		tenant.write("job: {start: false}\nscope: {users: all}");
		expect(missingAfter(await tenant.run(true))).toBeNull();
	});
});
