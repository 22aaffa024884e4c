import { describe, expect, it } from "vitest";
import { readProblem } from "../../src/scim-client/problem.ts";

describe("the body of a failed answer", () => {
	it("in the form of Sumo's gateway keeps the server's words, code and request id", () => {
		const body = {
			status: 401,
			id: "ABCDE-12345-FGHIJ",
			code: "unauthorized",
			message: "Credential could not be verified.",
		};
		expect(readProblem(JSON.stringify(body))).toEqual({
			detail: "Credential could not be verified. (unauthorized, request ABCDE-12345-FGHIJ)",
		});
		const { id: _, ...withoutId } = body;
		expect(readProblem(JSON.stringify(withoutId))).toEqual({
			detail: "Credential could not be verified. (unauthorized)",
		});
	});

	it("in SCIM's form keeps the type and the detail", () => {
		const body = { status: 409, scimType: "uniqueness", detail: "The address is taken." };
		expect(readProblem(JSON.stringify(body))).toEqual({
			scimType: "uniqueness",
			detail: "The address is taken.",
		});
	});
});
