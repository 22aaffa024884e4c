import { describe, expect, it } from "vitest";
import { compareScopes } from "../../src/scoping/compare.ts";
import { compileScope } from "../../src/scoping/evaluate.ts";
import type { Scope } from "../../src/scoping/scope.ts";
import { defaultAccess } from "../../src/source/app-role.ts";
import type { SourceUser } from "../../src/source/source-user.ts";

const user = (id: string, department: string): SourceUser => ({ id, attributes: { department } });
const departments = (...names: readonly string[]): Scope => ({
	users: "assigned",
	filters: names.map((name) => ({
		name,
		clauses: [{ attribute: "department", operator: "EQUALS", value: name }],
	})),
	skipOutOfScopeDeletions: false,
});

describe("compareScopes", () => {
	it("counts who is in scope, and names who enters and who leaves", () => {
		const users = [user("a", "Sales"), user("b", "Legal"), user("c", "IT"), user("d", "Legal")];
		const held = [{ role: defaultAccess, assignmentId: "x", via: { type: "direct" } }] as const;
		const entitlements = new Map(["a", "b", "c"].map((id) => [id, held]));
		const comparison = compareScopes(
			compileScope(departments("Sales", "IT")),
			compileScope(departments("Legal", "IT")),
			users,
			entitlements,
		);
		expect(comparison).toEqual({ users: 4, inScope: 2, entering: [users[1]], leaving: [users[0]] });
	});
});
