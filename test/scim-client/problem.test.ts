import { describe, expect, it } from "vitest";
import { failure, isThrottled, readProblem } from "../../src/scim-client/problem.ts";

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
			serverCode: "unauthorized",
			requestId: "ABCDE-12345-FGHIJ",
		});
		const { id: _, ...withoutId } = body;
		expect(readProblem(JSON.stringify(withoutId))).toEqual({
			detail: "Credential could not be verified. (unauthorized)",
			serverCode: "unauthorized",
		});
	});

	it("in SCIM's form keeps the type and the detail", () => {
		const body = { status: 409, scimType: "uniqueness", detail: "The address is taken." };
		expect(readProblem(JSON.stringify(body))).toEqual({
			scimType: "uniqueness",
			detail: "The address is taken.",
		});
	});

	it("in the form of Sumo's other APIs keeps all errors, code and request id", () => {
		const body = {
			id: "ABCDE-12345-FGHIJ",
			errors: [
				{ code: "request:malformed", message: "Invalid parameter.", detail: "limit", meta: { max: 1000 } },
				{ code: "request:other", message: "Another." },
			],
		};
		expect(readProblem(JSON.stringify(body))).toEqual({
			detail: 'Invalid parameter. limit {"max":1000} Another. (request:malformed, request ABCDE-12345-FGHIJ)',
			serverCode: "request:malformed",
			requestId: "ABCDE-12345-FGHIJ",
		});
	});

	it("keeps code and request id of an error with many words", () => {
		const body = {
			id: "ABCDE-12345-FGHIJ",
			errors: [{ code: "internal.error", message: "word ".repeat(200) }],
		};
		expect(readProblem(JSON.stringify(body)).detail).toMatch(
			/… \(internal\.error, request ABCDE-12345-FGHIJ\)$/,
		);
	});

	it.each([
		["mixed with SCIM's form", { scimType: "uniqueness", detail: "Taken.", id: "R1" }, "Taken. (request R1)"],
		["with a code as a number", { code: 429, message: "Slow down." }, "Slow down. (429)"],
		["of OAuth", { error: "invalid_token", error_description: "Expired." }, "Expired. (invalid_token)"],
		["without words", { id: "R1", errors: [{ code: "forbidden" }] }, "(forbidden, request R1)"],
		["of a common gateway", { message: "Endpoint request timed out" }, "Endpoint request timed out"],
		["of nobody", { problem: { deep: 1 } }, '{"problem":{"deep":1}}'],
	])("%s", (_form, body, detail) => {
		expect(readProblem(JSON.stringify(body)).detail).toBe(detail);
	});
});

describe("a failed answer", () => {
	const codeOf = (status: number, body: object, method = "POST") =>
		failure({
			status,
			body: JSON.stringify(body),
			method,
			request: `${method} /Users`,
			location: undefined,
			place: undefined,
			attempts: 1,
		}).code;
	const classic = (code: string, message = "") => ({ id: "R1", errors: [{ code, message }] });
	const scim = (scimType: string) => ({ scimType, detail: "" });

	it.each([
		[401, "moved", "moved"],
		[403, "unauthorized", "unauthorized"],
		[401, "forbidden", "forbidden"],
		[400, "notfound", "not-found"],
		[500, "rate.limit.exceeded", "too-many-requests"],
		[403, "rate.limit.exceeded", "too-many-requests"],
		[400, "internal.error", "unavailable"],
		[429, "service.unavailable", "unavailable"],
		[405, "method.unsupported", "invalid"],
		[415, "contenttype.invalid", "invalid"],
	])("of status %i with Sumo's code %s is %s", (status, code, expected) => {
		expect(codeOf(status, classic(code))).toBe(expected);
		expect(codeOf(status, { status, id: "R1", code, message: "" })).toBe(expected);
	});

	it("about a taken address is a conflict in every form", () => {
		expect(codeOf(409, {})).toBe("conflict");
		expect(codeOf(400, scim("uniqueness"))).toBe("conflict");
		expect(codeOf(400, classic("user:x", "A user with the email address a@b.c already exists"))).toBe(
			"conflict",
		);
		expect(codeOf(400, classic("user:already_exists"))).toBe("conflict");
		expect(codeOf(400, classic("user1:email_exists"))).toBe("conflict");
		expect(codeOf(400, classic("user1:email_in_use"))).toBe("conflict");
		expect(codeOf(400, classic("role1:not_exists"))).toBe("invalid");
		expect(codeOf(400, classic("constructor"))).toBe("invalid");
		expect(codeOf(409, classic("UNAUTHORIZED"))).toBe("unauthorized");
		expect(codeOf(400, classic("user:x", "The user is already deactivated"))).toBe("invalid");
	});

	it("to PATCH without support for it stays recognizable in Sumo's form", () => {
		expect(codeOf(405, classic("method.unsupported"), "PATCH")).toBe("patch-unsupported");
	});

	it("is about the rate limit by status or by code", () => {
		expect(isThrottled(429, "")).toBe(true);
		expect(isThrottled(500, JSON.stringify(classic("rate.limit.exceeded")))).toBe(true);
		expect(isThrottled(500, JSON.stringify(classic("internal.error")))).toBe(false);
		expect(isThrottled(undefined, "")).toBe(false);
	});
});
