import { describe, expect, it } from "vitest";
import { type AppRoleEntry, templateRoles } from "../../src/setup/application.ts";
import { planRoles } from "../../src/setup/roles.ts";
import { role } from "./planned.ts";

describe("the plan of app roles", () => {
	const plan = (
		current: readonly AppRoleEntry[],
		roles: Parameters<typeof planRoles>[1]["roles"],
		{
			removeOthers = false,
			assigned = [] as readonly string[],
			sumo = null as readonly string[] | null,
		} = {},
	) =>
		planRoles(
			current,
			{ roles, removeOthers, notes: [] },
			new Set(assigned),
			sumo && new Set(sumo),
			() => "new",
		);

	it("adds a role beside those of the template, and keeps the ids of the others", () => {
		const current = [...templateRoles, role("User")];
		expect(plan(current, [{ value: "User" }]).action).toBe("none");
		expect(plan(current, [{ value: "User" }, { value: "Analyst" }]).change?.passes).toEqual([
			[...current, role("Analyst", { id: "new", description: "Analyst in Sumo Logic" })],
		]);
	});

	it("disables a role before it is removed or gets another value", () => {
		const current = [...templateRoles, role("Old"), role("User")];
		expect(plan(current, [{ value: "User" }], { removeOthers: true }).change?.passes).toEqual([
			[...templateRoles, role("Old", { isEnabled: false }), role("User")],
			[...templateRoles, role("User")],
		]);
		const renamed = plan(current, [{ id: "id-Old", value: "New" }]).change?.passes ?? [];
		expect(renamed).toHaveLength(2);
		expect(renamed[0]).toContainEqual(role("Old", { isEnabled: false }));
		expect(renamed[1]).toContainEqual(role("Old", { value: "New", displayName: "New" }));
	});

	it("lets users have a role that was for applications only, after it is disabled", () => {
		const current = [...templateRoles, role("Analyst", { allowedMemberTypes: ["Application"] })];
		const { details, change } = plan(current, [{ value: "Analyst" }]);
		expect(details).toEqual(['Let users and groups have the app role "Analyst".']);
		expect(change?.passes.map((roles) => roles.at(-1))).toEqual([
			role("Analyst", { isEnabled: false, allowedMemberTypes: ["Application"] }),
			role("Analyst", { allowedMemberTypes: ["Application", "User"] }),
		]);
	});

	it("keeps the description of an existing role, and says why", () => {
		expect(plan([role("Analyst")], [{ value: "Analyst", description: "Reads" }])).toEqual({
			action: "none",
			details: ["1 app role exists.", expect.stringContaining('"Analyst" has another description')],
		});
	});

	it("gives a role whose value another role once had an id of its own", () => {
		const renamed = role("New", { id: "new:Old" });
		const planned = planRoles(
			[renamed],
			{ roles: [{ value: "Old" }], removeOthers: false, notes: [] },
			new Set(),
			null,
			(seed) => `new:${seed}`,
		);
		expect(planned.change?.passes.at(-1)?.map(({ id }) => id)).toEqual(["new:Old", "new:Old+"]);
	});

	it("removes no role that is assigned, and adds none that Sumo Logic does not have", () => {
		const current = [...templateRoles, role("Old")];
		expect(plan(current, [{ value: "User" }], { removeOthers: true, assigned: ["id-Old"] })).toMatchObject({
			action: "blocked",
			details: [expect.stringContaining('"Old"')],
		});
		expect(
			plan(current, [{ value: "User" }, { value: "SecOps", sumoRole: "Sec Ops" }], { sumo: ["User"] }),
		).toMatchObject({
			action: "blocked",
			details: [expect.stringContaining('"Sec Ops"')],
		});
	});
});
