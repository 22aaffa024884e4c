import { describe, expect, it } from "vitest";
import { type RestrictedFlow, withFlows } from "../../../src/app/prediction/flow-type.ts";
import type { PredictedUser } from "../../../src/app/prediction/prediction.ts";

const update = (
	name: string,
	old: string | null,
	value: string | null,
	action: PredictedUser["action"] = "update",
): PredictedUser => ({
	...{ id: "u", displayName: "Ann", userName: "ann@example.com", targetId: "t", reason: "" },
	...{ action, status: "success", code: null, uncertain: null, notBefore: null },
	changes: [{ name, old, new: value }],
});

describe("the flow type of a mapping", () => {
	it.each<[RestrictedFlow, string | null, string | null, boolean]>([
		["AttributeAddOnly", null, "x", true],
		["AttributeAddOnly", "x", "y", false],
		["AttributeAddOnly", "x", null, false],
		["ValueAddOnly", null, "x", true],
		["ValueAddOnly", "x", "y", true],
		["ValueAddOnly", "x", null, false],
		["MultiValueAddOnly", "a, b", "a, b, c", true],
		["MultiValueAddOnly", '["a","b"]', '["b"]', false],
		["MultiValueAddOnly", "a, b", "b", false],
		["MultiValueAddOnly", "a", null, false],
		["MultiValueAddOnly", null, "a", true],
	])("%s: %s → %s flows: %s", (flow, old, value, flows) => {
		const user = update("roles", old, value);
		expect(withFlows(user, new Map([["roles", flow]]))).toEqual(flows ? user : null);
	});

	it("restricts neither a creation, a failure nor another attribute", () => {
		const flows = new Map([["roles", "AttributeAddOnly"]] as const);
		for (const user of [
			update("roles", "x", "y", "create"),
			{ ...update("roles", "x", "y"), status: "failure" } as const,
			update("title", "x", "y"),
		])
			expect(withFlows(user, flows)).toEqual(user);
	});

	it("makes an update of a deactivation whose value does not flow", () => {
		const both = {
			...update("active", "True", "False", "disable"),
			changes: [
				{ name: "active", old: "True", new: "False" },
				{ name: "title", old: null, new: "x" },
			],
		};
		expect(withFlows(both, new Map([["active", "AttributeAddOnly"]]))).toMatchObject({
			action: "update",
			changes: [{ name: "title" }],
		});
	});
});
