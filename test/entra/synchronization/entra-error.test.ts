import { describe, expect, it } from "vitest";
import { entraError } from "../../../src/entra/synchronization/entra-error.ts";

describe("an error of Entra", () => {
	it.each([
		["EntryConflict", "fix-at-source"],
		["TooManyRequests", "wait"],
		["InsufficientRights", "test-connection"],
		["MissingValues", "fix-mapping"],
		["InvalidAnchor", "restart-hosted-job"],
		["DuplicateTargetEntries", "fix-mapping"],
		["ImportSkipped", "fix-at-source"],
		["InvalidCredentials", "set-up-hosted-job"],
		["NotSeenBefore", "provision-hosted-on-demand"],
	] as const)("with the code %s has the remedy %s", (code, type) => {
		expect(entraError({ code }).remedy.type).toBe(type);
		expect(entraError({ code }).recommendedAction).not.toBe("");
	});

	it.each(["Conflict", "EntryConflict"])(
		"leads to a deactivated account that holds the value (%s)",
		(code) => {
			const reason = "The target answered with status 409: a deactivated user holds the email address.";
			expect(entraError({ code, reason })).toMatchObject({
				reason,
				recommendedAction: expect.stringContaining("delete it, then provision the user on demand"),
				remedy: { type: "delete-deactivated-account", account: null },
			});
			expect(entraError({ code: "InternalError", reason }).remedy.type).toBe("wait");
		},
	);

	it("keeps what Entra recommends, with the remedy of its code where that is known", () => {
		const recommendedAction = "Do what the documentation says.";
		expect(entraError({ code: "MissingValues", recommendedAction })).toMatchObject({
			recommendedAction,
			remedy: { type: "fix-mapping" },
		});
		expect(entraError({ code: "NotSeenBefore", recommendedAction })).toMatchObject({
			recommendedAction,
			remedy: { type: "none" },
		});
	});
});
