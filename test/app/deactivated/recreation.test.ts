import { describe, expect, it } from "vitest";
import { contentText, recreationOf } from "../../../src/app/deactivated/recreation.ts";
import type { Snapshot } from "../../../src/ports/store/snapshot.ts";

const snapshot: Snapshot = {
	id: "S1",
	takenAt: 0,
	targetId: "000000000000000A",
	userName: "ada@example.com",
	displayName: "Ada Byron",
	scim: { id: "000000000000000A", userName: "ada@example.com", meta: {}, title: "Countess" },
	classic: { isMfaEnabled: true },
	roles: ["Analyst", "User"],
	deletedBy: "grace",
	content: { kind: "destroy" },
};

describe("what creating an account again brings back", () => {
	it("is name, roles and attributes; id, content, credentials and two-step verification are lost", () => {
		const { comesBack, isLost } = recreationOf(snapshot);
		expect(comesBack.join("; ")).toBe(
			"the account ada@example.com, active, with its names and address; its roles by name: Analyst, User; its other attributes: title",
		);
		const lost = isLost.join("; ");
		for (const text of [
			"the id 000000000000000A",
			"was permanently deleted",
			"password",
			"verification, which was on",
		])
			expect(lost).toContain(text);
	});

	it("claims nothing that the snapshot does not know", () => {
		const { comesBack, isLost } = recreationOf({ ...snapshot, classic: null, roles: [], scim: {} });
		expect(comesBack).toHaveLength(2);
		expect(comesBack[1]).toBe("no role: it had none");
		expect(isLost).toContain("two-step verification");
	});

	it("depends on where the content went", () => {
		const to = { id: "h", displayName: "Carla Marino", userName: "carla@example.com" };
		expect(contentText({ kind: "transfer", to })).toBe("went to Carla Marino (carla@example.com)");
		expect(contentText({ kind: "to-caller" })).toBe("went to the owner of the access key");
		expect(contentText(null)).toBe("was left to the target");
	});
});
