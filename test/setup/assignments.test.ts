import { describe, expect, it } from "vitest";
import { templateRoles } from "../../src/setup/application.ts";
import { type DesiredAssignment, planAssignments } from "../../src/setup/assignments.ts";
import { role } from "./planned.ts";

describe("the plan of assignments", () => {
	const found = (id: string, hasNestedGroups = false): DesiredAssignment["principal"] => ({
		type: "found",
		id,
		displayName: id,
		hasNestedGroups,
	});
	const row = (principalId: string, appRoleId: string) => ({
		id: `${principalId}-${appRoleId}`,
		principalId,
		principalType: "User" as const,
		principalName: principalId,
		appRoleId,
	});
	const roles = [...templateRoles, role("User"), role("Analyst")];
	const wanted = (named: string, given: string | undefined): DesiredAssignment => ({
		kind: "user",
		named,
		role: given,
		principal: found(named),
	});

	it("adds the new role before it removes the old one, and leaves other users alone", () => {
		const current = [row("ada", "id-User"), row("bob", "id-User")];
		expect(planAssignments(current, [wanted("ada", "Analyst")], roles).change).toEqual({
			add: [{ principalId: "ada", appRoleId: "id-Analyst" }],
			remove: ["ada-id-User"],
		});
		expect(planAssignments(current, [wanted("ada", "User")], roles)).toMatchObject({
			action: "none",
			details: ["1 user or group is assigned."],
		});
	});

	it("accepts several roles for a user, listed twice or not", () => {
		const twice = [wanted("ada", "User"), wanted("ada", "Analyst"), wanted("ada", "User")];
		expect(planAssignments([], twice, roles).change?.add).toHaveLength(2);
	});

	it("gives the template's role to a user without one", () => {
		expect(planAssignments([], [wanted("ada", undefined)], roles).change?.add).toEqual([
			{ principalId: "ada", appRoleId: templateRoles[0]?.id },
		]);
	});

	it("leaves what is assigned without a value, or with a disabled role, as it is", () => {
		const disabled = { ...role("Pilot"), isEnabled: false };
		const others = "00000000-0000-0000-0000-000000000000";
		const current = [
			row("ada", others),
			row("bob", "removed"),
			row("eve", "id-Pilot"),
			...templateRoles.map(({ id }) => row("ida", id)),
		];
		const desired = [...["ada", "bob", "ida"].map((name) => wanted(name, undefined)), wanted("eve", "Pilot")];
		expect(planAssignments(current, desired, [...roles, disabled]).action).toBe("none");
		expect(planAssignments([], [wanted("eve", "Pilot")], [...roles, disabled]).action).toBe("blocked");
	});

	it("assigns the id of zeros only where the application declares no role, and otherwise names what is missing", () => {
		expect(planAssignments([], [wanted("ada", undefined)], []).change?.add).toEqual([
			{ principalId: "ada", appRoleId: "00000000-0000-0000-0000-000000000000" },
		]);
		const [, second] = templateRoles;
		expect(planAssignments([], [wanted("ada", undefined)], second ? [second] : []).change?.add).toEqual([
			{ principalId: "ada", appRoleId: second?.id },
		]);
		expect(planAssignments([], [wanted("ada", undefined)], [role("User")])).toEqual({
			action: "blocked",
			details: [
				'The application has no role without a value for "ada": give the assignment one of the application\'s roles.',
				"0 to assign, 0 already assigned, 0 not found, 0 ambiguous, 1 without such a role.",
			],
		});
	});

	it("is blocked by names that are missing, ambiguous, or have no such role", () => {
		const missing: DesiredAssignment = { ...wanted("ada", "User"), principal: { type: "missing" } };
		const ambiguous: DesiredAssignment = {
			...wanted("ops", "User"),
			kind: "group",
			principal: { type: "ambiguous", ids: ["1", "2"] },
		};
		const { action, details } = planAssignments([], [missing, ambiguous, wanted("bob", "Pilot")], roles);
		expect(action).toBe("blocked");
		expect(details).toEqual([
			'The tenant has no user "ada".',
			'Several groups are called "ops": give the object id, one of 1, 2.',
			'The application has no role "Pilot" for "bob": add it under roles.',
			"0 to assign, 0 already assigned, 1 not found, 1 ambiguous, 1 without such a role.",
		]);
	});

	it("waits for a role that is listed, but that a blocked step has not added", () => {
		const { action, details } = planAssignments([], [wanted("bob", "Pilot")], roles, new Set(["Pilot"]));
		expect(action).toBe("blocked");
		expect(details[0]).toBe('The role "Pilot" for "bob" waits for the step roles.');
	});

	it("suggests a role whose name differs only in case", () => {
		const { details } = planAssignments([], [wanted("bob", "analyst")], roles);
		expect(details[0]).toBe('The application has no role "analyst" for "bob". Did you mean "Analyst"?');
	});
});
