import { describe, expect, it } from "vitest";
import { shortReason, withoutJson } from "../../../src/tui/text/short-reason.ts";

const ada = { id: "1", displayName: "Ada Byron", userName: "ada@example.com" };

describe("a reason beside the name of its user", () => {
	it.each([
		["The userName of Ada Byron (ada@example.com) has 71 characters.", "The userName has 71 characters."],
		["Ada Byron (ada@example.com) has no mail.", "Has no mail."],
		["Ada Byron has no mail.", "Has no mail."],
		[
			"Ada Byron (ada@example.com) cannot be provisioned: Bob has the same account.",
			"Bob has the same account.",
		],
		["The target answered with status 400: name is required", "400: name is required"],
		['emails[type eq "work"].value is empty.', "Email is empty."],
	])("%s", (reason, short) => {
		expect(shortReason(reason, ada)).toBe(short);
	});

	it("shows the sentence of an answer, not its JSON", () => {
		const answer = '{"schemas":["urn:x"],"status":409,"detail":"A user holds the address."}';
		expect(withoutJson(`The target answered with status 409: ${answer}`)).toBe(
			"The target answered with status 409: A user holds the address.",
		);
		expect(shortReason(`The target answered with status 409: ${answer}`, null)).toContain(
			"holds the address",
		);
		expect(withoutJson('Cut: {"detail": "half')).toBe('Cut: {"detail": "half');
		expect(withoutJson('Not SCIM: {"a":1}')).toBe('Not SCIM: {"a":1}');
	});
});
