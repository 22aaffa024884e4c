import { expect, it } from "vitest";
import { sourceAdvice } from "../../../src/app/connection/source-advice.ts";
import { HttpFailure, type HttpFailureKind } from "../../../src/http/http-failure.ts";
import { DirectoryError } from "../../../src/ports/source/directory.ts";

const failed = (kind: HttpFailureKind) =>
	new DirectoryError("unavailable", "Signing in to Entra failed.", new HttpFailure(kind, "no answer"));

it.each([
	["proxy", /^Check the proxy/],
	["tls", /certificate/],
	["network", /^Check network/],
	["timeout", /^Check network/],
	["host-unknown", /^Check network/],
	["status", /^Check tenant, client and application/],
] as const)("after a failure of the kind %s, the advice is about its cause", (kind, advice) => {
	expect(sourceAdvice(failed(kind), "entra", false)).toMatch(advice);
	expect(sourceAdvice(new Error("outer", { cause: failed(kind) }), "entra", false)).toMatch(advice);
});

it("is about what was entered where an answer came, or nothing was sent", () => {
	const refused = new DirectoryError("unauthorized", "The client secret has expired.");
	expect(sourceAdvice(refused, "entra", false)).toMatch(/^Check tenant/);
	expect(sourceAdvice(refused, "file", false)).toMatch(/^Correct the file/);
	expect(sourceAdvice(refused, "demo", true)).toBe("");
});
