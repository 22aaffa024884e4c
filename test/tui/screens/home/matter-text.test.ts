import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../../src/ports/open-matter.ts";
import { matterReason, matterSubjects } from "../../../../src/tui/screens/home/matter-text.ts";

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
		expect(matterReason(fails(displayName, userName, `The userName of ${user} has 71 characters.`))).toBe(
			"The userName has 71 characters.",
		);
		expect(matterReason(fails(displayName, userName, `${user} has no mail.`))).toBe("Has no mail.");
	});

	it("leaves out Entra's code of a quarantine, which is in the details", () => {
		const { user: _, ...matter } = { ...fails("Ada", "", ""), user: null };
		const reason = "EncounteredQuarantineException: The target refused the credentials.";
		expect(matterReason({ ...matter, kind: "quarantine", reason } as OpenMatter)).toBe(
			"The target refused the credentials.",
		);
		const alone = {
			reason: "EncounteredBaseEscrowThreshold.",
			recommendedAction: "Too many users failed. Fix the causes.",
		};
		expect(matterReason({ ...matter, ...alone, kind: "quarantine" } as OpenMatter)).toBe(
			"Too many users failed.",
		);
		const unknown = { reason: "ReviewPending: Wait.", recommendedAction: "Fix the cause." };
		expect(matterReason({ ...matter, ...unknown, kind: "quarantine" } as OpenMatter)).toBe(unknown.reason);
	});

	it("keeps a reason without the name", () => {
		expect(matterReason(fails("Ada", "", "Ada has no mail."))).toBe("Has no mail.");
		expect(matterReason(fails("Ada", "ada@example.com", "The server said no."))).toBe("The server said no.");
	});

	it("shortens the path of an attribute", () => {
		expect(
			matterReason(
				fails("Ada", "", 'Ada has no value for emails[type eq "work"].value, which the target requires.'),
			),
		).toBe("Has no value for email, which the target requires.");
	});

	it("begins with the other user of a conflict", () => {
		expect(
			matterReason(
				fails("Ada", "", "Ada cannot be provisioned: Bob (bob@example.com) has the same account."),
			),
		).toBe("Bob (bob@example.com) has the same account.");
	});
});

describe("the subjects of open matters", () => {
	it("are names, and user names where two users share a name", () => {
		const one = {
			...fails("Noor Aziz", "noor@example.com", ""),
			user: { id: "1", displayName: "Noor Aziz", userName: "noor@example.com" },
		};
		const two = { ...one, user: { id: "2", displayName: "Noor Aziz", userName: "noor@partner.example" } };
		expect(matterSubjects([one, two, fails("Ada", "ada@example.com", "")])).toEqual([
			"noor@example.com",
			"noor@partner.example",
			"Ada",
		]);
		expect(
			matterSubjects([one, { ...one, kind: "changeNotApplied", code: "AcceptedButNotApplied" }]),
		).toEqual(["Noor Aziz", "Noor Aziz"]);
	});
});
