import { describe, expect, it } from "vitest";
import { isSameState } from "../../src/entra/entitlement-changes.ts";
import type { AssignmentState } from "../../src/ports/source/directory.ts";

const role = { id: "analyst", value: "Analyst", displayName: "Analyst" };

function state(
	grants: readonly (readonly [string, string])[],
	members: readonly string[] = [],
): AssignmentState {
	const assignments = grants.map(([principalId, appRoleId], index) => ({
		id: String(index),
		principalId,
		principalType: "User" as const,
		principalName: principalId,
		appRoleId,
	}));
	return { roles: [role], assignments, members: new Map([["staff", members]]) };
}

describe("what the watermark remembers of who is entitled", () => {
	const before = state(
		[
			["ada", "analyst"],
			["bea", "analyst"],
			["bea", "admin"],
		],
		["cid", "dan"],
	);

	it("is the same in the same order and in another", () => {
		expect(isSameState(before, { ...before, assignments: [...before.assignments] })).toBe(true);
		expect(isSameState(before, { ...before, assignments: before.assignments.toReversed() })).toBe(true);
		expect(isSameState(before, { ...before, members: new Map([["staff", ["dan", "cid"]]]) })).toBe(true);
	});

	it.each<[string, AssignmentState]>([
		["somebody more", state([...pairs(before), ["eve", "analyst"]], ["cid", "dan"])],
		["somebody else in their place", state([["eve", "analyst"], ...pairs(before).slice(1)], ["cid", "dan"])],
		["another role", state([["ada", "admin"], ...pairs(before).slice(1)], ["cid", "dan"])],
		["a member less", state(pairs(before), ["cid"])],
		["another member", state(pairs(before), ["cid", "eve"])],
		["no such group", { ...before, members: new Map() }],
		["a role of another name", { ...before, roles: [{ ...role, displayName: "Analysts" }] }],
	])("is not the same with %s", (_, after) => {
		expect(isSameState(before, after)).toBe(false);
		expect(isSameState(after, before)).toBe(false);
	});
});

function pairs({ assignments }: AssignmentState): readonly (readonly [string, string])[] {
	return assignments.map(({ principalId, appRoleId }) => [principalId, appRoleId] as const);
}
