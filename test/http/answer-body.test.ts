import { describe, expect, it } from "vitest";
import { AnswerBody } from "../../src/http/answer-body.ts";

const bodyOf = (text: string) => new AnswerBody(Buffer.from(text));

describe("The body of an answer", () => {
	it("is text and JSON without a byte order mark", () => {
		const body = bodyOf('\uFEFF{"name":"Łucja"}');
		expect(body.text).toBe('{"name":"Łucja"}');
		expect(body.json()).toEqual({ name: "Łucja" });
		expect(body.isEmpty).toBe(false);
		expect(bodyOf("\uFEFF").isEmpty).toBe(true);
	});

	it("holds a secret neither in its text nor in its JSON", () => {
		const body = bodyOf('{"echo":"Basic c2VjcmV0LXRva2Vu","session":"cookie-value"}');
		const cleaned = body.without(["c2VjcmV0LXRva2Vu"]).without(["cookie-value"]);
		expect(cleaned.json()).toEqual({ echo: "Basic ********", session: "********" });
		expect(cleaned.text).toBe('{"echo":"Basic ********","session":"********"}');
	});

	it("holds no secret that the server has escaped", () => {
		const body = bodyOf('{"echo":"c2VjcmV0\\/dG9rZW4=","at":"/x?t=c2VjcmV0%2FdG9rZW4%3D"}');
		expect(body.without(["c2VjcmV0/dG9rZW4="]).json()).toEqual({ echo: "********", at: "/x?t=********" });
	});

	it("holds a password in its JSON only, where it may be the name of something", () => {
		const body = bodyOf('{"roles":["Administrator"],"echo":"c2VjcmV0"}').without(
			["c2VjcmV0"],
			["Administrator"],
		);
		expect(body.text).toBe('{"roles":["********"],"echo":"********"}');
		expect(body.json()).toEqual({ roles: ["Administrator"], echo: "********" });
	});

	it("keeps what is too short to be a secret", () => {
		expect(bodyOf('{"a":"token"}').without(["", "token"]).json()).toEqual({ a: "token" });
	});

	it("throws what JSON.parse throws", () => {
		expect(() => bodyOf("<html>").json()).toThrow(SyntaxError);
		expect(() => bodyOf("").json()).toThrow(SyntaxError);
	});
});
