import { describe, expect, it } from "vitest";
import { skipLabel } from "../../../src/ports/log/log-action-label.ts";

describe("why a user was skipped", () => {
	it.each([
		[null, ""],
		["NotAssigned", "NotAssigned"],
		["RedundantExport", "RedundantExport: the account already has all values"],
		["NotEffectivelyEntitled", "NotEffectivelyEntitled: not assigned, out of scope or disabled"],
		["NeverSeenBefore", "NeverSeenBefore"],
	])("%s is %j", (skipReason, label) => {
		expect(skipLabel({ skipReason, steps: [] })).toBe(label);
	});
});
