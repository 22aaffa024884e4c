import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../../src/ports/open-matter.ts";
import { shortReason } from "../../../../src/tui/screens/home/matter-text.ts";

const fails = (displayName: string, userName: string, reason: string): OpenMatter => ({
	kind: "userFails",
	code: "SchemaAttributeValidationFailed",
	user: { id: "1", displayName, userName },
	since: 0,
	attempts: 1,
	nextAttempt: null,
	reason,
	recommendedAction: "",
	remedy: { type: "none" },
});

describe("the reason of an open matter", () => {
	it.each([
		["Ada Byron", "ada@example.com"],
		["Maximiliana von und zu Hohenlohe-Waldenburg", "maximiliana.hohenlohe-waldenburg@example.com"],
		["O'Neil [IT] (contractor) $& *", "o'neil+it@example.com"],
		["Ада \\ 長い名前", "ada$1@example.com"],
	])("leaves out the name of %s, whatever characters it has", (displayName, userName) => {
		const user = `${displayName} (${userName})`;
		expect(shortReason(fails(displayName, userName, `The userName of ${user} has 71 characters.`))).toBe(
			"The userName has 71 characters.",
		);
		expect(shortReason(fails(displayName, userName, `${user} has no mail.`))).toBe("Has no mail.");
	});

	it("keeps a reason without the name", () => {
		expect(shortReason(fails("Ada", "", "Ada has no mail."))).toBe("Has no mail.");
		expect(shortReason(fails("Ada", "ada@example.com", "The server said no."))).toBe("The server said no.");
	});
});
